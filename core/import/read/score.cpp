#include "core/import/read/score.h"

#include "core/import/read/import_text.h"

#include "core/import/read/number.h"

#include <array>
#include <charconv>
#include <cmath>

namespace onset {

QString faultOfLevel(double value, const Metric &metric)
{
    if (value < metric.low)
        return ImportText::tr("is below %1, the smallest possible %2").arg(metric.low).arg(metric.name);
    if (value > metric.high)
        return ImportText::tr("is above %1, the largest possible %2").arg(metric.high).arg(metric.name);
    return {};
}

QString faultOfError(double standardError, const Metric &metric)
{
    if (standardError < 0)
        return ImportText::tr("must be 0 or more");
    // of all distributions on an interval, the widest has half at either end
    if (const double most = (metric.high - metric.low) / 2; metric.proportion && standardError > most)
        return ImportText::tr("is above %1, the largest possible of %2").arg(most).arg(metric.name);
    return {};
}

bool scoresParts(std::string_view metric)
{
    return metric.starts_with("inst_") || metric.find("_inst_") != std::string_view::npos ||
           metric.find("instruction_level") != std::string_view::npos;
}

double shareOf(double percent)
{
    std::array<char, 32> text{};
    const char *const end = std::to_chars(text.data(), text.data() + text.size(), percent).ptr;
    return parseNumber({text.data(), end}, -2).value;
}

double outcomesBehind(double mean, double standardError)
{
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    constexpr double tolerance =
        0.01; // 17 digits leave 1e-9 of the largest benchmarks, 4 digits some per cent
    if (!(standardError > 0) || !(mean > 0) || !(mean < 1))
        return none;
    const double n = mean * (1 - mean) / (standardError * standardError) + 1;
    const double whole = std::round(n);
    const auto isWhole = [](double x) { return std::abs(x - std::round(x)) <= tolerance; };
    return whole >= 2 && isWhole(n) && isWhole(whole * mean) ? whole : none;
}

} // namespace onset
