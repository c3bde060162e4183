// Fits per second of each model over 1000 curves of 12 points, or over the table named by ONSET_BENCH_TABLE,
// by least squares (fit/) and as counts with scatter between the models (counts/, 100 curves); verdicts per
// second; the time of one bootstrap band of each kind. One thread. With ONSET_BENCH_RSS the residual sums of
// squares of the logistic go there, one line a curve.

#include "core/fit/curves/fit.h"
#include "core/fit/intervals/bootstrap.h"
#include "core/fit/judge/verdict.h"
#include "core/fit/solve/fitter.h"
#include "tests/bench/curves.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>

namespace onset {
namespace {

void fitAllCurves(benchmark::State &state, const std::vector<fit::Points> &curves,
                  const fit::Request &request)
{
    Progress progress;
    std::vector<fit::Fit> fits;
    for ([[maybe_unused]] auto round : state)
        fits = fit::fitAll(curves, request, 1, progress);

    double rss = 0;
    for (const fit::Fit &fit : fits)
        rss += fit.usable() ? fit.rss : 0;
    const auto unusable = [](const fit::Fit &fit) { return !fit.usable(); };
    state.counters["curves"] = static_cast<double>(fits.size());
    state.counters["failed"] = static_cast<double>(std::count_if(fits.begin(), fits.end(), unusable));
    state.counters["rss"] = rss;
    state.counters["fits_per_second"] = benchmark::Counter(
        static_cast<double>(fits.size() * state.iterations()), benchmark::Counter::kIsRate);
}

void writeRss(const std::vector<fit::Points> &curves, const char *path)
{
    Progress progress;
    std::ofstream file(path);
    file.precision(17);
    for (const fit::Fit &fit : fit::fitAll(curves, {}, 1, progress))
        file << fit.rss << '\n';
}

void judgeCurves(benchmark::State &state, const std::vector<fit::Points> &curves)
{
    Progress progress;
    fit::Measure measure;
    measure.chance = 0;
    measure.best = 1;
    const std::vector<fit::Measure> measures(curves.size(), measure);
    for ([[maybe_unused]] auto round : state)
        benchmark::DoNotOptimize(fit::judgeAll(curves, measures, {}, 1, progress));
    state.counters["fits_per_second"] = benchmark::Counter(
        static_cast<double>(curves.size() * state.iterations()), benchmark::Counter::kIsRate);
}

void bandOfOneCurve(benchmark::State &state, const fit::Points &points, const fit::Request &request)
{
    Progress progress;
    const fit::Fit fit = fit::fit(points, request);
    std::vector<double> at;
    for (int i = 0; i < 200; ++i)
        at.push_back(points.x.front() + (points.x.back() - points.x.front()) * i / 199);
    for ([[maybe_unused]] auto round : state)
        benchmark::DoNotOptimize(fit::bootstrapBand(points, fit, at, {.replicates = 1000}, progress));
}

} // namespace
} // namespace onset

int main(int argc, char **argv)
{
    using namespace onset;
    const char *table = std::getenv("ONSET_BENCH_TABLE");
    const std::vector<fit::Points> curves = table ? readCurves(table) : syntheticCurves(1000, 12);
    if (curves.empty()) {
        std::cerr << "bench_fit: no curves in " << table << "\n";
        return 1;
    }
    if (const char *path = std::getenv("ONSET_BENCH_RSS"))
        writeRss(curves, path);
    for (const fit::Model model : fit::kModels) {
        fit::Request request;
        request.model = model;
        const std::string name = "fit/" + std::string(fit::name(model));
        benchmark::RegisterBenchmark(name.c_str(), [&curves, request](benchmark::State &state) {
            fitAllCurves(state, curves, request);
        });
    }
    const std::vector<fit::Points> counts = syntheticCurves(100, 12);
    for (const fit::Model model : fit::kModels) {
        fit::Request request;
        request.model = model;
        request.noise = fit::Noise::ExtraScatter;
        const std::string name = "counts/" + std::string(fit::name(model));
        benchmark::RegisterBenchmark(name.c_str(), [&counts, request](benchmark::State &state) {
            fitAllCurves(state, counts, request);
        });
    }
    benchmark::RegisterBenchmark("verdict",
                                 [&counts](benchmark::State &state) { judgeCurves(state, counts); });
    for (const fit::Noise noise : {fit::Noise::Gaussian, fit::Noise::ExtraScatter}) {
        fit::Request request;
        request.noise = noise;
        const std::string name = "band/" + std::string(fit::name(noise));
        benchmark::RegisterBenchmark(name.c_str(), [&counts, request](benchmark::State &state) {
            bandOfOneCurve(state, counts.front(), request);
        })->Unit(benchmark::kMillisecond);
    }
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
}
