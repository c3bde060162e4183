#include "core/import/formats/json_scores.h"
#include "core/import/names/placed_model.h"
#include "core/import/read/format.h"
#include "core/import/read/import_text.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

/// The scores of one model on a set of programming problems, as BigScience published them for HumanEval:
/// {"pass@1": …, "pass@10": …}. Model, problems and temperature stand in the path only: the folder is the
/// model, "humaneval_temp02" the problems and a setting.
namespace onset::pass_at_k {

using namespace Qt::StringLiterals;

namespace {

/// "humaneval_temp02": the problems and the temperature, 0.2 without its point.
struct Asked
{
    QString problems;
    QString decoding = {}; ///< "temperature 0.2"; empty: not said
};

Asked askedBy(const QString &name)
{
    static const QRegularExpression temperature(u"[-_]?temp(?:erature)?[-_=]?(\\d)[.p]?(\\d*)"_s,
                                                QRegularExpression::CaseInsensitiveOption);
    const auto found = temperature.match(name);
    Asked asked{.problems = name};
    if (found.hasMatch()) {
        asked.problems = name.left(found.capturedStart());
        const QString digits = found.captured(2).isEmpty() ? u"0"_s : found.captured(2);
        asked.decoding = u"temperature "_s + found.captured(1) + u'.' + digits;
    }
    if (asked.problems.isEmpty() || asked.problems.compare(u"humaneval", Qt::CaseInsensitive) == 0)
        asked.problems = u"HumanEval"_s;
    return asked;
}

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json();
    const auto isScore = [](const json::Value &value) {
        return value.key().starts_with("pass@") && value.isNumber();
    };
    return root.isObject() && root.size() > 0 && std::all_of(root.begin(), root.end(), isScore);
}

Result<> read(ImportFile &file)
{
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    const QFileInfo about(file.path);
    const PlacedModel model = placedModel(about.absoluteDir().dirName().toStdString());
    if (model.name.empty())
        return file.refuseWhole(document->root().path(), u"model"_s,
                                ImportText::tr("is not said: no folder names it"));
    const Asked asked = askedBy(about.completeBaseName());
    const std::string problems = asked.problems.toStdString(), decoding = asked.decoding.toStdString();
    file.models.add({model.family, model.name});
    file.tasks.add({problems});
    Row row = model.row();
    row.benchmark = row.task = problems;
    row.decoding = decoding;
    JsonScores scores(file, document->root().size());
    for (const json::Value score : document->root()) {
        if (auto stored = scores.store({score, metricNamed(QString::fromUtf8(score.key()))}, row); !stored)
            return stored;
    }
    scores.addNotes();
    file.report.notes << ImportText::tr("The path says the model, “%1”, and what it was asked: %2.")
                             .arg(QString::fromStdString(model.name),
                                  asked.decoding.isEmpty() ? asked.problems
                                                           : asked.problems + u", "_s + asked.decoding);
    return {};
}

} // namespace

Format format() { return {.name = QStringLiteral("pass-at-k"), .recognises = recognises, .read = read}; }

} // namespace onset::pass_at_k
