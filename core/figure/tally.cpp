#include "core/figure/tally.h"

#include "core/figure/captions.h"
#include "core/figure/comparisons.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

/// The papers and tables of a curve's points, else the import that it names.
void addSources(const CurveContent &curve, std::set<QString> &sources)
{
    bool named = false;
    for (const CurvePoint &point : curve.curve.points) {
        if (const QString source = point.source.section(u';', 0, 0).trimmed(); !source.isEmpty()) {
            sources.insert(source);
            named = true;
        }
    }
    if (!named && !curve.spec.source.isEmpty())
        sources.insert(curve.spec.source);
}

void addFit(const CurveContent &curve, Tally &tally)
{
    const fit::Request &request = curve.fit.request;
    tally.rivals.insert(modelInWords(request.model));
    if (request.model != fit::Model::Isotonic)
        tally.noises.insert(noiseInWords(request.noise));
    tally.monotone |= request.model == fit::Model::Isotonic;
    tally.floorsAtChance &= fit::hasFloor(request.model) && request.floor == curve.measure.chance;
}

} // namespace

Tally tallyOf(const FigureContent &content)
{
    Tally tally;
    for (const PanelContent &panel : content.panels) {
        tally.missing << panel.missing;
        QStringList findings = panel.findings;
        if (const QString forecast = forecastSentence(panel); !forecast.isEmpty())
            findings << forecast;
        for (const QString &finding : findings)
            tally.findings << (content.panels.size() > 1 && !subjectOf(panel).isEmpty()
                                   ? u"%1: %2"_s.arg(subjectOf(panel), finding)
                                   : finding);
        tally.rows |= hasRows(panel.spec.plot);
        tally.gains |= !panel.gains.empty();
        tally.differences |= !panel.differences.empty();
        for (const Difference &difference : panel.differences) {
            tally.differenceBands |= !difference.band.x.empty();
            if (difference.crossing.baseline.usable())
                tally.compared.insert(modelInWords(difference.crossing.baseline.request.model));
        }
        if (panel.spec.plot == Plot::Differences)
            continue; // of curves that stand in another panel
        for (const CurveContent &curve : panel.curves) {
            ++tally.curves;
            addSources(curve, tally.sources);
            for (const CurvePoint &point : curve.curve.points) {
                ++tally.points;
                tally.models.insert(curve.curve.key.family + u'\n' + point.model);
                tally.estimated += xEstimated(curve.curve, point);
                tally.excluded += point.excluded;
                tally.supposed += point.measured.has_value();
            }
            tally.bars += hasRows(panel.spec.plot)
                              ? 0
                              : int(std::ranges::count_if(curve.bars, [](const fit::Interval &bar) {
                                    return std::isfinite(bar.low);
                                }));
            tally.undrawn += int(std::ranges::count_if(curve.curve.points, [&](const CurvePoint &point) {
                const double drawn = curve.lens(point.y);
                return std::isfinite(point.y) && (!std::isfinite(drawn) || (panel.logY && drawn <= 0));
            }));
            if (curve.fit.usable())
                addFit(curve, tally);
            tally.throughLens |= curve.lens != Lens();
            tally.bands += hasBand(content.spec, panel.spec.plot, curve);
            tally.failed += curve.band.failed;
            tally.onsets += curve.onset && curve.onset->exists;
            tally.provisional += curve.onset && curve.onset->exists && curve.onset->provisional;
            if (!curve.fitNote.isEmpty())
                tally.notes << u"%1: %2"_s.arg(curve.label, curve.fitNote);
        }
    }
    tally.notes.removeDuplicates();
    return tally;
}

} // namespace onset
