#include "core/base/table.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

QString quoted(QString field)
{
    if (!field.contains(u',') && !field.contains(u'"') && !field.contains(u'\n') && !field.contains(u'\r'))
        return field;
    return u'"' + field.replace(u'"', u"\"\""_s) + u'"';
}

} // namespace

QString plainText(const Cell &cell, int digits)
{
    if (const auto *text = std::get_if<QString>(&cell))
        return *text;
    if (const auto *value = std::get_if<double>(&cell))
        return QString::number(*value, 'g', digits);
    if (const auto *count = std::get_if<qint64>(&cell))
        return QString::number(*count);
    return {};
}

QByteArray csv(const Table &table)
{
    QByteArray out;
    const auto line = [&out](const QStringList &fields) { out += fields.join(u',').toUtf8() + '\n'; };
    line(table.columns);
    for (const std::vector<Cell> &row : table.rows) {
        QStringList fields;
        for (const Cell &cell : row)
            fields << quoted(plainText(cell, QLocale::FloatingPointShortest));
        line(fields);
    }
    return out;
}

} // namespace onset
