#pragma once

#include <limits>
#include <vector>

namespace onset::fit {

inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A closed interval; an infinite end is open, NaN ends mean "none".
struct Interval
{
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();

    bool operator==(const Interval &) const = default;
};

/// What a fit sees of a curve. All vectors have shape (m), m = number of models; n and se may also be empty.
struct Points
{
    std::vector<double> x; ///< log10 of the scale (or the scale itself when linear), increasing, ties allowed
    std::vector<double> y; ///< score, finite
    std::vector<double> n; ///< questions behind each score; NaN unknown
    std::vector<double> se; ///< stated standard error; NaN unknown

    [[nodiscard]] std::size_t size() const { return x.size(); }
    bool operator==(const Points &) const = default;
};

/// The different values, increasing.
[[nodiscard]] std::vector<double> distinctValues(std::vector<double> values);

/// Whether p·n can be a number of right answers: n in 1..2⁵³, p in 0..1, and p·n no farther from a whole
/// number than the decimals of p allow (.024 of 600 is 14.1 to 14.7: no count).
[[nodiscard]] bool isCount(double p, double n);

/// Wilson score interval of k = p·n successes out of n.
/// (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)   [Wilson 1927, JASA 22:209]
/// @param p  share right, in 0..1      @param n  questions, > 0      @param z  normal quantile
[[nodiscard]] Interval wilson(double p, double n, double z = 1.959963984540054);

} // namespace onset::fit
