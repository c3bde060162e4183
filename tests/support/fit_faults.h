#pragma once

#include "core/fit/across/two_stage.h"
#include "core/fit/judge/verdict.h"

#include <string>
#include <vector>

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

/// One rival with its profile, Wald and bootstrap intervals.
[[nodiscard]] std::string faultOfRival(const FitCase &tried, const fit::Request &request, int replicates);

/// Every rival in turn, and the isotonic curve.
[[nodiscard]] std::vector<fit::Request> requestsOf(const FitCase &tried);
[[nodiscard]] std::string faultOfRivals(const FitCase &tried, int replicates);

/// The verdict, its break test and power, and BIG-bench's numbers.
[[nodiscard]] std::string faultOfVerdict(const FitCase &tried, int replicates);

// The points against themselves, thinned by two:

/// @param model  logistic, Gompertz or Richards
[[nodiscard]] std::string faultOfGain(const FitCase &tried, fit::Model model);
/// Crossover and backtest.
[[nodiscard]] std::string faultOfForecasts(const FitCase &tried, fit::Model model, int replicates);
[[nodiscard]] std::string faultOfStages(const FitCase &tried, fit::LossLink link, int replicates);
/// All of these.
[[nodiscard]] std::string faultOfPairs(const FitCase &tried, int replicates);

} // namespace onset::test
