#include "tests/support/golden_import.h"

#include "core/import/import.h"
#include "core/store/export.h"
#include "tests/support/draw.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace onset::golden {

QString imported(const QStringList &paths)
{
    const QTemporaryDir place;
    auto workbook = Workbook::open(place.filePath(u"w.onset"_s), Workbook::Mode::Create);
    if (!workbook)
        return workbook.error().what;
    Progress progress;
    const auto report = importFiles(*workbook, paths, {}, progress);
    if (!report)
        return report.error().what + u'\n';
    QString text;
    for (const FileReport &file : report->files) {
        text += u"%1 is %2: %3 models, %4 tasks, %5 records, sum %6, %7…%8\n"_s
                    .arg(file.file, file.format.isEmpty() ? u"unknown"_s : file.format)
                    .arg(file.models)
                    .arg(file.tasks)
                    .arg(file.records)
                    .arg(file.valueSum)
                    .arg(file.valueMin)
                    .arg(file.valueMax);
    }
    text += draw::report(*report).replace(QFileInfo(paths.front()).absolutePath() + u'/', QString()) + u'\n';
    QBuffer table;
    table.open(QIODevice::WriteOnly);
    if (const auto exported = exportResults(*workbook, {}, table, progress); !exported)
        return exported.error().what;
    text += QString::fromUtf8(table.data());
    for (const auto &[family, model] : report->unplaced)
        text += u"unplaced %1/%2\n"_s.arg(family, model);
    return text;
}

QString expected(const QString &path, const QString &found)
{
    QFile file(path);
    const QString text = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    if (text != found) {
        QFile actual(QDir::temp().filePath(QFileInfo(path).fileName()));
        if (actual.open(QIODevice::WriteOnly))
            actual.write(found.toUtf8());
    }
    return text;
}

} // namespace onset::golden
