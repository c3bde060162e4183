#include "core/fit/points.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace onset::fit {
namespace {

constexpr int kDigits = 12; ///< of a printed score; more than that is rounding

/// Decimals of p as printed: .024 has three.
int decimals(double p)
{
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), p, std::chars_format::fixed, kDigits);
    const std::string_view digits(text.data(), static_cast<std::size_t>(end.ptr - text.data()));
    const std::size_t last = digits.find_last_not_of('0');
    return static_cast<int>(last) - static_cast<int>(digits.find('.'));
}

} // namespace

std::vector<double> distinctValues(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

bool isCount(double p, double n)
{
    constexpr double kMost = 9007199254740992; // 2⁵³: from there on a double skips whole numbers
    if (!(n >= 1 && n <= kMost && p >= 0 && p <= 1))
        return false;
    const double count = p * n;
    const double slack = 0.5 * n * std::pow(10.0, -decimals(p));
    return std::abs(count - std::round(count)) <= slack * (1 + 1e-9);
}

Interval wilson(double p, double n, double z)
{
    const double z2 = z * z;
    const double centre = p + z2 / (2 * n);
    const double half = z * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    const double scale = 1 + z2 / n;
    return {(centre - half) / scale, (centre + half) / scale};
}

} // namespace onset::fit
