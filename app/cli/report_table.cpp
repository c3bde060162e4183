#include "app/cli/report_table.h"

#include "app/cli/command.h"
#include "app/cli/curve_options.h"
#include "app/cli/fit_table.h"
#include "core/figure/finding.h"
#include "core/figure/quantity_text.h"
#include "core/figure/verdict_text.h"

#include <algorithm>
#include <cmath>
#include <iterator>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

struct Midpoint
{
    double value = kUnknown;
    fit::Interval interval = {};
};

/// Of the best sigmoid, where there is a rise to have one.
Midpoint midpointOf(const ReportRow &row)
{
    const fit::Verdict &verdict = row.verdict;
    if (verdict.sigmoid < 0 || verdict.shape == fit::Shape::None)
        return {};
    const fit::Fit &fit = verdict.comparison.fits[std::size_t(verdict.sigmoid)];
    const double x = fit.parameter("midpoint");
    return {row.curve.scale.fromFit(x), placesOf(verdict.midpoint, row.curve.scale)};
}

double breakP(const ReportRow &row)
{
    return row.verdict.breakTest.tested ? row.verdict.breakTest.p : kUnknown;
}

bool areRuns(const std::vector<ReportRow> &rows)
{
    return !rows.empty() && !rows.front().curve.key.model.isEmpty();
}

/// @param cells  what follows the key of a row
template <typename Cells>
Table tableOf(const QStringList &key, const QStringList &columns, const std::vector<ReportRow> &rows,
              Cells cells)
{
    Table table{key + columns, {}};
    for (const ReportRow &row : rows) {
        std::vector<Cell> line = keyCells(row.curve.key);
        std::ranges::move(cells(row), std::back_inserter(line));
        table.rows.push_back(std::move(line));
    }
    return table;
}

qint64 models(const ReportRow &row) { return qint64(fitPoints(row.curve).size()); }

} // namespace

Table fixedReport(const std::vector<ReportRow> &rows)
{
    const QStringList columns{u"x"_s,
                              u"n"_s,
                              u"verdict"_s,
                              u"pattern"_s,
                              u"shape"_s,
                              u"onset"_s,
                              u"onset_low"_s,
                              u"onset_high"_s,
                              u"midpoint"_s,
                              u"midpoint_low"_s,
                              u"midpoint_high"_s,
                              u"delta_aicc"_s,
                              u"p_break"_s,
                              u"q"_s,
                              u"sentence"_s,
                              u"published_onset"_s,
                              u"published_source"_s,
                              u"linearity"_s,
                              u"breakthroughness"_s,
                              u"p_breakthroughness_chance"_s};
    return tableOf(keyColumns(areRuns(rows)), columns, rows, [&](const ReportRow &row) {
        const fit::Verdict &verdict = row.verdict;
        const fit::Interval onset = onsetOf(row.verdict, row.curve);
        const Midpoint midpoint = midpointOf(row);
        return std::vector<Cell>{
            name(row.curve.scale.name()),
            models(row),
            name(latin(fit::name(verdict.headline))),
            name(latin(fit::name(verdict.finding.pattern))),
            name(latin(fit::name(verdict.shape))),
            number(onset.high),
            number(onset.low),
            number(onset.high),
            number(midpoint.value),
            number(midpoint.interval.low),
            number(midpoint.interval.high),
            number(verdict.advantage),
            number(breakP(row)),
            number(row.q),
            name(verdictSentence(verdict, row.curve, int(rows.size()), row.q)),
            number(row.published.onset),
            name(row.published.source),
            number(row.bigBench.seen.linearity),
            number(row.bigBench.seen.breakthroughness),
            number(row.bigBench.chance.p),
        };
    });
}

Table readingReport(const std::vector<ReportRow> &rows)
{
    const QStringList columns{u"n"_s, u"verdict"_s, u"onset"_s, u"published_onset"_s, u"sentence"_s};
    return tableOf(keyColumns(areRuns(rows)), columns, rows, [&](const ReportRow &row) {
        return std::vector<Cell>{models(row), name(latin(fit::name(row.verdict.headline))),
                                 number(onsetOf(row.verdict, row.curve).high), number(row.published.onset),
                                 name(verdictSentence(row.verdict, row.curve, int(rows.size()), row.q))};
    });
}

Table paperReport(const std::vector<ReportRow> &rows)
{
    QStringList key{Words::tr("Family"), Words::tr("Benchmark"), Words::tr("Task"), Words::tr("Metric"),
                    Words::tr("Setting")};
    if (areRuns(rows))
        key.insert(1, Words::tr("Run"));
    const QStringList columns{Words::tr("Models"), Words::tr("Verdict"),        Words::tr("Onset above"),
                              Words::tr("Onset"),  Words::tr("Midpoint"),       Words::tr("from"),
                              Words::tr("to"),     Words::tr("ΔAICc"),          Words::tr("p"),
                              Words::tr("q"),      Words::tr("Published onset")};
    return tableOf(key, columns, rows, [](const ReportRow &row) {
        const fit::Interval onset = onsetOf(row.verdict, row.curve);
        const Midpoint midpoint = midpointOf(row);
        return std::vector<Cell>{models(row),
                                 name(headlineInWords(row.verdict.headline)),
                                 number(onset.low),
                                 number(onset.high),
                                 number(midpoint.value),
                                 number(midpoint.interval.low),
                                 number(midpoint.interval.high),
                                 number(row.verdict.advantage),
                                 number(breakP(row)),
                                 number(row.q),
                                 number(row.published.onset)};
    });
}

QString paperNote(std::size_t examined)
{
    return examined > 1 ? Words::tr("Picked from %1 curves; q over all of them.").arg(examined) : QString();
}

QString paperLegend()
{
    return Words::tr(
        "Onset: by definition, after the largest model below it, the smallest of the models that "
        "stay above chance. Midpoint: of the best sigmoid, with its 95 % interval. ΔAICc: of "
        "the best smooth curve less the best threshold curve; 4 decides. p: of a break "
        "somewhere, corrected for the search.");
}

} // namespace onset::cli
