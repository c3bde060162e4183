#include "widgets/panels/fit_text.h"

#include "core/figure/captions.h"
#include "core/figure/quantity_text.h"
#include "widgets/plot/palette.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

struct FitText
{
    Q_DECLARE_TR_FUNCTIONS(onset::FitText)
};

QString paragraph(const QString &text) { return u"<p style='margin:2px 0'>%1</p>"_s.arg(text); }

QString row(const QString &name, const QString &value, const QString &interval = {})
{
    const QString range = interval.isEmpty() ? QString() : u"<br><small>%1</small>"_s.arg(interval);
    return u"<tr><td style='padding-right:12px'>%1</td><td>%2%3</td></tr>"_s.arg(name, value, range);
}

QString number(double value) { return QString::number(value, 'g', 4).replace(u'-', u'−'); }

/// How a parameter of a curve is written.
struct ParameterWords
{
    QString name;
    std::function<QString(double)> text;
    QString unit = u"%1"_s; ///< around the text
};

ParameterWords wordsFor(const fit::Parameter &parameter, const Curve &curve)
{
    const auto score = [&curve](double value) { return scoreText(curve.metric, value); };
    if (parameter.name == "midpoint") {
        return {FitText::tr("Midpoint"),
                [&curve](double x) { return scaleText(curve.scale, curve.scale.fromFit(x)); },
                scaleUnit(curve.scale)};
    }
    if (parameter.name == "slope") {
        const bool perDecade = curve.scale.logarithmic();
        return {FitText::tr("Slope"), number,
                perDecade ? FitText::tr("%1 per decade") : FitText::tr("%1 per unit")};
    }
    if (parameter.name == "floor")
        return {FitText::tr("Floor"), score};
    if (parameter.name == "ceiling")
        return {FitText::tr("Ceiling"), score};
    if (parameter.name == "level")
        return {FitText::tr("Level"), score};
    return {QString::fromUtf8(parameter.name.data(), qsizetype(parameter.name.size())), number};
}

QString parameterRow(const fit::Parameter &parameter, const fit::Interval &interval, const Curve &curve)
{
    const ParameterWords words = wordsFor(parameter, curve);
    return row(words.name, words.unit.arg(words.text(parameter.value)),
               parameter.free ? intervalText(interval, words.text) : FitText::tr("given"));
}

QString fitTable(const CurveContent &content)
{
    const fit::Fit &fit = content.fit;
    QString rows;
    for (std::size_t i = 0; i < std::size_t(fit.count); ++i)
        rows += parameterRow(fit.parameters[i], content.band.parameters[i], content.curve);
    rows += row(FitText::tr("RSS"), number(fit.rss));
    rows += row(FitText::tr("AICc"), std::isnan(fit.aicc) ? FitText::tr("not comparable") : number(fit.aicc));
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
    const auto at = [&scale = content.curve.scale](double x) {
        return scaleUnit(scale).arg(scaleText(scale, scale.fromFit(x)));
    };
    const QString sentence = FitText::tr("Onset by definition at %1; the largest model below it is at %2.")
                                 .arg(at(onset.between.high), at(onset.between.low));
    return onset.provisional
               ? sentence + u' ' + FitText::tr("Provisional, as some numbers of questions are unknown.")
               : sentence;
}

QString curveText(const CurveContent &content, const QColor &colour)
{
    const int models = int(std::ranges::count(content.curve.points, false, &CurvePoint::excluded));
    QString text = u"<p style='margin:10px 0 2px 0'><span style='color:%1'>■</span> <b>%2</b></p>"_s.arg(
        colour.name(), content.label.toHtmlEscaped());
    const bool asked = content.fit.count > 0 || content.fit.m > 0;
    if (content.fit.usable()) {
        text += paragraph(
            FitText::tr("Through %2 models: %1.").arg(modelInWords(content.fit.request.model)).arg(models));
        text += fitTable(content);
    } else if (asked) {
        text += paragraph(FitText::tr("Models: %1").arg(models));
    }
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
    text += paragraph(onsetSentence(content));
    for (const QString &note : notes)
        text += paragraph(note.toHtmlEscaped());
    return text;
}

QString method(const FigureSpec &figure)
{
    if (!figure.layers.bands)
        return FitText::tr("Least squares; switch the bands on to see 95 % intervals.");
    return FitText::
        tr("Least squares; 95 % intervals and bands from a parametric bootstrap of %1 replicates, seed %2.")
            .arg(figure.fit.replicates)
            .arg(figure.fit.seed);
}

} // namespace

QString fitText(const FigureContent &content, Theme theme)
{
    const auto looks = looksOf(content, theme);
    QString text;
    for (std::size_t p = 0; p < content.panels.size(); ++p) {
        const PanelContent &panel = content.panels[p];
        if (content.panels.size() > 1)
            text += u"<h4 style='margin:14px 0 0 0'>%1</h4>"_s.arg(panel.spec.title.toHtmlEscaped());
        for (std::size_t i = 0; i < panel.curves.size(); ++i)
            text += curveText(panel.curves[i], looks[p][i].color);
        for (const QString &missing : panel.missing)
            text += paragraph(missing.toHtmlEscaped());
    }
    if (content.spec.layers.fits)
        text += u"<p style='margin:12px 0 2px 0'><small>%1</small></p>"_s.arg(method(content.spec));
    return text;
}

} // namespace onset
