#pragma once

#include "core/fit/verdict.h"

#include <string>

namespace onset::test {

/// A table as the fits may meet it.
struct FitCase
{
    fit::Points points; ///< x increasing
    fit::Measure measure;
    fit::Noise noise = fit::Noise::Gaussian;
};

/// The first number that cannot be right, in words; empty: all hold. A number is finite, or open or NaN where
/// its declaration says so; an interval is none, or in order about its estimate; shares and p lie in 0..1; a
/// fit without a status of success has no numbers; its mean stays within its box and leaves the rss that it
/// states.

/// Every rival with its profile, Wald and bootstrap intervals, and the isotonic curve.
[[nodiscard]] std::string faultOfRivals(const FitCase &tried, int replicates);

/// The verdict, its break test and power, and BIG-bench's numbers.
[[nodiscard]] std::string faultOfVerdict(const FitCase &tried, int replicates);

/// The points against themselves, thinned by two: gain, crossover, backtest, two stages.
[[nodiscard]] std::string faultOfPairs(const FitCase &tried, int replicates);

} // namespace onset::test
