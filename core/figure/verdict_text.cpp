#include "core/figure/verdict_text.h"

#include "core/figure/captions.h"
#include "core/figure/figure_text.h"
#include "core/figure/quantity_text.h"
#include "core/fit/curves/parameters.h"
#include "core/fit/judge/trend.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr double kWideGap = 0.5; ///< decades; from here on the gap between two models limits an onset

QString modelsText(int models)
{
    return models == 1 ? FigureText::tr("1 model") : FigureText::tr("%1 models").arg(models);
}

QString evidenceText(double delta) { return u"ΔAICc %1"_s.arg(QString::number(delta, 'f', 1)); }

QString percentText(double share) { return FigureText::tr("%1 %").arg(QString::number(100 * share, 'f', 0)); }

/// What the sentence is made of.
class Sentence
{
public:
    Sentence(const fit::Verdict &verdict, const Curve &curve)
        : m_verdict(verdict), m_curve(curve), m_points(fitPoints(curve)), m_models(int(m_points.size())),
          m_onset(verdict.finding.onset)
    {}

    [[nodiscard]] QString pattern() const;
    [[nodiscard]] QString shape() const;
    [[nodiscard]] QString breakTest(int examined, double q) const;
    [[nodiscard]] QString settles() const;

private:
    [[nodiscard]] const fit::Fit &fitOf(int which) const
    {
        return m_verdict.comparison.fits[std::size_t(which)];
    }
    [[nodiscard]] QString rival(int which) const
    {
        return rivalInWords(fitOf(which).request, m_verdict.measure);
    }
    [[nodiscard]] QString place(double x) const { return placeText(m_curve.scale, x); }
    [[nodiscard]] QString score(double y) const { return scoreText(m_curve.metric, y); }
    [[nodiscard]] QString onset() const;
    [[nodiscard]] QString fall() const;
    [[nodiscard]] QString lead() const;
    [[nodiscard]] QString noComparison() const;
    [[nodiscard]] int modelsNeeded() const;
    [[nodiscard]] bool appears() const
    {
        const fit::Pattern pattern = m_verdict.finding.pattern;
        return pattern == fit::Pattern::Appears || pattern == fit::Pattern::AppearsOneBelow;
    }

    const fit::Verdict &m_verdict;
    const Curve &m_curve;
    fit::Points m_points;
    int m_models;
    fit::Onset m_onset;
};

QString Sentence::onset() const
{
    const QString said =
        m_onset.oneBelow
            ? FigureText::tr("of %1, the smallest, at %3, is not above chance in %2 and all from %4 on are")
            : FigureText::tr("of %1, none up to %3 is above chance in %2 and all from %4 on are");
    return said.arg(modelsText(m_models), m_curve.metric.name, place(m_onset.between.low),
                    place(m_onset.between.high));
}

QString Sentence::fall() const
{
    const QString said = m_verdict.measure.lowerIsBetter
                             ? FigureText::tr("%1 rises with scale over %2, from %3 to %4 (trend: %5)")
                             : FigureText::tr("%1 falls with scale over %2, from %3 to %4 (trend: %5)");
    return said.arg(m_curve.metric.name, modelsText(m_models), score(m_points.y.front()),
                    score(m_points.y.back()), probabilityText(u'p', m_verdict.finding.trend.pFall));
}

QString Sentence::pattern() const
{
    const fit::PatternFinding &finding = m_verdict.finding;
    switch (finding.pattern) {
    case fit::Pattern::None:
        return std::isnan(m_verdict.measure.chance)
                   ? FigureText::tr("the score of guessing in %1 is not stated for these %2")
                         .arg(m_curve.metric.name, modelsText(m_models))
                   : FigureText::tr("%1 has no range of which a gain over guessing could be a share, over %2")
                         .arg(m_curve.metric.name, modelsText(m_models));
    case fit::Pattern::Insufficient:
        return FigureText::tr(
                   "%1 of %2 at %3 different places on the scale, where an onset by definition takes 3")
            .arg(m_curve.metric.name, modelsText(m_models))
            .arg(finding.scales);
    case fit::Pattern::BelowChance: {
        const QString below =
            FigureText::tr(
                "%1 of %2, the largest among them, score below chance in %3 and none above, which is "
                "more often the answer format or the scoring than the ability")
                .arg(finding.below)
                .arg(modelsText(m_models), m_curve.metric.name);
        return finding.trend.pFall <= fit::kSignificance ? below + u"; "_s + fall() : below;
    }
    case fit::Pattern::Inverse:
        return fall();
    case fit::Pattern::Flat:
        return FigureText::tr("none of %1, up to %2, is above chance in %3")
            .arg(modelsText(m_models), place(m_points.x.back()), m_curve.metric.name);
    case fit::Pattern::Present:
        return FigureText::tr("all %1, from %2 on, are above chance in %3")
            .arg(modelsText(m_models), place(m_points.x.front()), m_curve.metric.name);
    case fit::Pattern::Appears:
    case fit::Pattern::AppearsOneBelow:
        return onset();
    case fit::Pattern::Mixed:
        return FigureText::tr(
                   "%1 of %2 are above chance in %3, but from no scale on all are with two or more "
                   "smaller models that are not")
            .arg(finding.above)
            .arg(modelsText(m_models), m_curve.metric.name);
    }
    return {};
}

/// The fewest models with which some threshold curve can be compared.
int Sentence::modelsNeeded() const
{
    int fewest = 0;
    for (const fit::Fit &fit : m_verdict.comparison.fits) {
        const int needed = onset::modelsNeeded(fit);
        if (!fit::isSmooth(fit.request.model) && (fewest == 0 || needed < fewest))
            fewest = needed;
    }
    return fewest;
}

QString Sentence::noComparison() const
{
    if (m_models < modelsNeeded())
        return FigureText::tr("%1 are too few to compare a threshold with a smooth rise, which takes %2")
            .arg(modelsText(m_models))
            .arg(modelsNeeded());
    if (m_verdict.smooth < 0)
        return FigureText::tr("no smooth curve is fixed by the scores well enough to be compared");
    const auto exact = std::ranges::find_if(m_verdict.comparison.fits, [](const fit::Fit &fit) {
        return fit.comparable == fit::Comparable::Exact && !fit::isSmooth(fit.request.model);
    });
    if (exact != m_verdict.comparison.fits.end())
        return FigureText::tr("%1 passes through every score, which so few scores cannot confirm")
            .arg(rivalInWords(exact->request, m_verdict.measure));
    return FigureText::tr(
               "no rising threshold curve is fixed by the scores well enough to be compared with %1")
        .arg(rival(m_verdict.smooth));
}

/// Which of the best threshold and the best smooth curve is ahead, by how much, and how surely a jump would
/// have been seen.
QString Sentence::lead() const
{
    if (std::isinf(m_verdict.advantage))
        return FigureText::tr("%1 passes through every score").arg(rival(m_verdict.smooth));
    const bool threshold = m_verdict.advantage > 0;
    const QString ahead = rival(threshold ? m_verdict.threshold : m_verdict.smooth);
    const QString behind = rival(threshold ? m_verdict.smooth : m_verdict.threshold);
    const QString evidence = evidenceText(std::abs(m_verdict.advantage));
    const QString first = threshold ? FigureText::tr("%1 is ahead of %2 by only %3 (%4 decides)")
                                          .arg(ahead, behind, evidence)
                                          .arg(fit::kDecisiveAicc)
                                    : FigureText::tr("%1 is ahead of %2 by %3").arg(ahead, behind, evidence);
    if (std::isnan(m_verdict.power))
        return FigureText::tr("%1, and how surely a jump would have been seen is not known").arg(first);
    const QString power = percentText(m_verdict.power);
    if (m_verdict.power < fit::kEnoughPower)
        return (threshold
                    ? FigureText::tr("%1, and a jump of half the observed range would have been seen with a "
                                     "probability of only %2")
                    : FigureText::tr("%1, but a jump of half the observed range would have been seen with a "
                                     "probability of only %2"))
            .arg(first, power);
    return FigureText::tr("%1, and a jump of half the observed range would have been seen with a "
                          "probability of %2")
        .arg(first, power);
}

QString Sentence::shape() const
{
    const bool both = m_verdict.smooth >= 0 && m_verdict.threshold >= 0;
    switch (m_verdict.shape) {
    case fit::Shape::None:
        break;
    case fit::Shape::Threshold:
        return FigureText::tr("%1 explains the rise better than every smooth curve, %2 by %3 (%4 decides)")
            .arg(rival(m_verdict.threshold), rival(m_verdict.smooth), evidenceText(m_verdict.advantage))
            .arg(fit::kDecisiveAicc);
    case fit::Shape::Smooth:
        return FigureText::tr("the rise needs no threshold, as %1").arg(both ? lead() : noComparison());
    case fit::Shape::CannotTell:
        return FigureText::tr("threshold or smooth cannot be told, as %1")
            .arg(both ? lead() : noComparison());
    }
    return {};
}

QString Sentence::breakTest(int examined, double q) const
{
    const QString among = FigureText::tr("picked from %1 curves").arg(examined);
    if (!m_verdict.breakTest.tested || m_verdict.shape == fit::Shape::None)
        return examined > 1 ? among : QString();
    const QString p = probabilityText(u'p', m_verdict.breakTest.p);
    if (examined <= 1)
        return FigureText::tr("a test for a break somewhere has %1, corrected for the search").arg(p);
    const QString all =
        std::isnan(q) ? among : FigureText::tr("%1, so %2").arg(among, probabilityText(u'q', q));
    return FigureText::tr("a test for a break somewhere has %1, corrected for the search (%2)").arg(p, all);
}

QString Sentence::settles() const
{
    const bool undecided = m_verdict.shape == fit::Shape::CannotTell;
    QStringList needs;
    if (appears()) {
        const double middle = fit::modelForOnset(m_onset).x;
        const double gap = m_onset.between.high - m_onset.between.low;
        if (m_curve.scale.logarithmic() && gap >= kWideGap)
            needs << FigureText::tr(
                         "the gap of %1 decades between two models limits the onset; one near %2 would "
                         "narrow it most")
                         .arg(QString::number(gap, 'f', 1), place(middle));
        else if (undecided)
            needs << FigureText::tr("more models about %1 could settle it").arg(place(middle));
        if (m_onset.oneBelow)
            needs << FigureText::tr("the definition asks for a second model below %1")
                         .arg(place(m_onset.between.high));
    } else if (m_verdict.finding.pattern == fit::Pattern::Flat) {
        needs << FigureText::tr("only larger models could show it");
    } else if (m_verdict.finding.pattern == fit::Pattern::Insufficient) {
        needs << FigureText::tr("more models could settle it");
    } else if (undecided) {
        needs << FigureText::tr("more models, or more questions for each, could settle it");
    }
    const bool tested = m_verdict.finding.pattern != fit::Pattern::None &&
                        m_verdict.finding.pattern != fit::Pattern::Insufficient;
    if (tested && m_verdict.finding.tests.provisional)
        needs << FigureText::tr("provisional, as some numbers of questions are unknown");
    return needs.join(u"; "_s);
}

/// A trend can be told.
bool distinctScales(const fit::Points &points)
{
    return points.size() >= 3 && points.x.front() < points.x.back();
}

/// What follows from a rise has no meaning.
bool hasNoRise(const fit::Fit &fit)
{
    return std::any_of(fit.parameters.begin(), fit.parameters.begin() + fit.count,
                       [](const fit::Parameter &parameter) { return std::isnan(parameter.value); });
}

/// The parameter that stands at the end of a range which is not the usual one; empty: none.
QString atOwnLimit(const fit::Fit &fit, const fit::Box &usual, const std::vector<double> &x)
{
    fit::Request request = fit.request;
    request.box = usual;
    const auto searched = fit::searchedRanges(fit.request, x), otherwise = fit::searchedRanges(request, x);
    for (std::size_t i = 0; i < std::size_t(fit.count); ++i) {
        const auto &[name, value, interval, free] = fit.parameters[i];
        const auto standsAt = [value = value](double end) {
            return std::abs(value - end) <= 1e-9 * std::abs(end);
        };
        if (free && ((searched[i].low != otherwise[i].low && standsAt(searched[i].low)) ||
                     (searched[i].high != otherwise[i].high && standsAt(searched[i].high))))
            return QString::fromLatin1(name.data(), qsizetype(name.size()));
    }
    return {};
}

} // namespace

QString rivalInWords(const fit::Request &rival, const fit::Measure &measure)
{
    const QString model = modelInWords(rival.model);
    if (rival.model == fit::Model::Flat && !std::isnan(rival.floor))
        return rival.floor == measure.chance ? FigureText::tr("%1 at chance").arg(model)
                                             : FigureText::tr("%1 at the floor").arg(model);
    const std::string name = fit::rivalName(rival, measure);
    if (name.ends_with("free floor"))
        return FigureText::tr("%1 with its floor free").arg(model);
    return name.ends_with("free ceiling") ? FigureText::tr("%1 with its ceiling free").arg(model) : model;
}

QString headlineInWords(fit::Headline headline)
{
    switch (headline) {
    case fit::Headline::Emergent:
        return FigureText::tr("Emergent");
    case fit::Headline::SmoothOnset:
        return FigureText::tr("Smooth onset");
    case fit::Headline::EmergentByDefinition:
        return FigureText::tr("Emergent by definition");
    case fit::Headline::PresentThroughout:
        return FigureText::tr("Present throughout");
    case fit::Headline::Unclear:
        return FigureText::tr("Unclear");
    case fit::Headline::Flat:
        return FigureText::tr("Flat");
    case fit::Headline::Inverse:
        return FigureText::tr("Inverse");
    case fit::Headline::BelowChance:
        return FigureText::tr("Below chance");
    case fit::Headline::Insufficient:
        return FigureText::tr("Insufficient");
    case fit::Headline::None:
        break;
    }
    return FigureText::tr("No chance level");
}

QString whyNotComparable(fit::Comparable comparable)
{
    switch (comparable) {
    case fit::Comparable::Yes:
        break;
    case fit::Comparable::TooFewModels:
        return FigureText::tr("There are too few models for its parameters.");
    case fit::Comparable::Unidentified:
        return FigureText::tr(
            "The scores do not fix all its parameters: one stands at the edge of the search, or "
            "has no meaning.");
    case fit::Comparable::Exact:
        return FigureText::tr("It passes through every score, so its likelihood has no limit.");
    case fit::Comparable::NotFitted:
        return FigureText::tr("It could not be fitted.");
    }
    return {};
}

int modelsNeeded(const fit::Fit &fit)
{
    const int scatter = fit.request.noise == fit::Noise::Binomial ? 0 : 1;
    return fit.k + scatter + 2;
}

QString whyNotComparable(const fit::Fit &fit)
{
    if (fit.request.model == fit::Model::Isotonic)
        return {};
    if (!fit.usable())
        return statusSentence(fit.status);
    if (fit.m >= modelsNeeded(fit))
        return whyNotComparable(fit.comparable);
    return FigureText::tr("Too few models: it takes %1 or more, and there are %2.")
        .arg(modelsNeeded(fit))
        .arg(fit.m);
}

QString whyNotComparable(const fit::Fit &fit, const Curve &curve)
{
    if (!fit.usable() || fit.comparable != fit::Comparable::Unidentified || fit.m < modelsNeeded(fit))
        return whyNotComparable(fit);
    const fit::Points points = fitPoints(curve);
    const fit::Box usual = fitRequest(curve, fit.request.model, fit.request.floor).box;
    if (distinctScales(points) && hasNoRise(fit)) {
        const fit::Trend trend = fit::mannKendall(points);
        if (usual.rise.low >= 0 && trend.pFall <= fit::kSignificance)
            return FigureText::tr("It rises only; the scores fall.");
        if (usual.rise.high <= 0 && trend.pRise <= fit::kSignificance)
            return FigureText::tr("It falls only; the scores rise.");
    }
    const QString limited = atOwnLimit(fit, usual, points.x);
    return limited.isEmpty() ? whyNotComparable(fit)
                             : FigureText::tr("The %1 stands at the limit that was set for it.").arg(limited);
}

QString fitStatus(const fit::Fit &fit)
{
    if (fit.usable() && fit.request.model != fit::Model::Isotonic) {
        if (fit.m < modelsNeeded(fit))
            return u"too-few-models"_s;
        switch (fit.comparable) {
        case fit::Comparable::TooFewModels:
            return u"too-few-models"_s;
        case fit::Comparable::Unidentified:
            return u"unidentified"_s;
        case fit::Comparable::Exact:
            return u"exact"_s;
        case fit::Comparable::Yes:
        case fit::Comparable::NotFitted:
            break;
        }
    }
    const std::string_view status = fit::name(fit.status);
    return QString::fromLatin1(status.data(), qsizetype(status.size()));
}

QString placeText(const Scale &scale, double x)
{
    const double value = scale.fromFit(x);
    if (scale.kind == Scale::Kind::Measure)
        return u"%1 %2"_s.arg(scale.measure.metric, scoreText(metricNamed(scale.measure.metric), value));
    return scaleUnit(scale).arg(scaleText(scale, value));
}

QString probabilityText(QChar letter, double p)
{
    return p < 0.001 ? u"%1 < 0.001"_s.arg(letter) : u"%1 = %2"_s.arg(letter).arg(QString::number(p, 'g', 2));
}

QString verdictSentence(const fit::Verdict &verdict, const Curve &curve, int examined, double q)
{
    if (fitPoints(curve).size() == 0)
        return FigureText::tr("%1: no model has both a score and a place on the scale.")
            .arg(headlineInWords(verdict.headline));
    const Sentence sentence(verdict, curve);
    QStringList clauses{sentence.pattern(), sentence.shape(), sentence.breakTest(examined, q),
                        sentence.settles()};
    clauses.removeAll(QString());
    return u"%1: %2."_s.arg(headlineInWords(verdict.headline), clauses.join(u"; "_s));
}

} // namespace onset
