#include "core/figure/captions.h"

#include "core/figure/figure_text.h"
#include "core/figure/quantity_text.h"
#include "core/figure/tally.h"
#include "core/fit/curves/rival.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <set>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr qsizetype kMostSources = 4; // named in a caption; the rest is counted

QString scoreText(double score, bool percent)
{
    return percent ? FigureText::tr("%1 %").arg(score * 100, 0, 'f', 1) : QString::number(score, 'g', 4);
}

QString sourcesSentence(const std::set<QString> &sources)
{
    QStringList named(sources.begin(), sources.end());
    if (named.isEmpty())
        return {};
    const qsizetype more = named.size() - kMostSources;
    if (more > 0)
        named = named.first(kMostSources) << FigureText::tr("and %1 more").arg(more);
    return FigureText::tr("Data: %1.").arg(named.join(u"; "_s));
}

QString list(const std::set<QString> &words)
{
    return QStringList(words.begin(), words.end()).join(FigureText::tr(", or "));
}

/// Which rivals are drawn and how they were fitted.
QString fitSentence(const FigureSpec &spec, const Tally &tally)
{
    QString sentence =
        spec.fit.model
            ? FigureText::tr("Fits: %1").arg(modelInWords(*spec.fit.model))
            : FigureText::tr("Fits: of each curve the rival of smallest AICc (%1)").arg(list(tally.rivals));
    if (tally.floorsAtChance && !tally.rivals.empty())
        sentence += FigureText::tr(" with its floor at chance");
    if (!tally.noises.empty())
        sentence += FigureText::tr(", by maximum likelihood; noise %1").arg(list(tally.noises));
    return sentence + u'.';
}

/// Over all curves of a panel.
fit::ForecastScore forecastOf(const PanelContent &panel)
{
    std::vector<fit::Prediction> all;
    for (const CurveContent &curve : panel.curves)
        all.insert(all.end(), curve.forecast.begin(), curve.forecast.end());
    return fit::score(all, {0, std::numeric_limits<double>::infinity()});
}

bool isProportion(const PanelContent &panel)
{
    return std::ranges::all_of(panel.curves,
                               [](const CurveContent &curve) { return curve.curve.metric.proportion; });
}

} // namespace

QString forecastError(const PanelContent &panel)
{
    const double error = forecastOf(panel).meanAbsoluteError;
    if (std::isnan(error))
        return {};
    return isProportion(panel) ? FigureText::tr("%1 points").arg(error * 100, 0, 'f', 1)
                               : QString::number(error, 'g', 3);
}

QString forecastSentence(const PanelContent &panel)
{
    const fit::ForecastScore score = forecastOf(panel);
    if (!panel.spec.cutoff || score.predictions == 0)
        return {};
    QString sentence = FigureText::tr("Held out beyond %1: %2 results, foretold %3 off on average")
                           .arg(scaleUnit(panel.spec.x).arg(scaleText(panel.spec.x, *panel.spec.cutoff)))
                           .arg(score.predictions)
                           .arg(forecastError(panel));
    if (score.intervals > 0)
        sentence += FigureText::tr("; %1 of %2 lie in their 95 % intervals")
                        .arg(qRound(score.coverage * score.intervals))
                        .arg(score.intervals);
    return sentence + u'.';
}

QString modelInWords(fit::Model model) { return FigureText::tr(fit::rivalOf(model).words); }

QString modelTitle(fit::Model model) { return FigureText::tr(fit::rivalOf(model).title); }

QString modelTip(fit::Model model) { return FigureText::tr(fit::rivalOf(model).tip); }

QString noiseInWords(fit::Noise noise)
{
    switch (noise) {
    case fit::Noise::Gaussian:
        return FigureText::tr("normal with one variance");
    case fit::Noise::StatedError:
        return FigureText::tr("normal with the stated errors and scatter between models");
    case fit::Noise::Binomial:
        return FigureText::tr("binomial");
    case fit::Noise::ExtraScatter:
        return FigureText::tr("binomial with scatter between models");
    case fit::Noise::BetaBinomial:
        return FigureText::tr("beta-binomial");
    }
    return {};
}

QString powerOfTen(int exponent)
{
    static const QString digits = u"⁰¹²³⁴⁵⁶⁷⁸⁹"_s;
    QString text = QString::number(std::abs(exponent));
    for (QChar &c : text)
        c = digits[c.digitValue()];
    return (exponent < 0 ? u"10⁻"_s : u"10"_s) + text;
}

QString countText(double count)
{
    if (!std::isfinite(count))
        return FigureText::tr("unknown");
    if (std::abs(count) < 1e5)
        return QString::number(count, 'g', 5);
    const QString text = QString::number(count, 'e', 2);
    QString mantissa = text.section(u'e', 0, 0);
    while (mantissa.endsWith(u'0'))
        mantissa.chop(1);
    if (mantissa.endsWith(u'.'))
        mantissa.chop(1);
    const QString power = powerOfTen(text.section(u'e', 1, 1).toInt());
    return mantissa == u"1" ? power : mantissa + u" × "_s + power;
}

QString statusSentence(fit::Status status)
{
    switch (status) {
    case fit::Status::Converged:
        return {};
    case fit::Status::AtBound:
        return FigureText::tr(
            "A parameter stands at the edge of its allowed range, so the models do not determine it.");
    case fit::Status::TooFewPoints:
        return FigureText::tr(
            "There are fewer places on the axis than the curve has free parameters, so none is fitted.");
    case fit::Status::NotFinite:
        return FigureText::tr(
            "The models do not spread along the axis or a score is no number, so no curve is fitted.");
    case fit::Status::UnsuitedNoise:
        return FigureText::tr(
            "The noise asked for needs numbers of questions or standard errors that are not "
            "known, so no curve is fitted.");
    case fit::Status::EmptyBox:
        return FigureText::tr("No curve goes from the given floor to the given ceiling with a change that is "
                              "allowed, so none is fitted.");
    }
    return {};
}

QString caption(const FigureContent &content)
{
    const FigureSpec &spec = content.spec;
    const Tally tally = tallyOf(content);
    QStringList sentences;
    if (const QString sources = sourcesSentence(tally.sources); !sources.isEmpty())
        sentences << sources;
    sentences << FigureText::tr("Curves: %1; models: %2; results: %3.")
                     .arg(tally.curves)
                     .arg(tally.models.size())
                     .arg(tally.points);
    if (spec.layers.errorBars && tally.bars > 0)
        sentences << FigureText::tr(
            "Bars: 95 % intervals (Wilson where the questions are counted, else 1.96 standard "
            "errors).");
    if (spec.layers.fits && tally.curves > 0)
        sentences << fitSentence(spec, tally);
    if (spec.layers.fits && tally.throughLens)
        sentences << FigureText::tr(
            "Fits are made of the scores as measured and drawn on the same vertical axis.");
    if (tally.bands > 0)
        sentences << FigureText::tr("Bands: pointwise 95 %, parametric bootstrap, %1 replicates, seed %2.")
                         .arg(QLocale::c().toString(spec.fit.replicates))
                         .arg(spec.fit.seed);
    if (tally.failed > 0)
        sentences << FigureText::tr("Replicates that could not be fitted: %1.").arg(tally.failed);
    if (spec.layers.fits && spec.layers.bands && tally.monotone)
        sentences << FigureText::tr("A monotone curve has no band, as no bootstrap tells its uncertainty.");
    if (spec.layers.onset && tally.onsets > 0 && !tally.rows)
        sentences << FigureText::tr(
            "Brackets: onset by definition, from the largest model below to the first of those "
            "that all stay above chance.");
    if (spec.layers.onset && tally.provisional > 0)
        sentences << FigureText::tr(
            "Dashed brackets: provisional, as some numbers of questions are unknown.");
    if (tally.rows)
        sentences << FigureText::tr(
            "Rows: models as dots, filled from the onset on; thick, from the largest model "
            "below to the onset.");
    if (tally.differences)
        sentences << FigureText::tr(
            "Differences: of models that both settings have; bars are 95 % intervals, "
            "recovered from those of both.");
    if (!tally.compared.empty())
        sentences << FigureText::tr("Lines of differences: between fits of %1, the same to both.")
                         .arg(list(tally.compared));
    if (tally.differenceBands)
        sentences << FigureText::tr("Bands of differences are recovered from those of both fits.");
    if (tally.gains)
        sentences << FigureText::tr(
            "Arrows: from curve to curve at the same score, both fitted with one shape "
            "(dashed); below each its 95 % interval by profile likelihood.");
    sentences << tally.findings;
    if (tally.undrawn > 0)
        sentences << FigureText::tr(
                         "Not drawn, as the vertical axis has no place for their scores: results %1.")
                         .arg(tally.undrawn);
    if (tally.supposed > 0)
        sentences << FigureText::tr("What if: a score is supposed, not measured.");
    if (tally.estimated > 0)
        sentences << FigureText::tr("Open markers: estimated compute.");
    if (tally.excluded > 0)
        sentences
            << FigureText::tr("Set aside and not fitted, open and grey: results %1.").arg(tally.excluded);
    sentences << tally.notes;
    for (const QString &missing : tally.missing)
        sentences << FigureText::tr("Missing: %1").arg(missing);
    return sentences.join(u' ');
}

QString pointName(const CurvePoint &point)
{
    return point.checkpoint.isEmpty()
               ? point.model
               : FigureText::tr("%1, checkpoint %2").arg(point.model, point.checkpoint);
}

QString pointReadout(const PanelContent &panel, const CurveContent &curve, std::size_t index)
{
    if (index >= curve.curve.points.size())
        return {};
    const CurvePoint &point = curve.curve.points[index];
    QStringList lines;
    lines << pointName(point);
    lines << FigureText::tr("family: %1").arg(curve.curve.key.family);
    lines << FigureText::tr("parameters N: %1").arg(countText(point.parameters));
    lines << FigureText::tr("training tokens D: %1").arg(countText(point.tokens));
    lines << (point.flopsEstimated ? FigureText::tr("training compute C: %1 FLOPs, estimated")
                                   : FigureText::tr("training compute C: %1 FLOPs"))
                 .arg(countText(point.flops));
    const Scale &scale = panel.spec.x;
    const bool proportion =
        scale.kind == Scale::Kind::Measure && metricNamed(scale.measure.metric).proportion;
    if (scale.kind == Scale::Kind::Measure || scale.kind == Scale::Kind::Date)
        lines << u"%1: %2"_s.arg(panel.xTitle, QString::number(proportion ? 100 * point.x : point.x, 'g', 6));

    const Metric &metric = curve.curve.metric;
    QString score = scoreText(point.y, metric.proportion);
    if (index < curve.bars.size() && std::isfinite(curve.bars[index].low))
        score = FigureText::tr("%1, 95 % interval %2 to %3")
                    .arg(score, scoreText(curve.bars[index].low, metric.proportion),
                         scoreText(curve.bars[index].high, metric.proportion));
    lines << u"%1: %2"_s.arg(metric.name, score);
    const auto difference = std::ranges::find_if(panel.differences, [&](const Difference &d) {
        return &panel.curves[std::size_t(d.curve)] == &curve;
    });
    if (difference != panel.differences.end() && std::isfinite(difference->values[index]))
        lines << FigureText::tr("difference from the baseline: %1")
                     .arg(scoreText(difference->values[index], metric.proportion));
    if (curve.lens != Lens())
        lines << FigureText::tr("drawn at %1").arg(scoreText(curve.lens(point.y), panel.percent));
    lines << FigureText::tr("questions n: %1").arg(countText(point.n));
    lines << FigureText::tr("setting: %1").arg(curve.curve.key.setting);
    if (point.measured)
        lines << FigureText::tr("supposed; measured: %1").arg(scoreText(*point.measured, metric.proportion));
    if (point.excluded)
        lines << FigureText::tr("set aside, not fitted");
    if (point.heldOut)
        lines << FigureText::tr("held out, not fitted");
    for (const fit::Prediction &prediction : curve.forecast)
        if (prediction.x == scale.toFit(point.x) && prediction.observed == point.y)
            lines << FigureText::tr("foretold: %1").arg(scoreText(prediction.predicted, metric.proportion));
    if (!point.note.isEmpty())
        lines << point.note;
    if (!point.source.isEmpty())
        lines << FigureText::tr("source: %1").arg(point.source);
    for (const OtherScore &other : point.others)
        lines
            << FigureText::tr("elsewhere: %1 (%2)").arg(scoreText(other.y, metric.proportion), other.source);
    return lines.join(u'\n');
}

} // namespace onset
