#include "app/cli/fit_table.h"

#include "app/cli/command.h"

#include <algorithm>
#include <cmath>
#include <iterator>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

QString latin(std::string_view text) { return QString::fromLatin1(text.data(), qsizetype(text.size())); }

/// A parameter as it is printed: a midpoint as a scale, the others as fitted.
struct Printed
{
    QString name;
    double value = kUnknown;
    fit::Interval interval = {};
    bool free = true;
};

/// A place on the scale; an open end stays infinite.
double place(double x, const Scale &scale)
{
    if (std::isinf(x))
        return scale.reversed() ? -x : x;
    return scale.fromFit(x);
}

Printed printed(const Rival &rival, int i, const Scale &scale)
{
    const fit::Parameter &parameter = rival.fit.parameters[std::size_t(i)];
    Printed out{latin(parameter.name), parameter.value, {}, parameter.free};
    if (parameter.free && rival.band.replicates > 0)
        out.interval = rival.band.parameters[std::size_t(i)];
    if (out.name == u"midpoint") {
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
    Table table{QStringList{u"family"_s, u"benchmark"_s, u"task"_s, u"metric"_s, u"setting"_s} + columns, {}};
    const auto add = [&](const Curve &curve, const Rival *rival) {
        const CurveKey &key = curve.key;
        std::vector<Cell> row{name(key.family), name(key.benchmark), name(key.task), name(key.metric),
                              name(key.setting)};
        std::ranges::copy(cells(curve, rival), std::back_inserter(row));
        row.resize(std::size_t(table.columns.size()));
        table.rows.push_back(std::move(row));
    };
    for (const FittedCurve &fitted : curves) {
        if (fitted.rivals.empty())
            add(fitted.curve, nullptr);
        for (const Rival &rival : fitted.rivals)
            add(fitted.curve, &rival);
    }
    return table;
}

/// model, n, status
std::vector<Cell> outcome(const Curve &curve, const Rival *rival)
{
    if (!rival)
        return {Cell{}, qint64(fitPoints(curve).size()), u"not comparable"_s};
    const fit::Fit &fit = rival->fit;
    return {name(latin(fit::name(fit.request.model))), qint64(fit.m), name(latin(fit::name(fit.status)))};
}

} // namespace

fit::Interval placesOf(const fit::Interval &x, const Scale &scale)
{
    const fit::Interval places{place(x.low, scale), place(x.high, scale)};
    return scale.reversed() ? fit::Interval{places.high, places.low} : places;
}

void weigh(std::vector<Rival> &rivals)
{
    const auto comparable = [](const Rival &rival) { return !std::isnan(rival.fit.aicc); };
    if (std::ranges::count_if(rivals, comparable) < 2)
        return;
    const double best = bestOf(rivals).front().fit.aicc;
    double sum = 0;
    for (Rival &rival : rivals) {
        rival.weight = std::exp((best - rival.fit.aicc) / 2);
        sum += comparable(rival) ? rival.weight : 0;
    }
    for (Rival &rival : rivals)
        rival.weight /= sum;
}

std::vector<Rival> bestOf(const std::vector<Rival> &rivals)
{
    std::vector<Rival> best;
    for (const Rival &rival : rivals)
        if (!std::isnan(rival.fit.aicc) && (best.empty() || rival.fit.aicc < best.front().fit.aicc))
            best = {rival};
    return best;
}

Table fixedTable(const std::vector<FittedCurve> &curves)
{
    QStringList columns{u"x"_s,      u"model"_s, u"n"_s,   u"status"_s, u"rss"_s,
                        u"loglik"_s, u"aicc"_s,  u"bic"_s, u"weight"_s};
    for (int i = 1; i <= fit::kMaxParameters; ++i)
        for (const char *part : {"name", "value", "low", "high"})
            columns << u"p%1_%2"_s.arg(i).arg(QLatin1StringView(part));

    return tableOf(columns, curves, [](const Curve &curve, const Rival *rival) {
        std::vector<Cell> cells{name(curve.scale.name())};
        std::ranges::copy(outcome(curve, rival), std::back_inserter(cells));
        if (!rival)
            return cells;
        const fit::Fit &fit = rival->fit;
        for (const double value : {fit.rss, fit.logLikelihood, fit.aicc, fit.bic, rival->weight})
            cells.push_back(number(value));
        for (int i = 0; i < fit.count; ++i) {
            const Printed parameter = printed(*rival, i, curve.scale);
            cells.push_back(name(parameter.name));
            for (const double value : {parameter.value, parameter.interval.low, parameter.interval.high})
                cells.push_back(number(value));
        }
        return cells;
    });
}

Table readingTable(const std::vector<FittedCurve> &curves)
{
    const QStringList columns{u"model"_s, u"n"_s,      u"status"_s,    u"rss"_s,
                              u"aicc"_s,  u"weight"_s, u"parameters"_s};
    return tableOf(columns, curves, [](const Curve &curve, const Rival *rival) {
        std::vector<Cell> cells = outcome(curve, rival);
        if (!rival)
            return cells;
        QStringList parameters;
        for (int i = 0; i < rival->fit.count; ++i)
            parameters << inWords(printed(*rival, i, curve.scale));
        for (const double value : {rival->fit.rss, rival->fit.aicc, rival->weight})
            cells.push_back(number(value));
        cells.push_back(name(parameters.join(u", "_s)));
        return cells;
    });
}

} // namespace onset::cli
