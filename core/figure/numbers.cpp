#include "core/figure/numbers.h"

#include "core/figure/captions.h"
#include "core/figure/figure_text.h"
#include "core/figure/quantity_text.h"
#include "core/figure/rounded.h"
#include "core/figure/verdict_text.h"

#include <algorithm>
#include <cmath>
#include <iterator>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr int kSteps = 200; // of a curve that has no band to take its places from

QString latin(std::string_view text) { return QString::fromLatin1(text.data(), qsizetype(text.size())); }

Cell number(double value) { return std::isnan(value) ? Cell{} : Cell{value}; }

Cell name(const QString &text) { return text.isEmpty() ? Cell{} : Cell{text}; }

/// What a parameter is a quantity of.
enum class Quantity { Place, Score, ScorePerX, PerX, Plain };

Quantity quantityOf(std::string_view name, fit::Model model)
{
    if (name == "midpoint" || name == "break")
        return Quantity::Place;
    if (name == "slope")
        return model == fit::Model::Line || model == fit::Model::Hinge ? Quantity::ScorePerX : Quantity::PerX;
    for (const std::string_view score : {"floor", "ceiling", "level", "limit", "amplitude", "intercept"})
        if (name == score)
            return Quantity::Score;
    return Quantity::Plain;
}

QString titleOf(std::string_view name)
{
    if (name == "floor")
        return FigureText::tr("Floor");
    if (name == "ceiling")
        return FigureText::tr("Ceiling");
    if (name == "level")
        return FigureText::tr("Level");
    if (name == "limit")
        return FigureText::tr("Limit");
    if (name == "amplitude")
        return FigureText::tr("Amplitude");
    if (name == "intercept")
        return FigureText::tr("Intercept");
    if (name == "slope")
        return FigureText::tr("Slope");
    if (name == "midpoint")
        return FigureText::tr("Midpoint");
    if (name == "break")
        return FigureText::tr("Break");
    if (name == "exponent")
        return FigureText::tr("Exponent");
    if (name == "exponent-change")
        return FigureText::tr("Change of exponent");
    if (name == "asymmetry")
        return FigureText::tr("Asymmetry");
    if (name == "sharpness")
        return FigureText::tr("Sharpness");
    return latin(name);
}

/// "Midpoint (FLOPs)", "Slope (per decade)"
QString headingOf(const fit::Parameter &parameter, const CurveContent &content)
{
    const Scale &scale = content.curve.scale;
    const bool percent = content.curve.metric.proportion;
    const QString per = scale.logarithmic() ? FigureText::tr("per decade") : FigureText::tr("per unit");
    QString unit;
    switch (quantityOf(parameter.name, content.fit.request.model)) {
    case Quantity::Place:
        unit = scale.kind == Scale::Kind::Measure ? scale.measure.metric : scaleUnit(scale).arg(QString());
        break;
    case Quantity::Score:
        unit = percent ? u"%"_s : QString();
        break;
    case Quantity::ScorePerX:
        unit = percent ? u"% "_s + per : per;
        break;
    case Quantity::PerX:
        unit = per;
        break;
    case Quantity::Plain:
        break;
    }
    const QString title = titleOf(parameter.name);
    return unit.trimmed().isEmpty() ? title : u"%1 (%2)"_s.arg(title, unit.trimmed());
}

/// Value and interval in the units of the workbook.
struct Estimate
{
    double value = kUnknown;
    fit::Interval interval = {};
    bool powers = false;
};

Estimate estimateOf(const fit::Parameter &parameter, const CurveContent &content)
{
    Estimate estimate{parameter.value, parameter.free ? parameter.interval : fit::Interval{}, true};
    if (quantityOf(parameter.name, content.fit.request.model) != Quantity::Place)
        return estimate;
    const Scale &scale = content.curve.scale;
    return {std::isnan(parameter.value) ? kUnknown : scale.fromFit(parameter.value),
            placesOf(estimate.interval, scale), scale.logarithmic()};
}

/// What is given is no estimate, and said as it is.
Rounded roundedOf(const Estimate &estimate, bool given)
{
    if (given && std::isfinite(estimate.value))
        return {.value = QString::number(estimate.value, 'g', 6).replace(u'-', u'−'), .low = {}, .high = {}};
    return rounded(estimate.value, estimate.interval, estimate.powers);
}

QString parameterText(const fit::Parameter &parameter, const CurveContent &content)
{
    Estimate estimate = estimateOf(parameter, content);
    const Quantity quantity = quantityOf(parameter.name, content.fit.request.model);
    if ((quantity == Quantity::Score || quantity == Quantity::ScorePerX) && content.curve.metric.proportion) {
        for (double *number : {&estimate.value, &estimate.interval.low, &estimate.interval.high})
            *number *= 100;
    }
    if (std::isnan(estimate.value))
        return FigureText::tr("none");
    const QString text = roundedText(roundedOf(estimate, !parameter.free));
    return parameter.free ? text : FigureText::tr("%1 (given)").arg(text);
}

/// Calls with each panel's name and each of its curves that stands nowhere else.
template <typename Function>
void forEachCurve(const FigureContent &content, Function function)
{
    for (std::size_t i = 0; i < content.panels.size(); ++i) {
        const PanelContent &panel = content.panels[i];
        const QString panelName =
            panel.title.isEmpty() && content.panels.size() > 1 ? QString::number(i + 1) : panel.title;
        for (std::size_t k = 0; k < panel.curves.size(); ++k)
            function(panelName, panel, int(k));
    }
}

template <typename Function>
void forEachFit(const FigureContent &content, Function function)
{
    if (!content.spec.layers.fits)
        return;
    forEachCurve(content, [&](const QString &name, const PanelContent &panel, int i) {
        const CurveContent &curve = panel.curves[std::size_t(i)];
        if (panel.spec.plot == Plot::Scores && curve.fit.usable())
            function(name, panel, curve);
    });
}

std::vector<Cell> keyCells(const QString &panel, const CurveContent &content)
{
    const CurveKey &key = content.curve.key;
    return {name(panel),    name(content.label), name(key.family), name(key.benchmark),
            name(key.task), name(key.metric),    name(key.setting)};
}

const QStringList &keyColumns()
{
    static const QStringList columns{u"panel"_s, u"curve"_s,  u"family"_s, u"benchmark"_s,
                                     u"task"_s,  u"metric"_s, u"setting"_s};
    return columns;
}

/// @param at    in fit units
/// @param mean  of the fit, at fit units
template <typename Mean>
void addCurve(Table &table, const QString &panel, const CurveContent &content, const QString &model,
              const fit::Band &band, const std::vector<double> &at, Mean mean)
{
    const Scale &scale = content.curve.scale;
    for (std::size_t i = 0; i < at.size(); ++i) {
        const bool banded = i < band.x.size() && band.x[i] == at[i];
        const fit::Interval ends = banded ? fit::Interval{band.low[i], band.high[i]} : fit::Interval{};
        const double y = mean(at[i]);
        const fit::Interval drawn = content.lens(ends);
        std::vector<Cell> row = keyCells(panel, content);
        row.push_back(name(scale.name()));
        row.push_back(name(model));
        for (const double value :
             {scale.fromFit(at[i]), y, ends.low, ends.high, content.lens(y), drawn.low, drawn.high})
            row.push_back(number(value));
        table.rows.push_back(std::move(row));
    }
}

/// Evenly from `low` to `high`.
std::vector<double> grid(double low, double high)
{
    std::vector<double> at;
    if (std::isfinite(low) && std::isfinite(high) && low < high)
        for (int i = 0; i <= kSteps; ++i)
            at.push_back(low + (high - low) * i / kSteps);
    return at;
}

} // namespace

Table parameterTable(const FigureContent &content)
{
    struct Row
    {
        QString panel, curve, model;
        qint64 n;
        std::vector<std::pair<QString, QString>> parameters; ///< heading and text
    };
    std::vector<Row> rows;
    QStringList headings;
    bool panels = false;
    forEachFit(content, [&](const QString &panel, const PanelContent &, const CurveContent &curve) {
        Row row{panel, curve.label, rivalInWords(curve.fit.request, curve.measure), curve.fit.m, {}};
        for (std::size_t i = 0; i < std::size_t(curve.fit.count); ++i) {
            const fit::Parameter &parameter = curve.fit.parameters[i];
            const QString heading = headingOf(parameter, curve);
            row.parameters.emplace_back(heading, parameterText(parameter, curve));
            if (!headings.contains(heading))
                headings << heading;
        }
        panels |= !rows.empty() && rows.front().panel != panel;
        rows.push_back(std::move(row));
    });

    Table table{QStringList{FigureText::tr("Panel"), FigureText::tr("Curve"), FigureText::tr("Fit"),
                            FigureText::tr("Models")} +
                    headings,
                {}};
    for (const Row &row : rows) {
        std::vector<Cell> cells{panels ? name(row.panel) : Cell{}, name(row.curve), name(row.model), row.n};
        cells.resize(std::size_t(table.columns.size()));
        for (const auto &[heading, text] : row.parameters)
            cells[std::size_t(4 + headings.indexOf(heading))] = text;
        table.rows.push_back(std::move(cells));
    }
    return table;
}

QString parameterLegend()
{
    return FigureText::tr("In brackets: 95 % intervals by profile likelihood; a power of ten multiplies all "
                          "numbers before it. Given: held, not fitted.");
}

Table parameterRows(const FigureContent &content)
{
    Table table{keyColumns() + QStringList{u"x"_s, u"model"_s, u"noise"_s, u"n"_s, u"parameter"_s, u"value"_s,
                                           u"low"_s, u"high"_s, u"given"_s, u"status"_s},
                {}};
    forEachFit(content, [&](const QString &panel, const PanelContent &, const CurveContent &curve) {
        const fit::Request &request = curve.fit.request;
        for (std::size_t i = 0; i < std::size_t(curve.fit.count); ++i) {
            const fit::Parameter &parameter = curve.fit.parameters[i];
            const Estimate estimate = estimateOf(parameter, curve);
            const Rounded text = roundedOf(estimate, !parameter.free);
            std::vector<Cell> row = keyCells(panel, curve);
            row.push_back(name(curve.curve.scale.name()));
            row.push_back(QString::fromStdString(fit::rivalName(request, curve.measure)));
            row.push_back(latin(fit::name(request.noise)));
            row.push_back(qint64(curve.fit.m));
            row.push_back(latin(parameter.name));
            for (const QString &number : {text.value, text.low, text.high})
                row.push_back(name(roundedNumber(number, text.power)));
            row.push_back(qint64(!parameter.free));
            row.push_back(fitStatus(curve.fit));
            table.rows.push_back(std::move(row));
        }
    });
    return table;
}

QStringList pointColumns()
{
    return {u"family"_s,       u"benchmark"_s,   u"task"_s,         u"metric"_s,     u"setting"_s,
            u"model"_s,        u"checkpoint"_s,  u"scale"_s,        u"x"_s,          u"y"_s,
            u"y_low"_s,        u"y_high"_s,      u"stderr"_s,       u"n_examples"_s, u"params"_s,
            u"train_tokens"_s, u"train_flops"_s, u"chance_level"_s, u"excluded"_s,   u"note"_s,
            u"source"_s};
}

std::vector<Cell> pointCells(const Curve &curve, const CurvePoint &point)
{
    const fit::Interval bar = scoreInterval(curve.metric, point);
    return {name(curve.key.family),
            name(curve.key.benchmark),
            name(curve.key.task),
            name(curve.key.metric),
            name(curve.key.setting),
            name(point.model),
            name(point.checkpoint),
            name(curve.scale.name()),
            number(point.x),
            number(point.y),
            number(bar.low),
            number(bar.high),
            number(point.standardError),
            number(point.n),
            number(point.parameters),
            number(point.tokens),
            number(point.flops),
            number(curve.chance),
            qint64(point.excluded),
            name(point.note),
            name(point.source)};
}

Table pointRows(const FigureContent &content)
{
    Table table{QStringList{u"panel"_s, u"curve"_s} + pointColumns() + QStringList{u"drawn"_s}, {}};
    forEachCurve(content, [&](const QString &panelName, const PanelContent &panel, int i) {
        const CurveContent &curve = panel.curves[std::size_t(i)];
        for (std::size_t k = 0; k < curve.curve.points.size(); ++k) {
            std::vector<Cell> row{name(panelName), name(curve.label)};
            std::ranges::move(pointCells(curve.curve, curve.curve.points[k]), std::back_inserter(row));
            row.push_back(hasRows(panel.spec.plot) ? Cell{} : number(heightOf(panel, i, int(k))));
            table.rows.push_back(std::move(row));
        }
    });
    return table;
}

Table curveRows(const FigureContent &content)
{
    Table table{keyColumns() + QStringList{u"scale"_s, u"model"_s, u"x"_s, u"y"_s, u"low"_s, u"high"_s,
                                           u"drawn"_s, u"drawn_low"_s, u"drawn_high"_s},
                {}};
    forEachFit(content, [&](const QString &name, const PanelContent &panel, const CurveContent &curve) {
        const Scale &scale = curve.curve.scale;
        const auto [low, high] = std::minmax({scale.toFit(panel.x.low), scale.toFit(panel.x.high)});
        const std::vector<double> at = curve.band.x.empty() ? grid(low, high) : curve.band.x;
        addCurve(table, name, curve, QString::fromStdString(fit::rivalName(curve.fit.request, curve.measure)),
                 curve.band, at, [&](double x) { return curve.fit.mean(x); });
    });
    if (!content.spec.layers.fits)
        return table;
    forEachCurve(content, [&](const QString &name, const PanelContent &panel, int i) {
        for (const Difference &difference : panel.differences) {
            const fit::Crossover &crossing = difference.crossing;
            if (difference.curve != i || !(crossing.shared.low < crossing.shared.high))
                continue;
            const std::vector<double> at = difference.band.x.empty()
                                               ? grid(crossing.shared.low, crossing.shared.high)
                                               : difference.band.x;
            addCurve(table, name, panel.curves[std::size_t(i)],
                     latin(fit::name(crossing.baseline.request.model)), difference.band, at,
                     [&](double x) { return crossing.strategy.mean(x) - crossing.baseline.mean(x); });
        }
    });
    return table;
}

} // namespace onset
