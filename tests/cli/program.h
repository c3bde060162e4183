#pragma once

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <functional>

namespace onset::test {

/// What a program left behind.
struct Ended
{
    int status = -1; ///< −1: it did not start, crashed or did not end
    QByteArray out, err;

    /// One sentence on stderr that names the program, and nothing on stdout.
    [[nodiscard]] bool saidOneLine() const
    {
        return out.isEmpty() && err.startsWith("onset: ") && err.count('\n') == 1 && err.endsWith('\n');
    }
};

/// Runs a program without a display and with a data folder of the test's own.
class Program
{
public:
    Program() : m_environment(QProcessEnvironment::systemEnvironment())
    {
        for (const char *variable : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            m_environment.remove(QLatin1StringView(variable));
        set("XDG_DATA_HOME", m_home.path());
    }

    void set(const char *variable, const QString &value)
    {
        m_environment.insert(QLatin1StringView(variable), value);
    }
    [[nodiscard]] QString home() const { return m_home.path(); }
    /// A path in a folder that ends with the test.
    [[nodiscard]] QString path(const QString &name) const { return m_home.filePath(name); }
    [[nodiscard]] QString file(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName()
                                                                                    : QString();
    }

    /// @param before  runs in the child just before the program
    [[nodiscard]] Ended run(const QString &program, const QStringList &arguments,
                            const std::function<void()> &before = {}) const
    {
        QProcess process;
        process.setProcessEnvironment(m_environment);
        process.setWorkingDirectory(m_home.path());
        process.setStandardInputFile(QProcess::nullDevice());
        if (before)
            process.setChildProcessModifier(before);
        process.start(program, arguments);
        const bool ended = process.waitForFinished(kPatience) && process.exitStatus() == QProcess::NormalExit;
        return {ended ? process.exitCode() : -1, process.readAllStandardOutput(),
                process.readAllStandardError()};
    }
    [[nodiscard]] Ended onset(const QStringList &arguments) const
    {
        return run(QStringLiteral(ONSET_PROGRAM), arguments);
    }

private:
    static constexpr int kPatience = 120'000; // ms; only a hanging program comes near
    QTemporaryDir m_home;
    QProcessEnvironment m_environment;
};

[[nodiscard]] inline QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

[[nodiscard]] inline bool isInstalled(const char *program)
{
    return !QStandardPaths::findExecutable(QLatin1StringView(program)).isEmpty();
}

/// Makes the program run in a German locale of the test's own.
/// @return false: none can be made (localedef and /usr/share/i18n are in the package locales)
[[nodiscard]] inline bool turnGerman(Program &program)
{
    const QString locale = program.path(QStringLiteral("de_DE.UTF-8"));
    if (isInstalled("localedef"))
        (void)program.run(QStringLiteral("localedef"),
                          {QStringLiteral("-i"), QStringLiteral("de_DE"), QStringLiteral("-f"),
                           QStringLiteral("UTF-8"), locale});
    program.set("LC_ALL", QStringLiteral("de_DE.UTF-8"));
    program.set("LOCPATH", program.home());
    return QFile::exists(locale);
}

} // namespace onset::test
