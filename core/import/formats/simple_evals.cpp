#include "core/import/formats/json_scores.h"
#include "core/import/read/import_text.h"

#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

/// The metrics that OpenAI's simple-evals writes of one model on one evaluation: a mean score, spreads
/// "…:std", lengths of answers and means over groups of items. What was asked of which model stands in the
/// file's name only, "<evaluation>_<model>.json".
namespace onset::simple_evals {

using namespace Qt::StringLiterals;

namespace {

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json();
    const auto isSpread = [](const json::Value &value) { return value.key().ends_with(":std"); };
    return root["score"].isNumber() &&
           std::all_of(root.begin(), root.end(), [](const json::Value &value) { return value.isNumber(); }) &&
           std::any_of(root.begin(), root.end(), isSpread);
}

Result<> read(ImportFile &file)
{
    static const QRegularExpression parts(
        u"^(?<eval>[^_]+)_(?<model>.+?)(?:_DEBUG)?(?:_\\d{8}_\\d{6})?(?:_DEBUG)?$"_s);
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    const json::Value root = document->root();
    const auto name = parts.match(QFileInfo(file.path).completeBaseName());
    if (!name.hasMatch())
        return file.refuseWhole(
            root.path(), u"model"_s,
            ImportText::tr("is not said: the file is not named <evaluation>_<model>.json"));
    const std::string task = name.captured(u"eval"_s).toStdString();
    const PlacedModel model = modelBySize(name.captured(u"model"_s).toStdString());
    file.models.add({model.family, model.name});
    file.tasks.add({task});
    Row row = model.row();
    row.benchmark = row.task = task;
    const QString metric = task == "drop" ? u"F1"_s : task == "humaneval" ? u"pass@1"_s : u"accuracy"_s;
    JsonScores scores(file, 1);
    if (auto stored = scores.store({root["score"], metricNamed(metric)}, row); !stored)
        return stored;
    scores.addNotes();
    QStringList others;
    for (const json::Value value : root) {
        if (value.key() != "score" && !value.key().ends_with(":std"))
            others << QString::fromUtf8(value.key());
    }
    file.report.notes << ImportText::tr("The file's name says the evaluation, “%1”, and the model, “%2”.")
                             .arg(QString::fromStdString(task), QString::fromStdString(model.name));
    if (!others.isEmpty())
        file.report.notes << ImportText::tr("Lengths and means over groups of items, left out: %1.")
                                 .arg(others.join(u", "_s));
    return {};
}

} // namespace

Format format() { return {.name = u"simple-evals"_s, .recognises = recognises, .read = read}; }

} // namespace onset::simple_evals
