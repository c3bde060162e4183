#include "core/import/names/checkpoint_name.h"

#include "core/import/names/known_models.h"
#include "core/import/read/number.h"

#include <QRegularExpression>
#include <QStringList>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

constexpr auto kAnyCase = QRegularExpression::CaseInsensitiveOption;

/// Steps, and the tokens behind them, as training programs write them.
const QString &stepPattern()
{
    static const QString pattern =
        uR"re((?:intermediate[-_])?(?:(?<stage>stage[-_]?\d+(?:[-_]ingredient[-_]?\d+)?)[-_])?(?:global[-_]?)?(?<unit>step|checkpoint|chkpt|ckpt|iteration|iter|epoch)s?[-_=.]?(?<count>\d{1,15})(?<thousand>k)?(?:[-_](?:tokens?[-_]?)?(?<tokens>\d{1,9}(?:\.\d{1,9})?[mbt])(?:[-_]?tokens?)?)?(?:[-_](?:hf|unsharded|bf16|fp16))*)re"_s;
    return pattern;
}

bool namesNothing(const QString &folder)
{
    static const QRegularExpression export_(
        uR"re(^(?:hf|hugging_?face)(?:_(?:model|ckpt|checkpoint|export|format|weights|unsharded))?$)re"_s);
    static const QRegularExpression state(
        uR"re(^(?:final|last|latest|best)(?:_(?:model|checkpoint|ckpt))?$)re"_s);
    static const QRegularExpression place(
        uR"re(^(?:models?|checkpoints?|ckpts?|weights|export(?:ed)?|converted|merged|outputs?|out|safetensors|pytorch_model(?:\.bin)?|model\.safetensors|consolidated|snapshots?|unsharded|transformers|torch|results|runs?|[0-9a-f]{40})$)re"_s);
    const QString name = folder.toLower().replace(u'-', u'_');
    return export_.match(name).hasMatch() || state.match(name).hasMatch() || place.match(name).hasMatch();
}

void take(CheckpointName &into, const QRegularExpressionMatch &found)
{
    if (!into.checkpoint.empty())
        return;
    QString count = found.captured(u"count"_s);
    while (count.size() > 1 && count.startsWith(u'0'))
        count.remove(0, 1);
    if (!found.captured(u"thousand"_s).isEmpty())
        count += u"000"_s;
    const QString stage = found.captured(u"stage"_s).toLower();
    const bool epochs = found.captured(u"unit"_s).toLower() == u"epoch";
    into.checkpoint =
        ((stage.isEmpty() ? QString() : stage + u'-') + (epochs ? u"epoch"_s : u"step"_s) + count)
            .toStdString();
    if (isOfLaterStage(stage.toStdString())) // whose tokens count from its own start
        return;
    if (const Number stated = parseCount(found.captured(u"tokens"_s).toUpper().toStdString());
        stated.fault == Number::Fault::None && stated.value > 0)
        into.tokens = stated.value;
}

/// "…-SPIN-iter3" is a model that was made in rounds, no checkpoint of a run.
bool isRound(const QRegularExpressionMatch &found)
{
    constexpr qsizetype fewestDigits = 3; // of a run's steps
    return found.captured(u"unit"_s).startsWith(u"iter", Qt::CaseInsensitive) &&
           found.captured(u"count"_s).size() < fewestDigits;
}

} // namespace

CheckpointName checkpointIn(std::string_view path)
{
    static const QRegularExpression whole(u'^' + stepPattern() + u'$', kAnyCase);
    static const QRegularExpression ending(u"^(?<model>.+?)[-_.]"_s + stepPattern() + u'$', kAnyCase);
    static const QRegularExpression bare(
        u"^(?<unit>)(?<stage>)(?<thousand>)(?<tokens>)(?<count>\\d{2,7})$"_s);
    CheckpointName name{.isPath = path.starts_with('/') || path.starts_with('.') || path.starts_with('~')};
    QStringList parts = QString::fromUtf8(path).replace(u'\\', u'/').split(u'/', Qt::SkipEmptyParts);
    parts.removeIf([](const QString &part) { return part == u"." || part == u".." || part == u"~"; });
    while (!parts.isEmpty()) {
        auto step = whole.match(parts.last());
        if (!step.hasMatch() && (name.isPath || parts.size() > 2))
            step = bare.match(parts.last());
        if (step.hasMatch())
            take(name, step);
        else if (!namesNothing(parts.last()))
            break;
        name.isPath = true;
        parts.removeLast();
    }
    if (parts.isEmpty())
        return name;
    QString model = parts.takeLast();
    if (model.startsWith(u"models--")) // the cache of a hub
        model = model.section(u"--"_s, -1);
    if (const auto step = ending.match(model);
        step.hasMatch() && (name.isPath || !isRound(step)) && !knownModel(model.toStdString())) {
        take(name, step);
        model = step.captured(u"model"_s);
    }
    name.model = model.toStdString();
    if (!parts.isEmpty())
        name.folder = parts.last().toStdString();
    return name;
}

bool isOfLaterStage(std::string_view checkpoint)
{
    static const QRegularExpression stage(u"(?:^|[-_])stage[-_]?0*(?:[2-9]|1\\d)"_s, kAnyCase);
    return stage.match(QString::fromUtf8(checkpoint)).hasMatch();
}

double tokensOf(std::string_view checkpoint)
{
    static const QRegularExpression stated(
        uR"re((?:^|[-_])(?:tokens?[-_]?(\d{1,9}(?:\.\d{1,9})?[mbt])|(\d{1,9}(?:\.\d{1,9})?[mbt])[-_]?tokens?)(?=$|[-_]))re"_s,
        kAnyCase);
    if (isOfLaterStage(checkpoint))
        return std::numeric_limits<double>::quiet_NaN();
    const auto found = stated.match(QString::fromUtf8(checkpoint));
    const Number count = parseCount((found.captured(1) + found.captured(2)).toUpper().toStdString());
    return count.fault == Number::Fault::None && count.value > 0 ? count.value
                                                                 : std::numeric_limits<double>::quiet_NaN();
}

} // namespace onset
