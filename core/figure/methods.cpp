#include "core/figure/methods.h"

#include "core/figure/captions.h"
#include "core/figure/figure_text.h"
#include "core/figure/tally.h"
#include "core/figure/verdict_text.h"

#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr std::size_t kMostVerdicts = 12; // curves, each with a sentence of its own
constexpr qsizetype kMostNamed = 10;      // models set aside

/// "a, b and c"
QString enumeration(const QStringList &words)
{
    return words.size() < 2
               ? words.join(QString())
               : FigureText::tr("%1 and %2").arg(words.first(words.size() - 1).join(u", "_s), words.last());
}

QStringList listOf(const std::set<QString> &words) { return {words.begin(), words.end()}; }

QString countOf(int count) { return QLocale::c().toString(count); }

/// A title in the middle of a sentence; abbreviations keep their capitals.
QString inSentence(const QString &title)
{
    return title.size() > 1 && title[1].isLower() ? title[0].toLower() + title.sliced(1) : title;
}

/// "Author year, arXiv number, Table 1, Table 2" for what is from one paper.
QStringList byPaper(const std::set<QString> &sources)
{
    static const QRegularExpression paper(u"^(.*\\barXiv:?\\s*[\\w.]+), (.+)$"_s);
    QStringList all;
    for (const QString &source : sources) {
        const auto match = paper.match(source);
        if (match.hasMatch() && !all.isEmpty() && all.last().startsWith(match.captured(1) + u','))
            all.last() += u", "_s + match.captured(2);
        else
            all << source;
    }
    return all;
}

/// The curves of the figure, each once: those of differences stand in another panel.
std::vector<const CurveContent *> curvesOf(const FigureContent &content)
{
    std::vector<const CurveContent *> curves;
    for (const PanelContent &panel : content.panels)
        if (panel.spec.plot != Plot::Differences)
            for (const CurveContent &curve : panel.curves)
                curves.push_back(&curve);
    return curves;
}

QString dataSentences(const FigureContent &content, const Tally &tally)
{
    std::set<QString> scales, metrics;
    for (const PanelContent &panel : content.panels)
        scales.insert(inSentence(panel.spec.x.title()));
    for (const CurveContent *curve : curvesOf(content))
        metrics.insert(curve->curve.metric.name);
    QStringList sentences{FigureText::tr("The figure draws %1 over %2 (curves: %3; models: %4; results: %5).")
                              .arg(enumeration(listOf(metrics)), enumeration(listOf(scales)),
                                   countOf(tally.curves), countOf(int(tally.models.size())),
                                   countOf(tally.points))};
    if (!tally.sources.empty())
        sentences << FigureText::tr("The results are from %1.").arg(byPaper(tally.sources).join(u"; "_s));
    if (tally.estimated > 0)
        sentences << FigureText::tr(
                         "Of %1 results the training compute is an estimate: six operations for each "
                         "parameter and training token, or another model's.")
                         .arg(countOf(tally.estimated));
    return sentences.join(u' ');
}

QString exclusionSentence(const FigureContent &content)
{
    QStringList named;
    for (const CurveContent *curve : curvesOf(content))
        for (const CurvePoint &point : curve->curve.points)
            if (point.excluded)
                named << FigureText::tr("%1 on %2 (%3)")
                             .arg(point.model, curve->curve.key.task, curve->curve.key.setting);
    named.removeDuplicates();
    if (named.isEmpty())
        return FigureText::tr("No result was set aside.");
    const qsizetype more = named.size() - kMostNamed;
    if (more > 0)
        named = named.first(kMostNamed) << FigureText::tr("%1 more").arg(more);
    return FigureText::tr("Set aside and not fitted: %1.").arg(enumeration(named));
}

/// The rivals that the verdicts compare, in their order.
QString rivalsSentence(const FigureContent &content)
{
    QStringList rivals;
    for (const CurveContent *curve : curvesOf(content))
        if (curve->verdict)
            for (const fit::Fit &fit : curve->verdict->comparison.fits)
                rivals << rivalInWords(fit.request, curve->verdict->measure);
    rivals.removeDuplicates();
    if (rivals.isEmpty())
        return {};
    return FigureText::tr(
               "Rival mean curves were fitted to the same results under the same noise and compared by "
               "their AICc: %1. A rise counts as a threshold where the best curve with a break, a step "
               "or a sigmoid is "
               "ahead of the best smooth curve by %2 or more.")
        .arg(enumeration(rivals))
        .arg(fit::kDecisiveAicc);
}

QString fitSentences(const FigureContent &content, const Tally &tally)
{
    const FitSpec &spec = content.spec.fit;
    QStringList sentences;
    QString drawn =
        spec.model ? FigureText::tr("The curves drawn are of one kind, %1").arg(modelInWords(*spec.model))
                   : FigureText::tr("Of each curve the rival of smallest AICc is drawn (%1)")
                         .arg(listOf(tally.rivals).join(u", "_s));
    if (tally.floorsAtChance)
        drawn += FigureText::tr(", its floor at the chance level");
    if (!tally.noises.empty())
        drawn += FigureText::tr(", fitted by maximum likelihood; the noise of the scores is %1")
                     .arg(enumeration(listOf(tally.noises)));
    sentences << drawn + u'.' << rivalsSentence(content)
              << FigureText::tr("Intervals of parameters are 95 % intervals by profile likelihood.");
    if (tally.bands > 0)
        sentences << FigureText::tr("Bands are pointwise 95 % intervals from a parametric bootstrap of %1 "
                                    "replicates (seed %2).")
                         .arg(countOf(spec.replicates))
                         .arg(spec.seed);
    const auto curves = curvesOf(content);
    if (std::ranges::any_of(curves, [](const CurveContent *curve) {
            return curve->verdict && curve->verdict->breakTest.tested;
        }))
        sentences << FigureText::tr("The test for a break is simulated under the best smooth curve (%1 "
                                    "replicates, seed %2) and corrected for the search over its place.")
                         .arg(countOf(fit::BreakOptions().replicates))
                         .arg(fit::BreakOptions().seed);
    sentences.removeAll(QString());
    return sentences.join(u' ');
}

QString verdictSentences(const FigureContent &content)
{
    std::vector<fit::Verdict> verdicts;
    std::vector<const CurveContent *> judged;
    for (const CurveContent *curve : curvesOf(content))
        if (curve->verdict) {
            judged.push_back(curve);
            verdicts.push_back(*curve->verdict);
        }
    if (judged.empty() || judged.size() > kMostVerdicts)
        return {};
    const std::vector<double> q = fit::breakQ(verdicts);
    QStringList sentences;
    for (std::size_t i = 0; i < judged.size(); ++i) {
        const CurveKey &key = judged[i]->curve.key;
        sentences << u"%1, %2, %3: %4"_s.arg(
            key.family, key.task, key.setting,
            verdictSentence(verdicts[i], judged[i]->curve, int(judged.size()), q[i]));
    }
    return sentences.join(u' ');
}

} // namespace

QString methodsText(const FigureContent &content, const QString &version)
{
    const Tally tally = tallyOf(content);
    const Layers &layers = content.spec.layers;
    QStringList sentences{dataSentences(content, tally), exclusionSentence(content)};
    if (layers.errorBars && tally.bars > 0)
        sentences << FigureText::tr(
            "Error bars are 95 % intervals: Wilson's where the questions are counted, else "
            "1.96 stated standard errors.");
    if (layers.fits && !tally.rivals.empty())
        sentences << fitSentences(content, tally);
    if ((layers.onset && tally.onsets > 0) || tally.rows)
        sentences << FigureText::tr(
            "An ability has its onset, by definition, at the first of the models that all "
            "score above chance, where at least two smaller ones do not.");
    sentences << tally.findings << tally.notes;
    for (const QString &missing : tally.missing)
        sentences << FigureText::tr("Missing: %1").arg(missing);
    sentences << FigureText::tr("Fits and figure were made with Onset %1.").arg(version);
    QStringList paragraphs{sentences.join(u' '), verdictSentences(content)};
    paragraphs.removeAll(QString());
    return paragraphs.join(u"\n\n"_s) + u'\n';
}

} // namespace onset
