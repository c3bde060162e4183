#include "app/cli/fit_table.h"

#include "app/cli/command.h"
#include "app/cli/curve_options.h"
#include "core/figure/quantity_text.h"
#include "core/figure/verdict_text.h"

#include <algorithm>
#include <cmath>
#include <iterator>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

/// A parameter as it is printed: a midpoint as a scale, the others as fitted.
struct Printed
{
    QString name;
    double value = kUnknown;
    fit::Interval interval = {};
    bool free = true;
};

Printed printed(const fit::Parameter &parameter, const Scale &scale)
{
    Printed out{latin(parameter.name), parameter.value, parameter.interval, parameter.free};
    if (out.name == u"midpoint" || out.name == u"break") {
        out.value = scale.fromFit(out.value);
        out.interval = placesOf(out.interval, scale);
    }
    return out;
}

QString inWords(const Printed &parameter)
{
    const auto number = [](double value) { return QString::number(value, 'g', 4); };
    if (std::isnan(parameter.value))
        return Words::tr("%1 undetermined").arg(parameter.name);
    const QString nameAndValue = parameter.name + u' ' + number(parameter.value);
    if (!parameter.free)
        return Words::tr("%1 (given)").arg(nameAndValue);
    if (std::isnan(parameter.interval.low))
        return nameAndValue;
    return u"%1 [%2, %3]"_s.arg(nameAndValue, number(parameter.interval.low),
                                number(parameter.interval.high));
}

/// A row for each rival, and one for a curve without any: the curve's key, then what `cells` gives.
/// @param cells  called with the curve and its rival, or null
template <typename Cells>
Table tableOf(const QStringList &columns, const std::vector<FittedCurve> &curves, Cells cells)
{
    const bool runs = !curves.empty() && !curves.front().curve.key.model.isEmpty();
    Table table{keyColumns(runs) + columns, {}};
    const auto add = [&](const FittedCurve &fitted, const Rival *rival) {
        std::vector<Cell> row = keyCells(fitted.curve.key);
        std::ranges::copy(cells(fitted, rival), std::back_inserter(row));
        row.resize(std::size_t(table.columns.size()));
        table.rows.push_back(std::move(row));
    };
    for (const FittedCurve &fitted : curves) {
        if (fitted.rivals.empty())
            add(fitted, nullptr);
        for (const Rival &rival : fitted.rivals)
            add(fitted, &rival);
    }
    return table;
}

/// model, n, status
std::vector<Cell> outcome(const FittedCurve &fitted, const Rival *rival)
{
    if (!rival)
        return {Cell{}, qint64(fitPoints(fitted.curve).size()), name(fitted.status)};
    return {name(rival->name), qint64(rival->fit.m), name(fitStatus(rival->fit))};
}

} // namespace

Table fixedTable(const std::vector<FittedCurve> &curves)
{
    QStringList columns{u"x"_s,      u"model"_s, u"n"_s,   u"status"_s, u"rss"_s,
                        u"loglik"_s, u"aicc"_s,  u"bic"_s, u"weight"_s};
    for (int i = 1; i <= fit::kMaxParameters; ++i)
        for (const char *part : {"name", "value", "low", "high"})
            columns << u"p%1_%2"_s.arg(i).arg(QLatin1StringView(part));
    columns << u"noise"_s << u"scatter"_s;

    return tableOf(columns, curves, [](const FittedCurve &fitted, const Rival *rival) {
        std::vector<Cell> cells{name(fitted.curve.scale.name())};
        std::ranges::copy(outcome(fitted, rival), std::back_inserter(cells));
        if (!rival)
            return cells;
        const fit::Fit &fit = rival->fit;
        for (const double value : {fit.rss, fit.logLikelihood, fit.aicc, fit.bic, rival->weight})
            cells.push_back(number(value));
        for (int i = 0; i < fit.count; ++i) {
            const Printed parameter = printed(fit.parameters[std::size_t(i)], fitted.curve.scale);
            cells.push_back(name(parameter.name));
            for (const double value : {parameter.value, parameter.interval.low, parameter.interval.high})
                cells.push_back(number(value));
        }
        cells.resize(std::size_t(9 + 4 * fit::kMaxParameters));
        cells.push_back(name(latin(fit::name(fit.request.noise))));
        cells.push_back(number(fit.scatter));
        return cells;
    });
}

Table readingTable(const std::vector<FittedCurve> &curves)
{
    const QStringList columns{u"model"_s, u"noise"_s,  u"n"_s,          u"status"_s, u"rss"_s,
                              u"aicc"_s,  u"weight"_s, u"parameters"_s, u"reason"_s};
    return tableOf(columns, curves, [](const FittedCurve &fitted, const Rival *rival) {
        std::vector<Cell> cells = outcome(fitted, rival);
        cells.insert(cells.begin() + 1, rival ? name(latin(fit::name(rival->fit.request.noise))) : Cell{});
        if (!rival)
            return cells;
        const fit::Fit &fit = rival->fit;
        QStringList parameters;
        for (int i = 0; i < fit.count; ++i)
            parameters << inWords(printed(fit.parameters[std::size_t(i)], fitted.curve.scale));
        for (const double value : {fit.rss, fit.aicc, rival->weight})
            cells.push_back(number(value));
        cells.push_back(name(parameters.join(u", "_s)));
        cells.push_back(name(whyNotComparable(fit, fitted.curve)));
        return cells;
    });
}

} // namespace onset::cli
