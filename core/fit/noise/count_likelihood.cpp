#include "core/fit/noise/count_likelihood.h"

#include "core/fit/noise/factorial.h"

#include <cmath>
#include <limits>

namespace onset::fit {
namespace {

double timesLog(double factor, double x) { return factor == 0 ? 0 : factor * std::log(x); }

} // namespace

Count::Count(double right, double questions, const ChanceLevel &level)
    : r(right), n(questions), logChoose(logBinomial(questions, right))
{
    const double share = r / n;
    const double q = (share - level.chance) / level.range();
    const double rest = (level.best - share) / level.range();
    peak = q <= 0      ? -std::numeric_limits<double>::infinity()
           : rest <= 0 ? std::numeric_limits<double>::infinity()
                       : std::log(q / rest);
    const double p = q <= 0 ? level.chance : rest <= 0 ? level.best : share;
    const double slope = q <= 0 || rest <= 0 ? 0 : level.range() * q * rest;
    information = slope == 0 ? 0 : n * slope * slope / (p * (1 - p));
    highest = timesLog(r, p) + timesLog(n - r, 1 - p);
    missedChance = (n - r) * std::log1p(-level.chance);
    lowest = 0.5 / n;
}

double binomialValue(const Count &count, double mu)
{
    return count.logChoose + count.r * std::log(mu) + (count.n - count.r) * std::log1p(-mu);
}

double highestMass(const Count &count)
{
    const double share = count.r / count.n;
    return count.logChoose + timesLog(count.r, share) + timesLog(count.n - count.r, 1 - share);
}

Term binomialTerm(const Count &count, double mu)
{
    const double right = count.r / mu;
    const double wrong = (count.n - count.r) / (1 - mu);
    Term term;
    term.value = binomialValue(count, mu);
    term.mu = right - wrong;
    term.muMu = -right / mu - wrong / (1 - mu);
    return term;
}

} // namespace onset::fit
