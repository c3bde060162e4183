#include "widgets/panels/fit_text.h"

#include "core/figure/captions.h"
#include "core/figure/comparisons.h"
#include "core/figure/quantity_text.h"
#include "core/figure/verdict_text.h"
#include "widgets/panels/glossary.h"
#include "widgets/plot/palette.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

const QString kRival = u"rival:"_s; // before the name of a rival in a link
constexpr double kClose = 2;        // ΔAICc within which rivals cannot be told apart

struct FitText
{
    Q_DECLARE_TR_FUNCTIONS(onset::FitText)
};

QString paragraph(const QString &text) { return u"<p style='margin:2px 0'>%1</p>"_s.arg(text); }

QString small(const QString &text) { return u"<small>%1</small>"_s.arg(text); }

QString faint(const QString &text, Theme theme)
{
    return u"<span style='color:%1'>%2</span>"_s.arg(colorsOf(theme).muted.name(), text);
}

/// A word of the glossary among ordinary text.
QString word(const QString &key, const QString &shown, Theme theme)
{
    return termLink(key, shown, colorsOf(theme).text);
}

QString row(const QString &name, const QString &value, const QString &interval = {})
{
    const QString range = interval.isEmpty() ? QString() : u"<br>"_s + small(interval);
    return u"<tr><td style='padding-right:12px'>%1</td><td>%2%3</td></tr>"_s.arg(name, value, range);
}

QString number(double value) { return QString::number(value, 'g', 4).replace(u'-', u'−'); }

QString fixed(double value, int digits) { return QString::number(value, 'f', digits); }

QString wordOf(std::string_view name) { return QString::fromUtf8(name.data(), qsizetype(name.size())); }

/// @param why  more to say of it where the mouse rests
QString linkTo(fit::Model model, bool drawn, const QString &why = {})
{
    const QString title = modelTitle(model);
    QString tip = drawn ? FitText::tr("%1: drawn.").arg(title) : FitText::tr("Draw: %1.").arg(title);
    if (!why.isEmpty())
        tip += u' ' + why;
    return u"<a href='%1%2' title='%3'>%4</a>"_s.arg(kRival, wordOf(fit::name(model)), tip.toHtmlEscaped(),
                                                     drawn ? u"<b>%1</b>"_s.arg(title) : title);
}

/// A rival as the table has it: of its variants the best one's ΔAICc, and the weight of all.
struct Line
{
    fit::Model model;
    double delta = std::numeric_limits<double>::infinity();
    double weight = 0;
    QString variant = {};                                    ///< what sets the best variant apart
    fit::Comparable comparable = fit::Comparable::NotFitted; ///< yes: one variant is; else of the first
    QString why = {};                                        ///< it is not
};

QString variantOf(const fit::Request &request, const fit::Measure &measure)
{
    const QString name = wordOf(fit::rivalName(request, measure));
    const QString model = wordOf(fit::name(request.model));
    if (name.endsWith("free floor"_L1))
        return FitText::tr("free floor");
    if (name.endsWith("free ceiling"_L1))
        return FitText::tr("free ceiling");
    return name == model ? QString() : FitText::tr("at chance");
}

/// One line a rival, by ΔAICc; those that are not comparable last.
std::vector<Line> linesOf(const CurveContent &content)
{
    const fit::Verdict &verdict = *content.verdict;
    const fit::Comparison &rivals = verdict.comparison;
    std::vector<Line> lines;
    for (std::size_t i = 0; i < rivals.fits.size(); ++i) {
        const fit::Fit &fit = rivals.fits[i];
        if (lines.empty() || lines.back().model != fit.request.model)
            lines.push_back({.model = fit.request.model,
                             .comparable = fit.comparable,
                             .why = whyNotComparable(fit, content.curve)});
        Line &line = lines.back();
        if (fit.comparable != fit::Comparable::Yes)
            continue;
        line.comparable = fit::Comparable::Yes;
        line.weight += rivals.weight[i];
        if (rivals.delta[i] < line.delta) {
            line.delta = rivals.delta[i];
            line.variant = variantOf(fit.request, verdict.measure);
        }
    }
    std::ranges::stable_sort(lines, {}, &Line::delta);
    // Beside a likelihood without limit the others weigh nothing.
    if (std::ranges::count(lines, fit::Comparable::Exact, &Line::comparable) > 0)
        for (Line &line : lines)
            if (line.comparable == fit::Comparable::Yes)
                line = {.model = line.model, .why = FitText::tr("Another one passes through every score.")};
    return lines;
}

QString weightText(double weight)
{
    return weight < 0.005 ? u"&lt; 1 %"_s : u"%1 %"_s.arg(fixed(100 * weight, 0));
}

/// The same for several rivals, after "Not comparable, as".
QString reasonOf(fit::Comparable comparable)
{
    switch (comparable) {
    case fit::Comparable::Yes:
        return {};
    case fit::Comparable::TooFewModels:
        return FitText::tr("too few models for their parameters");
    case fit::Comparable::Unidentified:
        return FitText::tr("the models do not determine every parameter");
    case fit::Comparable::Exact:
        return FitText::tr("they pass through every score");
    case fit::Comparable::NotFitted:
        return FitText::tr("there is no fit");
    }
    return {};
}

QString rivalTable(const CurveContent &content, Theme theme)
{
    const fit::Model drawn = content.fit.request.model;
    const bool draws = content.fit.usable();
    const std::vector<Line> lines = linesOf(content);
    QString rows;
    for (const Line &line : lines) {
        if (line.comparable != fit::Comparable::Yes)
            continue;
        const QString variant = line.variant.isEmpty() ? QString() : u' ' + small(faint(line.variant, theme));
        rows += u"<tr><td>%1%2</td><td align='right'>%3</td><td align='right'>%4</td></tr>"_s.arg(
            linkTo(line.model, draws && line.model == drawn), variant, fixed(line.delta, 1),
            weightText(line.weight));
    }
    QString text;
    const bool exact = std::ranges::count(lines, fit::Comparable::Exact, &Line::comparable) > 0;
    if (rows.isEmpty() && !exact)
        text += paragraph(FitText::tr("No rival can be compared: the models are too few."));
    else if (!rows.isEmpty())
        text +=
            u"<table width='100%' cellspacing='0' cellpadding='1'><tr><td>%1</td><td align='right'>%2</td>"
            "<td align='right'>%3</td></tr>%4</table>"_s.arg(
                small(termLink(u"rivals"_s, FitText::tr("Rival"), colorsOf(theme).muted)),
                small(termLink(u"aicc"_s, FitText::tr("ΔAICc"), colorsOf(theme).muted)),
                small(termLink(u"weight"_s, FitText::tr("weight"), colorsOf(theme).muted)), rows);
    const auto close = std::ranges::count_if(lines, [](const Line &line) { return line.delta < kClose; });
    if (close > 1)
        text += paragraph(FitText::tr("The first %1 cannot be told apart (ΔAICc below 2).").arg(close));
    for (const fit::Comparable reason : {fit::Comparable::Exact, fit::Comparable::TooFewModels,
                                         fit::Comparable::Unidentified, fit::Comparable::NotFitted}) {
        QStringList names;
        for (const Line &line : lines)
            if (line.comparable == reason)
                names += linkTo(line.model, draws && line.model == drawn, line.why);
        if (!names.isEmpty())
            text += paragraph(small(faint(FitText::tr("Not comparable, as %1:")
                                              .arg(exact && reason == fit::Comparable::NotFitted
                                                       ? FitText::tr("others pass through every score")
                                                       : reasonOf(reason)),
                                          theme) +
                                    u' ' + names.join(u", "_s)));
    }
    return text + paragraph(small(faint(FitText::tr("Without a count of parameters:"), theme) + u' ' +
                                  linkTo(fit::Model::Isotonic, draws && drawn == fit::Model::Isotonic)));
}

/// How a parameter of a curve is written.
struct ParameterWords
{
    QString name;
    std::function<QString(double)> text;
    QString unit = u"%1"_s; ///< around the text
};

ParameterWords wordsFor(const fit::Parameter &parameter, const Curve &curve, fit::Model model)
{
    const auto score = [&curve](double value) { return scoreText(curve.metric, value); };
    const auto place = [&curve](double value) { return scaleText(curve.scale, value); };
    const std::string_view name = parameter.name;
    if (name == "midpoint")
        return {FitText::tr("Midpoint"), place, scaleUnit(curve.scale)};
    if (name == "break")
        return {FitText::tr("Break"), place, scaleUnit(curve.scale)};
    if (name == "slope") {
        const bool ofScores = model == fit::Model::Line || model == fit::Model::Hinge;
        return {FitText::tr("Slope"), ofScores ? std::function<QString(double)>(score) : number,
                curve.scale.logarithmic() ? FitText::tr("%1 per decade") : FitText::tr("%1 per unit")};
    }
    static const std::map<std::string_view, const char *> ofScores{
        {"floor", QT_TRANSLATE_NOOP("onset::FitText", "Floor")},
        {"ceiling", QT_TRANSLATE_NOOP("onset::FitText", "Ceiling")},
        {"level", QT_TRANSLATE_NOOP("onset::FitText", "Level")},
        {"limit", QT_TRANSLATE_NOOP("onset::FitText", "Limit")},
        {"amplitude", QT_TRANSLATE_NOOP("onset::FitText", "Amplitude")},
        {"intercept", QT_TRANSLATE_NOOP("onset::FitText", "Intercept")}};
    if (const auto found = ofScores.find(name); found != ofScores.end())
        return {FitText::tr(found->second), score};
    static const std::map<std::string_view, const char *> plain{
        {"exponent", QT_TRANSLATE_NOOP("onset::FitText", "Exponent")},
        {"exponent-change", QT_TRANSLATE_NOOP("onset::FitText", "Its change")},
        {"asymmetry", QT_TRANSLATE_NOOP("onset::FitText", "Asymmetry")},
        {"sharpness", QT_TRANSLATE_NOOP("onset::FitText", "Sharpness")}};
    const auto found = plain.find(name);
    return {found == plain.end() ? wordOf(name) : FitText::tr(found->second), number};
}

QString parameterRow(const fit::Parameter &parameter, const Curve &curve, fit::Model model)
{
    const ParameterWords words = wordsFor(parameter, curve, model);
    const bool isPlace = parameter.name == "midpoint" || parameter.name == "break";
    const auto &[low, high] = parameter.interval;
    const QString value = words.text(isPlace ? curve.scale.fromFit(parameter.value) : parameter.value);
    QString interval = FitText::tr("given");
    if (parameter.free && std::isinf(low) && std::isinf(high))
        interval = FitText::tr("not determined by these models");
    else if (parameter.free)
        interval = intervalText(isPlace ? placesOf(parameter.interval, curve.scale) : parameter.interval,
                                words.text);
    return row(words.name, value.isEmpty() ? FitText::tr("none") : words.unit.arg(value), interval);
}

QString scatterRow(const fit::Fit &fit, const Curve &curve, Theme theme)
{
    switch (fit.request.noise) {
    case fit::Noise::Gaussian:
        return row(word(u"scatter"_s, FitText::tr("Scatter σ"), theme), scoreText(curve.metric, fit.scatter),
                   FitText::tr("about the curve"));
    case fit::Noise::StatedError:
    case fit::Noise::ExtraScatter:
        return row(word(u"scatter"_s, FitText::tr("Scatter τ"), theme), number(fit.scatter),
                   FitText::tr("between models, in log-odds"));
    case fit::Noise::BetaBinomial:
        return row(word(u"scatter"_s, FitText::tr("Scatter ρ"), theme), number(fit.scatter),
                   FitText::tr("intra-class correlation"));
    case fit::Noise::Binomial:
        break;
    }
    return {};
}

QString breakRow(const fit::Verdict &verdict, const Scale &scale, Theme theme)
{
    const fit::BreakTest &test = verdict.breakTest;
    if (!test.tested)
        return {};
    const QString what =
        test.kind == fit::BreakTest::Kind::Kink ? FitText::tr("a kink at %1") : FitText::tr("a jump at %1");
    return row(word(u"break"_s, FitText::tr("Break test"), theme),
               probabilityText(u'p', test.p).toHtmlEscaped(),
               FitText::tr("corrected for the search; %1").arg(what.arg(placeText(scale, test.at))));
}

QString fitTable(const CurveContent &content, Theme theme)
{
    const fit::Fit &fit = content.fit;
    QString rows;
    for (std::size_t i = 0; i < std::size_t(fit.count); ++i)
        rows += parameterRow(fit.parameters[i], content.curve, fit.request.model);
    if (std::isfinite(fit.scatter) && fit.count > 0)
        rows += scatterRow(fit, content.curve, theme);
    if (content.verdict)
        rows += breakRow(*content.verdict, content.curve.scale, theme);
    return u"<table cellspacing='0' cellpadding='1'>%1</table>"_s.arg(rows);
}

QString onsetSentence(const CurveContent &content)
{
    if (!content.onset)
        return FitText::tr("No onset by definition: the score of guessing is not known.");
    const fit::Onset &onset = *content.onset;
    if (!onset.exists)
        return FitText::tr(
            "No onset by definition: that takes two smaller models or more, none above chance, "
            "and every larger model above it.");
    const Scale &scale = content.curve.scale;
    const QString sentence =
        FitText::tr("Onset by definition at %1; the largest model below it is at %2.")
            .arg(placeText(scale, onset.between.high), placeText(scale, onset.between.low));
    return onset.provisional
               ? sentence + u' ' + FitText::tr("Provisional, as some numbers of questions are unknown.")
               : sentence;
}

/// The verdict with its headline in bold.
QString verdictParagraph(const CurveContent &content, Theme theme)
{
    QString sentence = verdictSentence(*content.verdict, content.curve);
    for (const QString &joint : {u" × "_s, u" = "_s, u" < "_s}) // a number does not end a line half-way
        sentence.replace(joint, u'\u00a0' + joint.trimmed() + u'\u00a0');
    sentence.replace(u" FLOPs"_s, u"\u00a0FLOPs"_s);
    const QString headline = headlineInWords(content.verdict->headline);
    Q_ASSERT(sentence.startsWith(headline));
    return u"<p style='margin:2px 0 6px 0'>%1</p>"_s.arg(
        u"<b>%1</b>%2"_s.arg(word(u"verdict"_s, headline.toHtmlEscaped(), theme),
                             sentence.sliced(headline.size()).toHtmlEscaped()));
}

QString drawnSentence(const CurveContent &content, int models)
{
    const fit::Request &request = content.fit.request;
    const bool atChance = fit::hasFloor(request.model) && request.floor == content.measure.chance;
    return (atChance ? FitText::tr("Drawn through %1 models: %2 with its floor at chance.")
                     : FitText::tr("Drawn through %1 models: %2."))
        .arg(models)
        .arg(modelInWords(request.model));
}

/// BIG-bench's two numbers, which mean nothing without what guessing and a line make of as many models.
QString bigBenchSentence(const fit::BigBenchFinding &found)
{
    const auto text = [](double value) {
        return std::isinf(value) ? (value < 0 ? u"−∞"_s : u"∞"_s) : number(value);
    };
    return FitText::tr("BIG-bench: linearity L = %1, breakthroughness B = %2. With these models, guessing "
                       "reaches B = %3 in 5 % of cases, a straight line %4.")
        .arg(text(found.seen.linearity), text(found.seen.breakthroughness), text(found.chance.percentile95),
             text(found.line.percentile95));
}

QString curveText(const CurveContent &content, const QColor &colour, Theme theme)
{
    const int models = int(std::ranges::count_if(
        content.curve.points, [](const CurvePoint &point) { return !point.excluded && !point.heldOut; }));
    QString text = u"<p style='margin:10px 0 2px 0'><span style='color:%1'>■</span> <b>%2</b></p>"_s.arg(
        colour.name(), content.label.toHtmlEscaped());
    if (content.verdict)
        text += verdictParagraph(content, theme) + rivalTable(content, theme);
    else
        text += paragraph(onsetSentence(content));
    const bool asked = content.fit.count > 0 || content.fit.m > 0;
    if (content.fit.usable())
        text += u"<p style='margin:8px 0 2px 0'>%1</p>"_s.arg(drawnSentence(content, models)) +
                fitTable(content, theme);
    else if (asked)
        text += paragraph(FitText::tr("Models: %1").arg(models));
    if (content.bigBench && content.bigBench->replicates > 0)
        text += paragraph(
            small(termLink(u"bigbench"_s, bigBenchSentence(*content.bigBench), colorsOf(theme).muted)));
    QStringList notes;
    if (!content.fitNote.isEmpty())
        notes += content.fitNote;
    if (content.band.failed > 0)
        notes += FitText::tr("Replicates that could not be fitted: %1 of %2.")
                     .arg(content.band.failed)
                     .arg(content.band.replicates);
    if (content.curve.unplaced > 0)
        notes +=
            FitText::tr("Not drawn, as their place on this axis is unknown: %1.").arg(content.curve.unplaced);
    if (content.curve.conflicts > 0)
        notes += FitText::tr("Results of other imports that disagree: %1.").arg(content.curve.conflicts);
    for (const QString &note : notes)
        text += paragraph(note.toHtmlEscaped());
    return text;
}

QString method(const FigureContent &content)
{
    QStringList noises;
    bool bands = false;
    for (const PanelContent &panel : content.panels) {
        for (const CurveContent &curve : panel.curves) {
            if (curve.fit.usable() && curve.fit.request.model != fit::Model::Isotonic)
                noises += noiseInWords(curve.fit.request.noise);
            bands |= hasBand(content.spec, panel.spec.plot, curve);
        }
    }
    noises.removeDuplicates();
    QStringList text;
    if (!noises.isEmpty())
        text += FitText::tr("Maximum likelihood, noise %1; 95 % intervals by profile likelihood. Weights are "
                            "Akaike's; the scatter counts as a parameter.")
                    .arg(noises.join(FitText::tr(", or ")));
    if (bands)
        text += FitText::tr("Bands: parametric bootstrap of %1 replicates, seed %2.")
                    .arg(content.spec.fit.replicates)
                    .arg(content.spec.fit.seed);
    return text.join(u' ');
}

} // namespace

QString fitText(const FigureContent &content, Theme theme)
{
    const auto looks = looksOf(content, theme);
    QString text;
    for (std::size_t p = 0; p < content.panels.size(); ++p) {
        const PanelContent &panel = content.panels[p];
        const bool compares = panel.spec.plot == Plot::Differences; // curves of another panel
        const QString heading = compares ? subjectOf(panel) : panel.spec.title;
        if (content.panels.size() > 1)
            text += u"<h4 style='margin:14px 0 0 0'>%1</h4>"_s.arg(heading.toHtmlEscaped());
        for (std::size_t i = 0; !compares && i < panel.curves.size(); ++i)
            text += curveText(panel.curves[i], looks[p][i].color, theme);
        const QString forecast = forecastSentence(panel);
        for (const QString &words : QStringList(forecast.isEmpty() ? QStringList() : QStringList(forecast)) +
                                        panel.findings + panel.missing)
            text += paragraph(words.toHtmlEscaped());
    }
    if (content.spec.layers.fits)
        text += u"<p style='margin:12px 0 2px 0'><small>%1</small></p>"_s.arg(method(content));
    return text;
}

std::optional<fit::Model> rivalOf(const QString &link)
{
    for (const fit::Model model : fit::kModels)
        if (link == kRival + wordOf(fit::name(model)))
            return model;
    return std::nullopt;
}

} // namespace onset
