#include "app/cli/command.h"

#include <cstdio>

namespace onset::cli {

namespace {

void print(const QString &line)
{
    // A sentence may quote a file or a name with line breaks in it.
    std::fprintf(stderr, "onset: %s\n", line.simplified().toUtf8().constData());
}

} // namespace

int failed(const Error &error)
{
    print(error.what);
    return Failed;
}

int wrongUsage(const QString &sentence)
{
    print(sentence);
    return WrongUsage;
}

void note(const QString &sentence) { print(Words::tr("note: %1").arg(sentence)); }

} // namespace onset::cli
