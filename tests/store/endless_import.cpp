// endless_import WORKBOOK TABLE: imports the table, undoes the import, and so on until it is killed.

#include "core/import/import.h"

#include <QCoreApplication>

using namespace onset;

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = app.arguments();
    auto workbook = Workbook::open(arguments.at(1), Workbook::Mode::Create);
    Progress progress;
    while (workbook) {
        const auto imported = importFiles(*workbook, {arguments.at(2)}, {}, progress);
        if (!imported || !Imports(*workbook).undo(imported->outcome.id))
            break;
    }
    return 1;
}
