#include "app/cli/fit_table.h"

#include "app/cli/command.h"

#include <algorithm>
#include <cmath>

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

Printed printed(const Rival &rival, int i, const Scale &scale)
{
    const fit::Parameter &parameter = rival.fit.parameters[std::size_t(i)];
    Printed out{latin(parameter.name), parameter.value, {}, parameter.free};
    if (parameter.free && rival.band.replicates > 0)
        out.interval = rival.band.parameters[std::size_t(i)];
    if (out.name == u"midpoint") {
        out.value = scale.fromFit(out.value);
        out.interval = {scale.fromFit(out.interval.low), scale.fromFit(out.interval.high)};
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

std::vector<Cell> keyCells(const Curve &curve)
{
    return {name(curve.key.family), name(curve.key.benchmark), name(curve.key.task), name(curve.key.metric),
            name(curve.key.setting)};
}

Cell models(const Curve &curve)
{
    return qint64(std::ranges::count(curve.points, false, &CurvePoint::excluded));
}

Cell notComparable() { return u"not comparable"_s; }

} // namespace

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
    Table table{{u"family"_s, u"benchmark"_s, u"task"_s, u"metric"_s, u"setting"_s, u"x"_s, u"model"_s,
                 u"n"_s, u"status"_s, u"rss"_s, u"loglik"_s, u"aicc"_s, u"bic"_s, u"weight"_s},
                {}};
    for (int i = 1; i <= fit::kMaxParameters; ++i)
        for (const char *part : {"name", "value", "low", "high"})
            table.columns << u"p%1_%2"_s.arg(i).arg(QLatin1StringView(part));

    for (const FittedCurve &each : curves) {
        const Scale &scale = each.curve.scale;
        if (each.rivals.empty()) {
            std::vector<Cell> row = keyCells(each.curve);
            row.insert(row.end(), {name(scale.name()), {}, models(each.curve), notComparable()});
            row.resize(std::size_t(table.columns.size()));
            table.rows.push_back(std::move(row));
        }
        for (const Rival &rival : each.rivals) {
            const fit::Fit &fit = rival.fit;
            std::vector<Cell> row = keyCells(each.curve);
            row.insert(row.end(),
                       {name(scale.name()), name(latin(fit::name(fit.request.model))), qint64(fit.m),
                        name(latin(fit::name(fit.status))), number(fit.rss), number(fit.logLikelihood),
                        number(fit.aicc), number(fit.bic), number(rival.weight)});
            for (int i = 0; i < fit.count; ++i) {
                const Printed parameter = printed(rival, i, scale);
                row.insert(row.end(), {name(parameter.name), number(parameter.value),
                                       number(parameter.interval.low), number(parameter.interval.high)});
            }
            row.resize(std::size_t(table.columns.size()));
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

Table readingTable(const std::vector<FittedCurve> &curves)
{
    Table table{{u"family"_s, u"benchmark"_s, u"task"_s, u"metric"_s, u"setting"_s, u"model"_s, u"n"_s,
                 u"status"_s, u"rss"_s, u"aicc"_s, u"weight"_s, u"parameters"_s},
                {}};
    for (const FittedCurve &each : curves) {
        if (each.rivals.empty()) {
            std::vector<Cell> row = keyCells(each.curve);
            row.insert(row.end(), {Cell{}, models(each.curve), notComparable()});
            row.resize(std::size_t(table.columns.size()));
            table.rows.push_back(std::move(row));
        }
        for (const Rival &rival : each.rivals) {
            const fit::Fit &fit = rival.fit;
            QStringList parameters;
            for (int i = 0; i < fit.count; ++i)
                parameters << inWords(printed(rival, i, each.curve.scale));
            std::vector<Cell> row = keyCells(each.curve);
            row.insert(row.end(), {name(latin(fit::name(fit.request.model))), qint64(fit.m),
                                   name(latin(fit::name(fit.status))), number(fit.rss), number(fit.aicc),
                                   number(rival.weight), name(parameters.join(u", "_s))});
            table.rows.push_back(std::move(row));
        }
    }
    return table;
}

} // namespace onset::cli
