#include "app/cli/command.h"
#include "app/window.h"

#include <QApplication>
#include <QFile>
#include <QHashFunctions>

#include <CLI/CLI.hpp>

#include <clocale>
#include <csignal>
#include <cstdlib>
#include <langinfo.h>
#include <optional>
#include <string_view>

using namespace Qt::StringLiterals;
using namespace onset;

namespace {

/// The parsers of the whole command line: files for the window at the top, and the subcommands.
struct CommandLine
{
    CLI::App program{cli::help(cli::Words::tr("Looks at how abilities of language models appear with scale. "
                                              "Without a subcommand it opens a window.")),
                     "onset"};
    std::vector<std::string> files = {};
    std::vector<cli::Command> commands = {};

    CommandLine()
    {
        program.add_option("FILE", files,
                           cli::help(cli::Words::tr("A workbook or a figure to open, or tables to import")));
        program.set_version_flag("--version", std::string("Onset " ONSET_VERSION "\nQt ") + qVersion(),
                                 cli::help(cli::Words::tr("Print the version and exit")));
        program.require_subcommand(0, 1);
        for (const auto command : {cli::importCommand, cli::listCommand, cli::fitCommand, cli::reportCommand,
                                   cli::backtestCommand, cli::renderCommand, cli::exportCommand})
            commands.push_back(command(program));
    }
};

/// Qt wants a UTF-8 locale and complains on stderr about any other. What we read and write is the same in
/// all.
void useUtf8()
{
    std::setlocale(LC_ALL, "");
    if (std::string_view(nl_langinfo(CODESET)) != "UTF-8")
        qputenv("LC_ALL", "C.UTF-8");
}

/// While Qt looks for a display, it would end the program with lines of its own when there is none.
void sayNoDisplay(QtMsgType type, const QMessageLogContext &, const QString &)
{
    if (type != QtFatalMsg)
        return;
    std::_Exit(cli::failed(
        {Code::NotFound, cli::Words::tr("There is no display to open a window on; the subcommands "
                                        "need none, see onset --help.")}));
}

/// A QApplication that says what is amiss in our words.
class Application
{
public:
    Application(int &argc, char **argv)
    {
        qInstallMessageHandler(sayNoDisplay);
        m_application.emplace(argc, argv);
        qInstallMessageHandler(nullptr);
    }
    QApplication &get() { return *m_application; }

private:
    std::optional<QApplication> m_application;
};

int run(const cli::Command &command, int argc, char **argv)
{
    if (!command.paints) {
        const QCoreApplication application(argc, argv);
        return command.run();
    }
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const Application application(argc, argv);
    return command.run();
}

int openWindow(const std::vector<std::string> &files, int argc, char **argv)
{
    Application application(argc, argv);
    QStringList names;
    for (const std::string &file : files)
        names << QFile::decodeName(file.c_str());
    return runWindow(application.get(), names);
}

} // namespace

int main(int argc, char **argv)
{
    // QPdfWriter numbers the fonts of a page in the order of a hash table: with a seed of chance, the same
    // figure would be other bytes each time. None of our tables of names from files hangs on the seed.
    QHashSeed::setDeterministicGlobalSeed();
    std::signal(SIGPIPE, SIG_IGN); // a reader that leaves early fails the write; temporary files still go
    useUtf8();
    QCoreApplication::setApplicationName(u"Onset"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ONSET_VERSION));
    CommandLine line;
    try {
        line.program.parse(argc, argv);
    } catch (const CLI::Success &answered) { // --help, --version
        return line.program.exit(answered);
    } catch (const CLI::ParseError &error) {
        return cli::wrongUsage(cli::Words::tr("%1; see onset --help").arg(cli::text(error.what())));
    }
    for (const cli::Command &command : line.commands)
        if (command.parser->parsed())
            return run(command, argc, argv);
    return openWindow(line.files, argc, argv);
}
