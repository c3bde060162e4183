#include "core/store/export.h"

#include "core/store/result_reader.h"
#include "core/store/store_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

namespace onset {

namespace {

constexpr char kHeader[] =
    "model_family,model,checkpoint,params,train_tokens,train_flops,flops_origin,date,benchmark,"
    "task,strategy,shots,decoding,metric,value,stderr,n_examples,chance_level,reference,note,"
    "source\n";
constexpr int kColumns = 21;
constexpr int kModelColumns = 8; ///< the first of them

/// One row, field by field in the order of the header.
class Line
{
public:
    Line &text(const QString &text)
    {
        QByteArray field = text.toUtf8();
        const bool quoted =
            std::ranges::any_of(field,
                                [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; }) ||
            field.startsWith(' ') || field.endsWith(' ');
        if (quoted)
            field = '"' + field.replace("\"", "\"\"") + '"';
        return raw(field);
    }
    Line &number(double value)
    {
        std::array<char, 32> digits{};
        const char *const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        return std::isnan(value) ? skip(1)
                                 : raw({digits.data(), static_cast<qsizetype>(end - digits.data())});
    }
    Line &skip(int fields)
    {
        for (; fields > 0; --fields)
            raw({});
        return *this;
    }
    [[nodiscard]] QByteArray ended() const
    {
        Q_ASSERT(m_fields == kColumns);
        return m_bytes + '\n';
    }

private:
    Line &raw(QByteArrayView field)
    {
        if (m_fields++ > 0)
            m_bytes += ',';
        m_bytes += field;
        return *this;
    }

    QByteArray m_bytes;
    int m_fields = 0;
};

Line modelPart(const ModelInfo &model)
{
    Line line;
    line.text(model.family).text(model.model).text(model.checkpoint);
    line.number(model.parameters)
        .number(model.tokens)
        .number(model.flops)
        .text(model.flopsFrom.origin == QLatin1StringView(kFromUser) ? QStringLiteral("reported")
                                                                     : model.flopsFrom.origin)
        .text(model.date);
    return line;
}

/// Whether a row of the model alone says anything.
bool hasScale(const ModelInfo &model)
{
    return !std::isnan(model.parameters) || !std::isnan(model.tokens) || !std::isnan(model.flops) ||
           !model.date.isEmpty();
}

/// Without that of the bundled list, which would turn into what a file states.
double statedChance(const MeasureInfo &measure) { return measure.chanceListed ? kUnknown : measure.chance; }

QByteArray resultLine(ResultReader &reader, const ResultGroup &group, const ResultRow &row)
{
    const MeasureInfo &measure = reader.measure(group.measure);
    const Setting &setting = reader.setting(group.setting).parts;
    Line line = modelPart(reader.model(row.model));
    line.text(measure.key.benchmark).text(measure.key.task).text(setting.strategy);
    line.text(setting.shots ? QString::number(*setting.shots) : QString()).text(setting.decoding);
    line.text(measure.key.metric)
        .number(row.value)
        .number(row.standardError)
        .number(row.n)
        .number(statedChance(measure));
    return line.skip(1).text(row.note).text(reader.source(row.source)).ended();
}

QByteArray referenceLine(const MeasureInfo &measure, std::size_t which)
{
    Line line;
    line.skip(kModelColumns)
        .text(measure.key.benchmark)
        .text(measure.key.task)
        .skip(3)
        .text(measure.key.metric);
    line.number(measure.references[which].value)
        .skip(2)
        .number(statedChance(measure))
        .text(measure.references[which].label);
    return line.skip(1).text(measure.referenceSources[which]).ended();
}

} // namespace

Result<qint64> exportResults(const Workbook &workbook, const CurveFilter &filter, QIODevice &out,
                             Progress &progress)
{
    const sqlite::Snapshot snapshot(workbook.handle());
    ResultReader reader(workbook.handle());
    const Selection wanted{filter.family, filter.benchmark, filter.task,
                           filter.metric, filter.setting,   filter.source};
    const auto groups = reader.groups(wanted);
    if (!groups)
        return tl::unexpected(groups.error());

    qint64 written = 0;
    const auto write = [&](const QByteArray &line) -> Result<> {
        const QByteArray text = written++ == 0 ? QByteArray(kHeader) + line : line;
        if (out.write(text) != text.size())
            return failure(Code::Io, StoreText::tr("The results could not be written (%1); check the disk.")
                                         .arg(out.errorString()));
        return {};
    };
    Result<> done;
    std::set<qint64> scored, measures;
    for (std::size_t i = 0; i < groups->size() && done; ++i) {
        const ResultGroup &group = (*groups)[i];
        for (auto row = group.rows.begin(); row != group.rows.end() && done; ++row) {
            scored.insert(row->model);
            done = write(resultLine(reader, group, *row));
        }
        measures.insert(group.measure);
        progress.report(static_cast<double>(i + 1) / static_cast<double>(groups->size()));
        if (progress.cancelled())
            return failure(Code::Cancelled, StoreText::tr("The export was stopped."));
    }
    if (filter.family.isEmpty() && filter.setting.isEmpty() && filter.source.isEmpty()) {
        const auto more = reader.measuresWithReferences(wanted);
        if (!more)
            return tl::unexpected(more.error());
        measures.insert(more->begin(), more->end());
    }
    for (auto id = measures.begin(); id != measures.end() && done; ++id) {
        const MeasureInfo &measure = reader.measure(*id);
        for (std::size_t i = 0; i < measure.references.size() && done; ++i)
            done = write(referenceLine(measure, i));
    }
    if (done && filter == CurveFilter()) {
        const auto models = reader.models();
        if (!models)
            return tl::unexpected(models.error());
        for (auto id = models->begin(); id != models->end() && done; ++id) {
            const ModelInfo &model = reader.model(*id);
            if (!scored.contains(*id) && hasScale(model))
                done = write(modelPart(model).skip(kColumns - kModelColumns).ended());
        }
    }
    if (done && written == 0)
        return failure(Code::NotFound,
                       StoreText::tr("No results match; list the curves to see what there is."));
    return done.and_then([&] { return reader.done(); }).map([&] { return written; });
}

} // namespace onset
