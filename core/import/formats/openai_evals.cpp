#include "core/import/formats/json_scores.h"
#include "core/import/names/known_models.h"
#include "core/import/read/import_text.h"

#include <cmath>

/// Logs of OpenAI's evals in JSON Lines: the first line says what was asked of which model, one of the others
/// is the final report, and the rest are single samples.
namespace onset::openai_evals {

using namespace Qt::StringLiterals;

namespace {

/// Of the accuracy, by resampling; as the program spells it, and as it should be.
double errorOf(const json::Value &report)
{
    const json::Value spread = report["bootstrap_std"] ? report["bootstrap_std"] : report["boostrap_std"];
    return spread.number();
}

bool isScore(const Metric &metric) { return std::isfinite(metric.low) || std::isfinite(metric.high); }

bool recognises(const Outline &outline)
{
    const json::Value spec = outline.firstLine()["spec"];
    return spec["eval_name"].isString() && spec["completion_fns"].isArray();
}

Result<> readReport(ImportFile &file, const json::Value &report, Row row)
{
    JsonScores scores(file, report.size());
    QStringList others;
    for (const json::Value value : report) {
        const Metric metric = metricNamed(QString::fromUtf8(value.key()));
        if (!isScore(metric) && value.key() != "score") {
            others << QString::fromUtf8(value.key());
            continue;
        }
        const JsonScore score{value, metric, metric.name == u"accuracy" ? errorOf(report) : Row::unknown};
        if (auto stored = scores.store(score, row); !stored)
            return stored;
    }
    scores.addNotes();
    if (!others.isEmpty())
        file.report.notes << ImportText::tr("Numbers of the final report that are no scores, left out: %1.")
                                 .arg(others.join(u", "_s));
    return {};
}

Result<> read(ImportFile &file)
{
    constexpr qint64 mostBytes = qint64{1} << 20; // of a line that is of use: those of samples may be longer
    std::optional<json::Document> spec, report;
    for (qint64 line = 1; !file.device.atEnd(); ++line) {
        if (line % 1024 == 0 &&
            !file.proceed(static_cast<double>(file.device.pos()) / static_cast<double>(file.device.size())))
            return file.cancelled();
        const QByteArray text = file.device.readLine(mostBytes);
        if (!text.contains("\"final_report\"") && !(line == 1 && text.contains("\"spec\"")))
            continue;
        auto document = json::Document::parse(text, file.name);
        if (!document)
            return tl::unexpected(document.error());
        if (document->root()["spec"])
            spec = std::move(*document);
        else if (document->root()["final_report"].isObject())
            report = std::move(*document);
    }
    if (!spec || !report) {
        file.report.notes << ImportText::tr("The run did not end: there is no final report.");
        return {};
    }
    const json::Value about = spec->root()["spec"];
    const std::string_view task = about["base_eval"] ? about["base_eval"].text() : about["eval_name"].text();
    const PlacedModel model = modelBySize(lastPart(about["completion_fns"].at(0).text()));
    file.models.add({model.family, model.name});
    file.tasks.add({task});
    Row row = model.row();
    row.benchmark = row.task = task;
    return readReport(file, report->root()["final_report"], row);
}

} // namespace

Format format() { return {.name = u"openai-evals"_s, .recognises = recognises, .read = read}; }

} // namespace onset::openai_evals
