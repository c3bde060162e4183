#pragma once

#include "core/fit/points.h"

namespace onset::fit {

/// Whether scores rise or fall with scale, as a whole.
struct Trend
{
    double pRise = 1;  ///< one-sided
    double pFall = 1;  ///< one-sided
    double change = 0; ///< of the straight line through the scores, from the smallest to the largest x
};

/// The test of Cochran [1954, Biometrics 10:417] and Armitage [1955, Biometrics 11:375] for a linear trend in
/// proportions, scores x. Models scatter by more than the questions that they drew, so the statistic is
/// divided by √φ, φ = max(1, (X² − z²)/(m − 2)): what the line leaves of Pearson's X², per degree of freedom;
/// it is then compared with t of m − 2 degrees of freedom [McCullagh & Nelder 1989, §4.5]. With φ = 1 and
/// many models it is the plain test.
/// @param points  every y·n a count; increasing x, not all equal; m ≥ 3
[[nodiscard]] Trend cochranArmitage(const Points &points);

/// The rank test of Mann [1945, Econometrica 13:245] and Kendall [1975, Rank Correlation Methods]: scatter of
/// any size and shape keeps its level. Exact without ties up to 50 models, else normal with Kendall's
/// correction for ties in x and y, and for continuity.
/// @param points  increasing x, not all equal; m ≥ 3; n and se are not used
[[nodiscard]] Trend mannKendall(const Points &points);

} // namespace onset::fit
