#pragma once

#include "core/figure/figure_content.h"

#include <QStringList>

#include <set>

namespace onset {

/// Counts of what the figure shows, over all panels.
struct Tally
{
    int curves = 0, points = 0, bars = 0, estimated = 0, excluded = 0, supposed = 0, bands = 0, onsets = 0,
        provisional = 0, failed = 0, undrawn = 0;
    bool throughLens = false, floorsAtChance = true, monotone = false;
    std::set<QString> models, sources, rivals, noises, compared;
    QStringList notes, missing, findings;
    bool rows = false, differences = false, differenceBands = false, gains = false;
};

[[nodiscard]] Tally tallyOf(const FigureContent &content);

} // namespace onset
