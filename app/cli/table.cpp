#include "app/cli/table.h"

#include "app/cli/command.h"
#include "core/base/write_file.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

constexpr int kExactDigits = QLocale::FloatingPointShortest; // as many as read back as the same number
constexpr int kReadingDigits = 5;

QJsonValue value(const Cell &cell)
{
    if (const auto *text = std::get_if<QString>(&cell))
        return *text;
    if (const auto *number = std::get_if<double>(&cell))
        return std::isfinite(*number) ? QJsonValue(*number) : QJsonValue(plainText(cell, kExactDigits));
    if (const auto *count = std::get_if<qint64>(&cell))
        return *count;
    return QJsonValue::Null;
}

bool isStdout(const QString &path) { return path.isEmpty() || path == u'-'; }

} // namespace

Cell number(double value) { return std::isnan(value) ? Cell{} : Cell{value}; }

Cell name(const QString &text) { return text.isEmpty() ? Cell{} : Cell{text}; }

QByteArray json(const Table &table)
{
    QJsonArray rows;
    for (const std::vector<Cell> &row : table.rows) {
        QJsonObject object;
        for (std::size_t i = 0; i < row.size(); ++i)
            object.insert(table.columns[qsizetype(i)], value(row[i]));
        rows.append(object);
    }
    return QJsonDocument(rows).toJson();
}

QByteArray aligned(const Table &table)
{
    struct Column
    {
        qsizetype width = 0;
        bool text = false; // names to the left, numbers to the right
    };
    std::vector<Column> columns(std::size_t(table.columns.size()));
    for (const std::vector<Cell> &row : table.rows) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            columns[i].width = std::max(columns[i].width, plainText(row[i], kReadingDigits).size());
            columns[i].text |= std::holds_alternative<QString>(row[i]);
        }
    }

    QByteArray out;
    QString text; // of one line
    const auto line = [&](const auto &field) {
        text.resize(0);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i].width == 0)
                continue;
            const QString &cell = field(i);
            const qsizetype width = std::max(columns[i].width, table.columns[qsizetype(i)].size());
            const qsizetype gap = std::max<qsizetype>(0, width - cell.size());
            if (!columns[i].text)
                text.resize(text.size() + gap, u' ');
            text += cell;
            text.resize(text.size() + (columns[i].text ? gap : 0) + 2, u' ');
        }
        while (text.endsWith(u' '))
            text.chop(1);
        out += text.toUtf8() + '\n';
    };
    line([&](std::size_t i) { return table.columns[qsizetype(i)]; });
    for (const std::vector<Cell> &row : table.rows)
        line([&](std::size_t i) { return plainText(row[i], kReadingDigits); });
    return out;
}

void addFormatOption(CLI::App &parser, std::string &format)
{
    parser.add_option("--format", format, help(Words::tr("How to print: table, csv or json")))
        ->check(CLI::IsMember({"table", "csv", "json"}))
        ->capture_default_str();
}

void addOutputOption(CLI::App &parser, std::string &output)
{
    parser.add_option("-o,--output", output, help(Words::tr("File to write; - or none: standard output")));
}

void addThreadsOption(CLI::App &parser, int &threads)
{
    parser.add_option("--threads", threads, help(Words::tr("Threads to use; all processors if omitted")))
        ->check(CLI::Range(1, 1024));
}

QByteArray formatted(const Table &table, const std::string &format)
{
    return format == "csv" ? csv(table) : format == "json" ? json(table) : aligned(table);
}

Result<> write(const QByteArray &bytes, const QString &path)
{
    if (!isStdout(path))
        return writeFile(path, bytes);
    QFile file;
    if (file.open(stdout, QIODevice::WriteOnly | QIODevice::Unbuffered) && writeAll(file, bytes) &&
        file.flush())
        return {};
    if (file.errorString() == qt_error_string(EPIPE))
        return {}; // the reader has seen enough, as `head` does
    return failure(Code::Io, Words::tr("Standard output cannot be written: %1.").arg(file.errorString()));
}

} // namespace onset::cli
