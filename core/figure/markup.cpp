#include "core/figure/markup.h"

#include "core/figure/latex_text.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace onset {

namespace {

/// A number to read: its digits, and the power of ten that they are multiplied by; 0: none.
struct Reading
{
    QString digits;
    int power = 0;
};

Reading reading(double value)
{
    const double size = std::abs(value);
    if (value == 0 || (size >= 1e-3 && size < 1e5))
        return {QString::number(value, 'g', size < 1000 ? 3 : 5)};
    const QString text = QString::number(value, 'e', 1);
    return {text.section(u'e', 0, 0), text.section(u'e', 1, 1).toInt()};
}

QString markdownText(QString text)
{
    for (const char16_t special : {u'\\', u'|', u'*', u'<', u'`'})
        text.replace(QChar(special), u'\\' + QString(QChar(special)));
    return text.simplified();
}

QString markdownNumber(double value)
{
    if (std::isinf(value))
        return value > 0 ? u"∞"_s : u"−∞"_s;
    static constexpr QStringView raised = u"⁰¹²³⁴⁵⁶⁷⁸⁹";
    const auto [digits, power] = reading(value);
    QString text = digits;
    if (power != 0) {
        text += power < 0 ? u" × 10⁻"_s : u" × 10"_s;
        for (const QChar digit : QString::number(std::abs(power)))
            text += raised[digit.digitValue()];
    }
    return text.replace(u'-', u'−');
}

QString latexNumber(double value)
{
    if (std::isinf(value))
        return value > 0 ? u"$\\infty$"_s : u"$-\\infty$"_s;
    const auto [digits, power] = reading(value);
    return power == 0 ? u"$%1$"_s.arg(digits) : u"$%1\\times10^{%2}$"_s.arg(digits).arg(power);
}

struct Markup
{
    QString (*text)(QString);
    QString (*number)(double);
};

QString field(const Cell &cell, const Markup &markup)
{
    if (const auto *text = std::get_if<QString>(&cell))
        return markup.text(*text);
    if (const auto *value = std::get_if<double>(&cell))
        return markup.number(*value);
    if (const auto *count = std::get_if<qint64>(&cell))
        return markup.number(double(*count));
    return {};
}

/// A table's columns that have a value, in the words of a markup.
struct Fields
{
    QStringList columns;
    std::vector<bool> text; ///< to the left; numbers to the right
    std::vector<QStringList> rows;
};

Fields fieldsOf(const Table &table, const Markup &markup)
{
    Fields fields;
    fields.rows.resize(table.rows.size());
    for (std::size_t column = 0; column < std::size_t(table.columns.size()); ++column) {
        bool used = false, text = false;
        for (const std::vector<Cell> &row : table.rows) {
            used |= !std::holds_alternative<std::monostate>(row[column]);
            text |= std::holds_alternative<QString>(row[column]);
        }
        if (!used)
            continue;
        fields.columns << markup.text(table.columns[qsizetype(column)]);
        fields.text.push_back(text);
        for (std::size_t row = 0; row < table.rows.size(); ++row)
            fields.rows[row] << field(table.rows[row][column], markup);
    }
    return fields;
}

} // namespace

QByteArray markdown(const Table &table, const QStringList &below)
{
    const Fields fields = fieldsOf(table, {markdownText, markdownNumber});
    const auto line = [](const QStringList &cells) { return u"| "_s + cells.join(u" | "_s) + u" |\n"_s; };
    QStringList rules;
    for (const bool text : fields.text)
        rules << (text ? u":--"_s : u"--:"_s);
    QString out = line(fields.columns) + line(rules);
    for (const QStringList &row : fields.rows)
        out += line(row);
    for (const QString &paragraph : below)
        if (!paragraph.isEmpty())
            out += u'\n' + markdownText(paragraph) + u'\n';
    return out.toUtf8();
}

QByteArray latex(const Table &table, const QString &legend, const QString &below)
{
    const Fields fields =
        fieldsOf(table, {[](QString text) { return latexText(text.simplified()); }, latexNumber});
    const auto line = [](const QStringList &cells) { return cells.join(u" & "_s) + u" \\\\\n"_s; };
    QString columns;
    for (const bool text : fields.text)
        columns += text ? u'l' : u'r';
    QString out = u"% needs \\usepackage{booktabs}\n% %1\n\\begin{tabular}{%2}\n\\toprule\n"_s;
    out = out.arg(legend.simplified(), columns);
    out += line(fields.columns) + u"\\midrule\n"_s;
    for (const QStringList &row : fields.rows)
        out += line(row);
    out += u"\\bottomrule\n"_s;
    if (!below.isEmpty())
        out += u"\\multicolumn{%1}{l}{%2} \\\\\n"_s.arg(fields.columns.size()).arg(latexText(below));
    if (out.contains(u"\\onsetchar"_s))
        out.prepend(kLatexOtherCharacters + u'\n');
    return (out + u"\\end{tabular}\n"_s).toUtf8();
}

} // namespace onset
