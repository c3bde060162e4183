#pragma once

#include "core/base/result.h"

#include <QCoreApplication>

#include <functional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace onset::cli {

enum ExitStatus {
    Done = 0,
    Failed = 1,      ///< one line on stderr says what and where
    WrongUsage = 2,  ///< one line on stderr says what is expected
    SomeRefused = 3, ///< done, but some rows were refused, or curves are missing; they are listed
};

/// A subcommand: how it is asked for, and what it then does.
struct Command
{
    CLI::App *parser = nullptr; ///< owned by the parser of the whole command line
    std::function<int()> run;   ///< after parsing, with an application object; returns an ExitStatus
    bool paints = false;        ///< needs a QApplication, on a platform without a display
};

/// Each declares its subcommand and options. The options live as long as the returned command.
[[nodiscard]] Command importCommand(CLI::App &program);
[[nodiscard]] Command listCommand(CLI::App &program);
[[nodiscard]] Command fitCommand(CLI::App &program);
[[nodiscard]] Command reportCommand(CLI::App &program);
[[nodiscard]] Command backtestCommand(CLI::App &program);
[[nodiscard]] Command renderCommand(CLI::App &program);
[[nodiscard]] Command exportCommand(CLI::App &program);

/// Print "onset: …" as one line on stderr and return the status to end with.
int failed(const Error &error);
int wrongUsage(const QString &sentence);
/// What a reader of the output must know, as "onset: note: …" on stderr.
void note(const QString &sentence);

/// The subcommands' words, for translation.
struct Words
{
    Q_DECLARE_TR_FUNCTIONS(onset::cli)
};

/// CLI11 speaks UTF-8 in std::string.
[[nodiscard]] inline std::string help(const QString &text) { return text.toStdString(); }
[[nodiscard]] inline QString text(const std::string &argument) { return QString::fromStdString(argument); }
/// The names that core/fit gives its values.
[[nodiscard]] inline QString latin(std::string_view name)
{
    return QString::fromLatin1(name.data(), qsizetype(name.size()));
}

} // namespace onset::cli
