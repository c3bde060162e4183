#pragma once

#include "core/curve/ability.h"
#include "core/figure/figure_spec.h"

#include <array>
#include <vector>

namespace onset {

/// In the order of the menu.
inline constexpr std::array kViews{View::Curve,   View::SmallMultiples, View::Strategies, View::Scales,
                                   View::Metrics, View::Families,       View::Onsets,     View::Frontier};

/// The most abilities that can be read in one such figure.
[[nodiscard]] std::size_t mostAbilities(View view);

/// How many families a panel shows: more have no room in a legend, and none can be told apart.
inline constexpr std::size_t kMostFamilies = 24;

/// The task, its setting where that is stated, and how many of its families are shown when not all are.
[[nodiscard]] QString titleOf(const Ability &ability);

/// A panel with the families of an ability, looking like `pattern` (scale, axes, transform). Of more than
/// kMostFamilies those with the most models of known compute, then with the most models, then by name; the
/// title says so.
[[nodiscard]] PanelSpec panelOf(const Ability &ability, const PanelSpec &pattern);

/// A nameless figure with one panel for each ability, drawn like `pattern`, with room for every panel.
/// @param abilities  not empty
[[nodiscard]] FigureSpec figureOf(const std::vector<const Ability *> &abilities, const FigureSpec &pattern);

/// What a figure is about: its selection, else the abilities of its curves, each once, in its order.
[[nodiscard]] std::vector<AbilityKey> selectionOf(const FigureSpec &figure);

/// A nameless figure that puts the view's question to the chosen abilities:
/// - Curve: one panel each, with all families.
/// - SmallMultiples: the same on shared axes.
/// - Strategies: each family on top, asked plainly and with a strategy; below, what the strategy gains. A
///   setting alone is set against the nearest plainer one of its measure, or a plain one against the
///   strategies that build on it; of chosen settings of one measure the plainest is the baseline.
/// - Scales: compute, parameters and, where the same models have one, perplexity, side by side.
/// - Metrics: the score, the share right of one step of several, its logit, and what other metrics of the
///   task record of the same models: smooth ones beside one that counts right answers, else those that count.
/// - Families: as Curve, with the compute-equivalent gain.
/// - Onsets: a row for each curve, all on one scale.
/// - Frontier: the curves that are flat, a row each.
/// @param chosen  not empty; the first `mostAbilities` are shown, the first thousand remembered
/// @param all     of the workbook, ordered by benchmark, task, metric, setting
/// @param pattern  whose layers, fit, scale, and answer length are kept
[[nodiscard]] FigureSpec viewOf(View view, std::vector<const Ability *> chosen,
                                const std::vector<Ability> &all, const FigureSpec &pattern);

} // namespace onset
