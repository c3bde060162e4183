#include "core/import/formats/lm_eval.h"
#include "core/import/names/checkpoint_name.h"
#include "core/import/names/known_models.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <cmath>

namespace onset::lm_eval {

using namespace Qt::StringLiterals;

namespace {

/// The value of a key in "pretrained=gpt2,revision=main"; empty when it has none.
std::string_view argument(std::string_view list, std::string_view key)
{
    while (!list.empty()) {
        const auto comma = list.find(',');
        const std::string_view pair = list.substr(0, comma);
        if (const auto equals = pair.find('=');
            equals != std::string_view::npos && pair.substr(0, equals) == key)
            return pair.substr(equals + 1);
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    return {};
}

/// One of the arguments of the model, which are a text or an object.
std::string_view argument(const json::Value &arguments, std::string_view key)
{
    return arguments.isString() ? argument(arguments.text(), key) : arguments[key].text();
}

/// A name of its own, and no mere size as in "huggingface/7B".
bool isLabel(std::string_view name)
{
    static const QRegularExpression size(u"^\\d+(\\.\\d+)?[kmbt]?$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    return !name.empty() && !size.match(QString::fromUtf8(name)).hasMatch();
}

/// A model's name in the path of its results: the folder when the file's name begins with it, else the file's
/// name up to the remarks that the harness and its users put behind it.
QString labelOf(const QString &path)
{
    static const QRegularExpression remarks(
        u"[-_](eval[-_]results|eval|harness|results|\\d+-?shot|(global[-_]?)?step_?\\d).*$"_s);
    const QFileInfo about(path);
    const QString folder = about.dir().dirName(), file = about.completeBaseName();
    if (!folder.isEmpty() && file.startsWith(folder) && isLabel(folder.toStdString()))
        return folder;
    QString label = file;
    label.remove(remarks);
    const bool says = !label.isEmpty() && !label.startsWith(u"results") && !label.startsWith(u"bslmeval");
    return says ? label : folder;
}

/// A checkpoint of GPT-NeoX is a path: the folder of a suite, then of checkpoints, then of one model.
std::string neoxName(std::string_view path)
{
    std::string name(lastPart(path));
    if (path.find("/pythia/") != std::string_view::npos)
        name.insert(0, "pythia-");
    return name;
}

/// The name that the file states, and the checkpoint in it; else the path's.
CheckpointName nameOf(const json::Value &root, const json::Value &arguments, const QString &path)
{
    // an adapter on another's weights is a model of its own
    for (const std::string_view stated :
         {argument(arguments, "peft"), argument(arguments, "delta"), root["model_name"].text(),
          argument(arguments, "pretrained"), argument(arguments, "model"), root["model"].text()}) {
        CheckpointName name = checkpointIn(stated);
        if (!name.model.empty() && (name.isPath || isLabel(name.model)))
            return name;
    }
    if (const std::string_view load = argument(arguments, "load"); arguments.isObject() && !load.empty())
        return {.model = neoxName(load)};
    if (const std::string_view settings = arguments["config_files"].at(0).key(); isLabel(settings))
        return {.model = std::string(settings)};
    return {.model = labelOf(path).toStdString()};
}

std::string checkpointOf(const json::Value &root, const json::Value &arguments, const CheckpointName &name,
                         const QString &path)
{
    if (const json::Value iteration = arguments["iteration"]; iteration.isNumber())
        return "step" + QString::number(iteration.number(), 'f', 0).toStdString();
    for (const std::string_view revision :
         {root["config"]["model_revision"].text(), argument(arguments, "revision")}) {
        if (!revision.empty() && revision != "main")
            return std::string(revision);
    }
    if (!name.checkpoint.empty() || !argument(arguments, "pretrained").empty() ||
        !root["config"]["model_revision"].text().empty())
        return name.checkpoint;
    static const QRegularExpression step(u"step_?(\\d+)"_s);
    const auto found = step.match(QFileInfo(path).completeBaseName());
    return found.hasMatch() ? "step" + found.captured(1).toStdString() : std::string();
}

/// The step of a checkpoint, also where tokens stand behind it; NaN when it has none.
double stepIn(const std::string &checkpoint)
{
    if (isOfLaterStage(checkpoint))
        return Row::unknown;
    const double step = stepOf(checkpoint);
    return std::isnan(step) ? stepOf(checkpointIn(checkpoint).checkpoint) : step;
}

} // namespace

void Model::fill(Row &row) const
{
    row.family = family;
    row.model = name;
    row.checkpoint = checkpoint;
    row.parameters = parameters;
    row.tokens = tokens;
    row.flops = flops;
    row.flopsOrigin = std::isnan(flops) ? std::string_view() : "reported";
    row.parametersOrigin = parametersOrigin;
    row.tokensOrigin = tokensOrigin;
}

Model modelOf(const json::Value &root, const QString &path)
{
    const json::Value config = root["config"];
    const json::Value arguments = config["model_args"] ? config["model_args"] : root["model_args"];
    const CheckpointName name = nameOf(root, arguments, path);
    Model model{.name = name.model, .checkpoint = checkpointOf(root, arguments, name, path)};
    if (const double stated = config["model_num_parameters"].number(); std::isfinite(stated) && stated > 0)
        model.parameters = stated;
    model.tokens = model.checkpoint == name.checkpoint ? name.tokens : tokensOf(model.checkpoint);
    if (!std::isnan(model.tokens))
        model.tokensOrigin = kFromName;
    const KnownModel *const known = knownModel(model.name);
    // a mere size is a model of the folder above
    model.family = known ? known->family.toStdString()
                   : isLabel(model.name) || name.folder.empty()
                       ? familyByName(QString::fromStdString(model.name)).toStdString()
                       : name.folder;
    if (!known)
        return model;
    if (std::isnan(model.parameters)) {
        model.parameters = known->parameters;
        model.parametersOrigin = kFromTable;
    }
    if (model.checkpoint.empty()) {
        model.tokens = known->tokens;
        model.tokensOrigin = kFromTable;
        model.flops = known->flops;
        return model;
    }
    // a run with another batch size says how many steps it has; step 0 has seen nothing, which no scale shows
    const double steps = arguments["train_iters"].number();
    const double tokensPerStep = steps > 0 ? known->tokens / steps : known->tokensPerStep;
    const double tokens = stepIn(model.checkpoint) * tokensPerStep;
    if (std::isnan(model.tokens) && tokens > 0) {
        model.tokens = tokens;
        model.tokensOrigin = kFromTable;
    }
    return model;
}

} // namespace onset::lm_eval
