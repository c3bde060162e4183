#include "core/figure/comparisons.h"

#include "core/figure/figure_text.h"
#include "core/figure/fit_curves.h"
#include "core/figure/quantity_text.h"
#include "core/figure/verdict_text.h"
#include "core/fit/intervals/bootstrap.h"
#include "core/fit/judge/pattern.h"
#include "core/fit/judge/power.h"
#include "core/fit/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr double kUncommonShape = 0.05;  // significance at which two shapes are called different
constexpr std::size_t kMostCompared = 6; // families, those with most models: more arrows cannot be read

/// Index of the curve that the others are compared with.
std::size_t baselineOf(const PanelContent &panel)
{
    const auto marked =
        std::ranges::find_if(panel.curves, [](const CurveContent &c) { return c.spec.baseline; });
    return marked == panel.curves.end() ? 0 : std::size_t(marked - panel.curves.begin());
}

Difference differenceOf(const PanelContent &panel, std::size_t curve)
{
    const CurveContent &before = panel.curves[baselineOf(panel)], &after = panel.curves[curve];
    Difference difference{.curve = int(curve)};
    for (std::size_t i = 0; i < after.curve.points.size(); ++i) {
        const CurvePoint &point = after.curve.points[i];
        const auto same = std::ranges::find_if(before.curve.points, [&](const CurvePoint &other) {
            return other.model == point.model && other.checkpoint == point.checkpoint;
        });
        if (same == before.curve.points.end() || same->excluded) {
            difference.values.push_back(kUnknown);
            difference.bars.emplace_back();
            continue;
        }
        const auto k = std::size_t(same - before.curve.points.begin());
        difference.values.push_back(point.y - same->y);
        difference.bars.push_back(differenceInterval(point.y, after.bars[i], same->y, before.bars[k]));
    }
    return difference;
}

/// A law that holds of both curves: that of the figure, else the one that they have in common.
fit::Noise commonLaw(const FitSpec &spec, const fit::Points &a, const fit::Points &b, bool counts)
{
    const fit::Noise first = noiseOf(spec, a, counts);
    return first == noiseOf(spec, b, counts) ? first : fit::Noise::Gaussian;
}

/// A request that both curves can answer; its model is the figure's, or logistic where that has no midpoint.
fit::Request commonRequest(const FigureSpec &spec, const CurveContent &a, const CurveContent &b,
                           fit::Model model)
{
    const fit::Points first = fitPoints(a.curve), second = fitPoints(b.curve);
    fit::Points both = first;
    both.x.insert(both.x.end(), second.x.begin(), second.x.end());
    both.y.insert(both.y.end(), second.y.begin(), second.y.end());
    const fit::Measure &measure = a.measure;
    const double floor =
        spec.fit.floor == FitSpec::Floor::Free || !fit::hasFloor(model) ? kUnknown : measure.chance;
    return {.model = model,
            .floor = floor,
            .noise = commonLaw(spec.fit, first, second, measure.counts && b.measure.counts),
            .chance = measure.chance,
            .best = measure.best,
            .box = fit::boxFor(both, measure.range, floor, measure.lowerIsBetter)};
}

/// The rival that explains both curves best together, by the sum of their AICc, where the figure leaves that
/// open; logistic where no rival can be compared for both, or the figure's has no bootstrap or no end.
fit::Request comparedBy(const FigureSpec &spec, const CurveContent &a, const CurveContent &b)
{
    const fit::Model asked = spec.fit.model.value_or(fit::Model::Logistic);
    const bool serves = asked != fit::Model::Isotonic && asked != fit::Model::Bnsl;
    const fit::Request request = commonRequest(spec, a, b, serves ? asked : fit::Model::Logistic);
    if (spec.fit.model)
        return request;
    const fit::Points before = fitPoints(a.curve), after = fitPoints(b.curve);
    std::vector<fit::Request> rivals = fit::rivalRequests(before, a.measure, request.noise);
    for (fit::Request &rival : rivals)
        rival.box = request.box;
    fit::RivalFitter fitter;
    const std::vector<fit::Fit> ofBefore = fitter(before, rivals).fits, ofAfter = fitter(after, rivals).fits;
    const fit::Request *best = &request;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < rivals.size(); ++i) {
        const double sum = ofBefore[i].aicc + ofAfter[i].aicc; // NaN: not comparable
        const fit::Model model = rivals[i].model;              // a constant would only win for want of models
        if (model != fit::Model::Bnsl && model != fit::Model::Flat && sum < least) {
            least = sum;
            best = &rivals[i];
        }
    }
    return *best;
}

fit::Crossover crossingOf(const FigureSpec &spec, const PanelContent &panel, const Difference &difference,
                          const fit::Request &request, int replicates, int threads, Progress &progress)
{
    const fit::Measure &measure = panel.curves[std::size_t(difference.curve)].measure;
    const double gain = std::isnan(measure.smallestGain) ? 0 : measure.smallestGain; // only its fits are used
    return fit::findCrossover(difference.before, difference.after, request, gain, measure.lowerIsBetter,
                              {.replicates = replicates, .seed = spec.fit.seed, .threads = threads},
                              progress);
}

/// Whether replicates can tell more than the fits.
bool isOpen(const fit::Crossover &crossing)
{
    const auto isLoose = [](const fit::Fit &fit) { return fit.usable() && fit.m > fit.k; };
    return isLoose(crossing.baseline) && isLoose(crossing.strategy) &&
           crossing.shared.low < crossing.shared.high;
}

QString crossingSentence(const Scale &scale, const Difference &difference, const fit::Measure &measure)
{
    const fit::Crossover &crossing = difference.crossing;
    const auto place = [&scale](double x) { return scaleText(scale, scale.fromFit(x)); };
    if (!crossing.baseline.usable() || !crossing.strategy.usable())
        return FigureText::tr("Cannot tell: the models are too few to fit both curves.");
    if (std::isnan(measure.smallestGain))
        return FigureText::tr("This metric has no smallest gain worth the name, so no crossover is told.");
    if (!difference.settled)
        return FigureText::tr("Whether and where a gain begins is being worked out …");
    if (crossing.baseline.m <= crossing.baseline.k || crossing.strategy.m <= crossing.strategy.k)
        return FigureText::tr("Cannot tell: the models are as few as the parameters of a curve.");
    switch (crossing.status) {
    case fit::Crossing::Crossover: {
        const QString interval = intervalText(crossing.interval, place);
        return interval.isEmpty() ? FigureText::tr("Crossover at %1.").arg(placeText(scale, crossing.at))
                                  : FigureText::tr("Crossover at %1 (95 %: %2).")
                                        .arg(placeText(scale, crossing.at), interval);
    }
    case fit::Crossing::HelpsEverywhere:
        return FigureText::tr("A gain at every scale that both share: no crossover.");
    case fit::Crossing::Never:
        return FigureText::tr("No gain at any scale that both share: no crossover.");
    case fit::Crossing::HelpsBelow:
        return FigureText::tr("A gain at the smaller scales only: no crossover.");
    case fit::Crossing::HurtsAbove:
        return FigureText::tr("A loss at the largest scales: no crossover.");
    case fit::Crossing::CannotTell:
        break;
    }
    if (crossing.fitted == fit::Crossing::Crossover && crossing.replicates > 0)
        return FigureText::tr("Cannot tell: the fits cross at %1, but only %2 % of the replicates agree.")
            .arg(placeText(scale, crossing.at))
            .arg(qRound(100 * crossing.agreeing));
    return FigureText::tr("Cannot tell whether there is a crossover.");
}

void tellDifferences(PanelContent &panel)
{
    panel.findings.clear();
    for (const Difference &difference : panel.differences) {
        const CurveContent &curve = panel.curves[std::size_t(difference.curve)];
        const QString sentence = crossingSentence(panel.spec.x, difference, curve.measure);
        panel.findings << (panel.differences.size() == 1 ? sentence : u"%1: %2"_s.arg(curve.label, sentence));
    }
}

/// The band about the difference of two fits, from those of the fits.
fit::Band bandOf(const FigureSpec &spec, const Difference &difference, int threads, Progress &progress)
{
    const fit::Crossover &crossing = difference.crossing;
    const fit::Interval &shared = crossing.shared;
    if (!spec.layers.bands)
        return {};
    constexpr int kSteps = 120;
    std::vector<double> at;
    for (int i = 0; i <= kSteps; ++i)
        at.push_back(shared.low + (shared.high - shared.low) * i / kSteps);
    const fit::Bootstrap options{
        .replicates = spec.fit.replicates, .seed = spec.fit.seed, .threads = threads};
    const fit::Band before = fit::bootstrapBand(difference.before, crossing.baseline, at, options, progress);
    const fit::Band after = fit::bootstrapBand(difference.after, crossing.strategy, at, options, progress);
    if (before.x.empty() || after.x.empty())
        return {};
    fit::Band band;
    band.x = at;
    band.replicates = options.replicates;
    band.failed = std::max(before.failed, after.failed);
    for (std::size_t i = 0; i < at.size(); ++i) {
        const fit::Interval interval =
            differenceInterval(crossing.strategy.mean(at[i]), {after.low[i], after.high[i]},
                               crossing.baseline.mean(at[i]), {before.low[i], before.high[i]});
        band.low.push_back(interval.low);
        band.high.push_back(interval.high);
    }
    return band;
}

QString gainName(Scale::Kind kind)
{
    switch (kind) {
    case Scale::Kind::Parameters:
        return FigureText::tr("Parameter-equivalent gain");
    case Scale::Kind::Tokens:
        return FigureText::tr("Token-equivalent gain");
    default:
        return FigureText::tr("Compute-equivalent gain");
    }
}

/// The gain and its interval, and what a reader must not overlook.
QString gainText(const fit::Gain &gain)
{
    if (!isTold(gain))
        return FigureText::tr("cannot tell");
    const QString interval =
        intervalText({std::pow(10, gain.interval.low), std::pow(10, gain.interval.high)}, ratioText);
    QString text = FigureText::tr("%1 (95 %: %2)").arg(ratioText(std::pow(10, gain.shift)), interval);
    if (gain.interval.low <= 0 && gain.interval.high >= 0)
        text += FigureText::tr("; it may be none");
    if (gain.pCommonShape < kUncommonShape)
        text += FigureText::tr("; the shapes differ");
    return text;
}

void tellGains(PanelContent &panel)
{
    const QString name = gainName(panel.spec.x.kind);
    const auto label = [&panel](int curve) { return panel.curves[std::size_t(curve)].label; };
    if (panel.gains.size() > 1)
        panel.findings << FigureText::tr("%1 over %2:").arg(name, label(panel.gains.front().first));
    for (const GainContent &content : panel.gains)
        panel.findings << (panel.gains.size() > 1
                               ? FigureText::tr("%1 %2.").arg(label(content.second), gainText(content.gain))
                               : FigureText::tr("%1 of %2 over %3: %4.")
                                     .arg(name, label(content.second), label(content.first),
                                          gainText(content.gain)));
    if (panel.curves.size() > kMostCompared)
        panel.findings
            << FigureText::tr("Only the %1 families with most models are compared.").arg(kMostCompared);
}

void addGains(const FigureSpec &spec, PanelContent &panel)
{
    const Scale &scale = panel.spec.x;
    if (!scale.logarithmic() || scale.kind == Scale::Kind::Measure) {
        panel.findings << FigureText::tr(
            "A gain is a ratio of compute, parameters or tokens; this axis has none.");
        return;
    }
    if (panel.curves.size() < 2) {
        panel.findings << FigureText::tr("There is no second family to compare with.");
        return;
    }
    const fit::Model model =
        spec.fit.model == fit::Model::Gompertz ? fit::Model::Gompertz : fit::Model::Logistic;
    const auto models = [](const CurveContent &curve) { return curve.curve.points.size(); };
    std::vector<std::size_t> compared(panel.curves.size());
    std::iota(compared.begin(), compared.end(), 0u);
    std::ranges::stable_sort(compared, std::ranges::greater(),
                             [&](std::size_t i) { return models(panel.curves[i]); });
    compared.resize(std::min(compared.size(), kMostCompared));
    std::ranges::sort(compared);
    const auto over = [&](std::size_t first) {
        std::vector<GainContent> gains;
        for (const std::size_t i : compared) {
            const CurveContent &a = panel.curves[first], &b = panel.curves[i];
            if (i != first)
                gains.push_back({int(first), int(i),
                                 fit::computeEquivalentGain(fitPoints(a.curve), fitPoints(b.curve),
                                                            commonRequest(spec, a, b, model))});
        }
        return gains;
    };
    const bool marked = panel.curves[baselineOf(panel)].spec.baseline;
    panel.gains =
        over(marked ? baselineOf(panel)
                    : std::size_t(std::ranges::max_element(panel.curves, {}, models) - panel.curves.begin()));
    const auto shift = [](const GainContent &content) {
        return isTold(content.gain) ? content.gain.shift : 0;
    };
    const GainContent &least = *std::ranges::min_element(panel.gains, {}, shift);
    if (!marked && shift(least) < 0) // over the family that needs most: gains, not losses
        panel.gains = over(std::size_t(least.second));
    tellGains(panel);
}

Sight sightOf(const FitSpec &spec, const CurveContent &content)
{
    const fit::Points points = fitPoints(content.curve);
    const fit::Measure &measure = content.measure;
    const std::vector<fit::Request> requests =
        fit::rivalRequests(points, measure, noiseOf(spec, points, measure.counts));
    const fit::Comparison rivals = fit::RivalFitter()(points, requests);
    const auto isFlat = [](const fit::Fit &fit) {
        return fit.request.model == fit::Model::Flat && fit.usable();
    };
    const auto found = std::ranges::find_if(rivals.fits, isFlat); // the one with its level free
    const double whole = measure.best - measure.chance;           // < 0 where less is better
    if (found == rivals.fits.end() || !std::isfinite(whole))
        return {};
    const int best = rivals.bestOf(isFlat);
    const fit::Fit &start = best < 0 ? *found : rivals.fits[std::size_t(best)];
    const double most = measure.best - start.mean(points.x.front());
    return {fit::powerToSee(points, start, requests, kFrontierJump * whole),
            std::abs(fit::smallestJump(points, start, requests, most))};
}

QString patternInWords(fit::Pattern pattern)
{
    switch (pattern) {
    case fit::Pattern::None:
        return FigureText::tr("chance not known");
    case fit::Pattern::Insufficient:
        return FigureText::tr("too few models");
    case fit::Pattern::BelowChance:
        return FigureText::tr("below chance");
    case fit::Pattern::Inverse:
        return FigureText::tr("falls");
    case fit::Pattern::Flat:
        return FigureText::tr("flat");
    case fit::Pattern::Present:
        return FigureText::tr("throughout");
    case fit::Pattern::Appears:
    case fit::Pattern::AppearsOneBelow:
        return FigureText::tr("one model below");
    case fit::Pattern::Mixed:
        return FigureText::tr("unclear");
    }
    return {};
}

/// The order of rows without an onset.
int rankOf(fit::Pattern pattern)
{
    constexpr std::array kOrder{fit::Pattern::Present, fit::Pattern::Mixed,       fit::Pattern::Flat,
                                fit::Pattern::Inverse, fit::Pattern::BelowChance, fit::Pattern::Insufficient,
                                fit::Pattern::None};
    return int(std::ranges::find(kOrder, pattern) - kOrder.begin());
}

} // namespace

QString subjectOf(const PanelContent &panel)
{
    if (panel.spec.plot != Plot::Differences || !panel.title.isEmpty() || panel.curves.empty())
        return panel.title;
    const CurveKey &key = panel.curves.front().curve.key;
    return FigureText::tr("Difference, %1, %2").arg(key.task, key.family);
}

QString ratioText(double ratio)
{
    return ratio >= 1000 || ratio < 0.001 ? powerText(ratio)
                                          : QString::number(ratio, 'g', ratio < 99.5 ? 2 : 3);
}

bool isTold(const fit::Gain &gain)
{
    return gain.usable() && std::isfinite(gain.shift) &&
           (std::isfinite(gain.interval.low) || std::isfinite(gain.interval.high));
}

fit::Interval differenceInterval(double a, const fit::Interval &ofA, double b, const fit::Interval &ofB)
{
    return {a - b - std::hypot(a - ofA.low, ofB.high - b), a - b + std::hypot(ofA.high - a, b - ofB.low)};
}

double heightOf(const PanelContent &panel, int curve, int point)
{
    const CurveContent &content = panel.curves[std::size_t(curve)];
    if (hasRows(panel.spec.plot))
        return double(panel.curves.size()) - curve - 0.5;
    if (panel.spec.plot == Plot::Scores)
        return content.lens(content.curve.points[std::size_t(point)].y);
    const auto found = std::ranges::find(panel.differences, curve, &Difference::curve);
    return found == panel.differences.end() ? kUnknown : found->values[std::size_t(point)];
}

void addDifferences(PanelContent &panel)
{
    if (panel.curves.size() < 2)
        panel.missing << FigureText::tr(
            "There is no other setting of this task, with two models or more on this "
            "axis, to compare with.");
    const auto isBaseline = [](const auto &c) { return c.baseline; };
    if (std::ranges::any_of(panel.spec.curves, isBaseline) &&
        std::ranges::none_of(panel.curves, isBaseline, &CurveContent::spec))
        return; // it is listed as missing
    for (std::size_t i = 0; i < panel.curves.size(); ++i)
        if (i != baselineOf(panel))
            panel.differences.push_back(differenceOf(panel, i));
}

void arrangeRows(PanelContent &panel)
{
    for (CurveContent &content : panel.curves)
        content.pattern = fit::findPattern(fitPoints(content.curve), content.measure.rule()).pattern;
    if (panel.spec.plot == Plot::Onsets) {
        std::ranges::stable_sort(panel.curves, {}, [](const CurveContent &content) {
            const fit::Onset *onset = content.onset ? &*content.onset : nullptr;
            if (onset && onset->exists)
                return std::tuple(0, onset->between.high, onset->between.low);
            return std::tuple(onset && onset->oneBelow ? 1 : 2 + rankOf(content.pattern), 0.0, 0.0);
        });
        return;
    }
    const std::size_t all = panel.curves.size();
    std::erase_if(panel.curves, [](const CurveContent &c) { return c.pattern != fit::Pattern::Flat; });
    std::ranges::stable_sort(panel.curves, std::ranges::greater(), [](const CurveContent &content) {
        return content.curve.scale.toFit(content.curve.points.back().x);
    });
    if (panel.curves.empty())
        panel.missing << (all == 1
                              ? FigureText::tr(
                                    "The curve is not flat: some model is above chance, or chance is "
                                    "not known.")
                              : FigureText::tr("None of the %1 curves is flat: in each some model is above "
                                               "chance, or chance is not known.")
                                    .arg(all));
    else
        panel.findings << FigureText::tr(
                              "Flat: %1 of %2 curves, those tried furthest first. At the right: how "
                              "surely a jump by a tenth of the way from chance to the best score would "
                              "have been seen, and the smallest jump seen with 80 %.")
                              .arg(panel.curves.size())
                              .arg(all);
}

QString rowText(const PanelContent &panel, const CurveContent &curve)
{
    if (panel.spec.plot == Plot::Flat) {
        if (!curve.sight || std::isnan(curve.sight->power))
            return FigureText::tr("not known");
        const QString power = FigureText::tr("%1 %").arg(qRound(100 * curve.sight->power));
        if (!std::isfinite(curve.sight->jump))
            return FigureText::tr("%1, none").arg(power);
        return curve.curve.metric.proportion
                   ? FigureText::tr("%1, %2 points")
                         .arg(power, QString::number(100 * curve.sight->jump, 'g', 2))
                   : FigureText::tr("%1, %2").arg(power, QString::number(curve.sight->jump, 'g', 2));
    }
    const Scale &scale = curve.curve.scale;
    if (curve.onset && curve.onset->exists)
        return scaleText(scale, scale.fromFit(curve.onset->between.high));
    return patternInWords(curve.pattern);
}

Result<> compareCurves(FigureContent &figure, int threads, Progress &progress)
{
    std::vector<CurveContent *> flat;
    for (PanelContent &panel : figure.panels) {
        if (panel.spec.plot == Plot::Flat)
            for (CurveContent &content : panel.curves)
                flat.push_back(&content);
        if (figure.spec.layers.fits && panel.spec.plot == Plot::Differences) {
            for (Difference &difference : panel.differences) {
                const CurveContent &before = panel.curves[baselineOf(panel)];
                const CurveContent &after = panel.curves[std::size_t(difference.curve)];
                difference.before = fitPoints(before.curve);
                difference.after = fitPoints(after.curve);
                difference.crossing =
                    crossingOf(figure.spec, panel, difference, comparedBy(figure.spec, before, after), 0,
                               threads, progress);
                difference.settled = !isOpen(difference.crossing);
            }
            tellDifferences(panel);
        }
        if (panel.spec.gains && panel.spec.plot == Plot::Scores && !panel.curves.empty())
            addGains(figure.spec, panel);
    }
    const auto look = [&](std::size_t i) { flat[i]->sight = sightOf(figure.spec.fit, *flat[i]); };
    if (!fit::forEachIndex(
            flat.size(), threads, progress, [&] { return look; }, 1))
        return failure(Code::Cancelled, FigureText::tr("Drawing the figure was cancelled."));
    return {};
}

bool isSettled(const FigureContent &figure)
{
    return std::ranges::all_of(figure.panels, [&](const PanelContent &panel) {
        return !figure.spec.layers.fits || std::ranges::all_of(panel.differences, &Difference::settled);
    });
}

bool settleDifferences(FigureContent &figure, int most, int threads, Progress &progress)
{
    for (PanelContent &panel : figure.panels) {
        for (Difference &difference : panel.differences) {
            if (difference.settled || most-- <= 0)
                continue;
            if (!std::isnan(panel.curves[std::size_t(difference.curve)].measure.smallestGain))
                difference.crossing =
                    crossingOf(figure.spec, panel, difference, difference.crossing.baseline.request,
                               figure.spec.fit.replicates, threads, progress);
            difference.band = bandOf(figure.spec, difference, threads, progress);
            difference.settled = true;
            if (progress.cancelled())
                return false;
        }
        if (panel.spec.plot == Plot::Differences)
            tellDifferences(panel);
    }
    return true;
}

} // namespace onset
