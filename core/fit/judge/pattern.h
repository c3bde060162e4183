#pragma once

#include "core/fit/judge/onset.h"
#include "core/fit/judge/trend.h"

#include <string_view>

namespace onset::fit {

/// What the scores alone say of an ability, without any mean curve: the first that holds. Models of equal
/// scale count together: their scale is above chance when all of them are.
enum class Pattern {
    None,            ///< no chance level, or no smallest gain: loss, perplexity and the like have no
                     ///< pattern
    Insufficient,    ///< fewer than three scales
    BelowChance,     ///< every model of the two largest scales significantly below chance, none above: the
                     ///< answer format deserves a look. One scale alone may be scatter between models
    Inverse,         ///< significant fall with scale, of at least δ over the range
    Flat,            ///< no model above chance
    Present,         ///< every model above chance
    Appears,         ///< onset by definition exists
    AppearsOneBelow, ///< as before, but with a single smaller scale
    Mixed,           ///< the rest
};
[[nodiscard]] std::string_view name(Pattern pattern); ///< "none", "below-chance", "appears-one-below" …

struct PatternFinding
{
    Pattern pattern = Pattern::None;
    Onset onset;       ///< of the same tests, whatever the pattern is
    ChanceTests tests; ///< shape (m)
    Trend trend;       ///< of scores turned so that more is better; p is Holm-adjusted over rise and fall
    int scales = 0;    ///< distinct x
    int above = 0;     ///< models significantly above chance
    int below = 0;     ///< models significantly below chance
};

/// The trend is tested by Cochran and Armitage where every score is a count, else by Mann and Kendall; it is
/// a fall when p ≤ 5 % after Holm's correction over the two directions. At least five models of unknown n are
/// needed for that: ranks of fewer cannot be significant.
/// @param points  finite x and y
[[nodiscard]] PatternFinding findPattern(const Points &points, const OnsetRule &rule);

} // namespace onset::fit
