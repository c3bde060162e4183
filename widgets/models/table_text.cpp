#include "widgets/models/table_text.h"

#include <QLocale>

namespace onset {

namespace {

QString plain(const QVariant &value)
{
    if (value.metaType() != QMetaType::fromType<double>())
        return value.toString();
    return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
}

QString field(QString text, TextForm form)
{
    if (form == TextForm::Tabs)
        return text.replace(u'\t', u' ').replace(u'\n', u' ').replace(u'\r', u' ');
    const bool quoted =
        text.contains(u',') || text.contains(u'"') || text.contains(u'\n') || text.contains(u'\r');
    return quoted ? u'"' + text.replace(QStringLiteral("\""), QStringLiteral("\"\"")) + u'"' : text;
}

} // namespace

QString tableText(const QAbstractItemModel &model, const QList<int> &rows, const QList<int> &columns,
                  int role, TextForm form)
{
    const QChar separator = form == TextForm::Tabs ? u'\t' : u',';
    const QString lineEnd = form == TextForm::Tabs ? QStringLiteral("\n") : QStringLiteral("\r\n");
    QString text;
    const auto addLine = [&](const auto &cell) {
        QStringList fields;
        for (const int column : columns)
            fields += field(cell(column), form);
        text += fields.join(separator) + lineEnd;
    };
    addLine([&](int column) { return model.headerData(column, Qt::Horizontal).toString(); });
    for (const int row : rows)
        addLine([&](int column) { return plain(model.index(row, column).data(role)); });
    return text;
}

} // namespace onset
