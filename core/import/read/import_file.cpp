#include "core/import/read/import_file.h"

#include "core/import/read/import_text.h"
#include "core/import/read/number.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cmath>

namespace onset {

using namespace Qt::StringLiterals;

void Distinct::add(std::initializer_list<std::string_view> names)
{
    m_key.clear();
    for (const std::string_view name : names)
        m_key.append(name).push_back('\0');
    if (m_key != m_last) {
        m_seen.insert(m_key);
        m_last.swap(m_key);
    }
}

QString placeOf(qint64 line) { return ImportText::tr("line %1").arg(line); }

Result<bool> ImportFile::store(Row row, const QString &where)
{
    for (std::string_view *part :
         {&row.family, &row.model, &row.checkpoint, &row.benchmark, &row.task, &row.metric, &row.strategy,
          &row.decoding, &row.reference, &row.note, &row.source})
        *part = trimmed(*part);
    const bool placed = !row.reference.empty() || !(row.family.empty() || row.model.empty());
    const bool asked =
        std::isnan(row.value) || !(row.benchmark.empty() || row.task.empty() || row.metric.empty());
    if (!placed || !asked)
        return refuse(where.isEmpty() ? placeOf(row.line) : where, placed ? u"task"_s : u"model"_s,
                      ImportText::tr("is empty"))
            .map([] { return false; });
    const auto verdict = writer.add(row);
    if (!verdict)
        return tl::unexpected(verdict.error());
    repeated += verdict->repeated;
    if (!verdict->remark.isEmpty() && std::ssize(report.remarks) < kMaxReported)
        report.remarks.push_back({name, where.isEmpty() ? placeOf(row.line) : where,
                                  QStringLiteral("chance_level"), verdict->remark});
    if (verdict->reason.isEmpty()) {
        ++report.accepted;
        return true;
    }
    const QString reason =
        standing.isEmpty() ? verdict->reason : verdict->reason + QStringLiteral("; ") + standing;
    return refuse(where.isEmpty() ? placeOf(row.line) : where, verdict->column, reason).map([] {
        return false;
    });
}

Result<> ImportFile::refuse(const QString &where, const QString &column, const QString &reason)
{
    ++report.refusedCount;
    const Refusal refusal{name, where, column, reason};
    if (report.refusedCount <= kMaxReported)
        report.refused.push_back(refusal);
    return writer.refuse(refusal);
}

Result<> ImportFile::refuse(qint64 line, const QString &column, const QString &reason)
{
    return refuse(placeOf(line), column, reason);
}

Result<> ImportFile::refuseWhole(const QString &where, const QString &column, const QString &reason)
{
    ++report.read;
    return refuse(where, column, reason);
}

Result<> ImportFile::cancelled() const
{
    return failure(Code::Cancelled,
                   ImportText::tr("The import of “%1” was stopped; nothing was stored.").arg(name));
}

Result<json::Document> ImportFile::json()
{
    auto document = json::Document::read(device, name);
    if (document && document->replaced() > 0)
        report.notes << ImportText::tr(
                            "Members that occur twice: %1, the first of them %2; the last one counts.")
                            .arg(document->replaced())
                            .arg(document->firstReplaced());
    return document;
}

std::optional<json::Document> ImportFile::beside(const QString &fileName) const
{
    const QFileInfo about(QFileInfo(path).dir(), fileName);
    QFile file(about.filePath());
    if (!about.isFile() || about.isSymLink() || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    auto document = json::Document::read(file, fileName);
    return document ? std::optional(std::move(*document)) : std::nullopt;
}

QString faultOf(const DelimitedReader &reader, std::size_t columns)
{
    switch (reader.fault()) {
    case DelimitedReader::Fault::Encoding:
        return ImportText::tr("is not UTF-8 text");
    case DelimitedReader::Fault::Nul:
        return ImportText::tr("holds a NUL byte");
    case DelimitedReader::Fault::Quote:
        return ImportText::tr("has text after a closing quote");
    case DelimitedReader::Fault::Unclosed:
        return ImportText::tr("has a quote that is never closed");
    case DelimitedReader::Fault::None:
        break;
    }
    if (reader.fields().size() != columns)
        return ImportText::tr("has %1 fields where the first line has %2")
            .arg(reader.fields().size())
            .arg(columns);
    return {};
}

Result<> checkHeader(const DelimitedReader &reader, const QString &name)
{
    const QString fault = faultOf(reader, reader.fields().size());
    if (fault.isEmpty())
        return {};
    return failure(
        Code::BadInput,
        ImportText::tr("“%1” cannot be read: its first line, which names the columns, %2.").arg(name, fault));
}

} // namespace onset
