#pragma once

#include "core/fit/curves/parameters.h"
#include "core/fit/curves/search_box.h"

#include <memory>
#include <span>
#include <string_view>

namespace onset::fit {

/// What a printed parameter is in μ(x) = level + rise·s(x; θ).
enum class Role {
    Level,
    Rise,
    Fall,  ///< −rise
    Top,   ///< level + rise
    Shape, ///< of θ; printed from the third on, in the order of θ
};

struct RivalParameter
{
    std::string_view name;
    Role role = Role::Shape;
    double Request::*given = nullptr; ///< where a level can be held
    Interval Box::*box = nullptr; ///< where a shape parameter is searched; null: a place among the midpoints
                                  ///< of which each is tried, so that no edge counts
    bool logarithmic = false;     ///< > 0, its logarithm stands in θ
};

/// What is fitted of a rival.
enum class Variants {
    None,
    One,
    Level,   ///< its level free, and at chance
    Floor,   ///< its floor at chance, and free
    Ceiling, ///< its ceiling at the best score, and free
};

/// Where s of a shape is 1, so that the linear part is well scaled.
enum class Reference { None, SmallestX, LargestX };

/// How the search begins along one coordinate of θ, or two.
struct StartAxis
{
    enum Along {
        Evenly,       ///< over its box
        Among,        ///< evenly over the x
        Gaps,         ///< between neighbouring x
        Kinks,        ///< in and beyond the gaps; of a curve that ends at its ceiling, pairs of them
        SlopeMidpoint ///< both coordinates, where some x lies within the transition
    };
    Along along = Evenly;
    int steps = 0;
};

/// All that the rest asks of a rival.
struct Rival
{
    std::string_view name; ///< "flat", "line", … in lower case
    const char *title;     ///< English, for translation: "Saturating power law"
    const char *words;     ///< "a saturating power law"
    const char *tip;       ///< what it looks like, in half a sentence

    std::span<const RivalParameter> parameters = {}; ///< in printing order
    bool smooth = false;                             ///< no place where something begins
    Variants variants = Variants::One;
    bool endsAtBest = false; ///< its ceiling, where given, is the best score

    /// @param reference  where s is 1, as `reference` says
    std::unique_ptr<CurveShape> (*shape)(const Request &, double reference) = nullptr; ///< null: s = 0
    Reference reference = Reference::None;

    void (*confine)(const Request &, SearchSpace &) = nullptr; ///< a box of its own for level and rise
    std::span<const StartAxis> starts = {};
    int sure = 0; ///< every so many starts the likelihood is asked; 0: only where the squares favour one
};

[[nodiscard]] const Rival &rivalOf(Model model);

/// Where a shape parameter is searched, in its own unit.
[[nodiscard]] Interval boxOf(const RivalParameter &parameter, const Box &box, const std::vector<double> &x);

/// Null: it has none of this name.
[[nodiscard]] const RivalParameter *parameterOf(Model model, std::string_view name);

} // namespace onset::fit
