#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace onset::test {

/// A CSV file as RFC 4180 has it, read without any of the program's own code: a judge of what it writes.
struct Csv
{
    QStringList header;
    QList<QStringList> rows;

    [[nodiscard]] QString at(qsizetype row, const char *column) const
    {
        return rows[row].value(header.indexOf(QLatin1StringView(column)));
    }
    /// NaN when the field is empty or no number.
    [[nodiscard]] double number(qsizetype row, const char *column) const
    {
        bool ok = false;
        const double value = at(row, column).toDouble(&ok);
        return ok ? value : qQNaN();
    }
};

[[nodiscard]] inline Csv readCsv(const QByteArray &bytes)
{
    QList<QStringList> records;
    QStringList record;
    QString field;
    bool quoted = false;
    const QString text = QString::fromUtf8(bytes);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quoted && c == u'"' && i + 1 < text.size() && text[i + 1] == u'"')
            field += text[i++];
        else if (c == u'"')
            quoted = !quoted;
        else if (!quoted && (c == u',' || c == u'\n')) {
            record << field;
            field.clear();
            if (c == u'\n')
                records << std::exchange(record, {});
        } else {
            field += c;
        }
    }
    if (!records.isEmpty()) {
        const QStringList header = records.takeFirst();
        return {header, records};
    }
    return {};
}

} // namespace onset::test
