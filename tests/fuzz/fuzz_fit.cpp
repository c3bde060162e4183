#include "tests/fuzz/choices.h"
#include "tests/support/fit_faults.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

using namespace onset::fit;
using onset::test::Choices;
using onset::test::FitCase;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kMostPoints = 14;
constexpr int kReplicates = 2;

Measure measureOf(Choices &next)
{
    Measure measure;
    measure.chance = next.oneOf(std::array{0.25, 0.0, 0.5, kNone, 1.0, 0.9, -2.0, 1e-9});
    measure.best = next.oneOf(std::array{1.0, kNone, 0.0, 0.5, 100.0});
    measure.range = next.oneOf(
        std::array<Interval, 5>{{{0, 1}, {0, kInfinity}, {-kInfinity, kInfinity}, {0.5, 0.5}, {0, 100}}});
    measure.counts = next.flag();
    measure.lowerIsBetter = next.flag();
    measure.smallestGain = next.oneOf(std::array{0.05, kNone, 0.0, 10.0});
    return measure;
}

/// Three bytes a point: the step of x, the score, n with the error. Zeros are ties.
Points pointsOf(Choices &next)
{
    double x = next.oneOf(std::array{18.0, 0.0, -3.0, 2020.0, 1e9, -1e9});
    const double spread = next.oneOf(std::array{1.0, 0.0, 1e-15, 1e-13, 1e-9, 1e-3, 1e6, 1e12});
    const double unit = next.oneOf(std::array{1.0, 0.0, -3.0, 1e-9, 1e-170, 1e170, 1e6, 0.01});
    const double offset = next.oneOf(std::array{0.0, 5.0, 1.0, -1.0, 1e9});
    const bool sameQuestions = next.flag();
    const std::uint8_t given = next.byte();
    Points points;
    while (!next.ended() && points.size() < kMostPoints) {
        x += spread * (next.byte() % 64) / 32;
        points.x.push_back(x);
        // Hundredths are counts of the usual n and meet each other.
        const std::uint8_t score = next.byte();
        double y = offset + unit * (score <= 100 ? score / 100.0 : score / 255.0);
        if (score == 254)
            y = next.anyDouble();
        points.y.push_back(std::isfinite(y) ? y : 0);
        const std::uint8_t question = next.byte();
        constexpr std::array kQuestions{100.0, kNone, 1.0,  2000.0, 1e6, 1e9,       10.0, 255.0,
                                        7.5,   0.0,   -3.0, 1e300,  0.5, kInfinity, 2.0,  1e15};
        points.n.push_back(kQuestions[(sameQuestions ? given : question) % kQuestions.size()]);
        constexpr std::array kErrors{0.02, 0.0, kNone, 0.5, 1e-9, 1e-300, 1e9, kInfinity};
        points.se.push_back(kErrors[(question >> 4) % kErrors.size()] * std::max(std::abs(unit), 1e-300));
    }
    if (given & 0x40)
        points.n.clear();
    if (given & 0x80)
        points.se.clear();
    return points;
}

/// One of the checks, so that an input takes no longer than it must.
std::string faultOf(const FitCase &tried, std::uint8_t check, std::uint8_t which)
{
    switch (check % 6) {
    case 0:
        return onset::test::faultOfVerdict(tried, kReplicates);
    case 1:
        return onset::test::faultOfGain(
            tried, std::array{Model::Logistic, Model::Gompertz, Model::Richards}[which % 3]);
    case 2:
        return onset::test::faultOfForecasts(tried, kModels[which % (kModels.size() - 1)], kReplicates);
    case 3:
        return onset::test::faultOfStages(tried, which % 2 ? LossLink::Decay : LossLink::Sigmoid,
                                          kReplicates);
    default:
        const std::vector<Request> requests = onset::test::requestsOf(tried);
        return onset::test::faultOfRival(tried, requests[which % requests.size()], kReplicates);
    }
}

} // namespace

/// Checks what comes of a small table.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    Choices next(data, size);
    const std::uint8_t check = next.byte(), which = next.byte();
    FitCase tried;
    tried.noise = next.oneOf(kNoises);
    tried.measure = measureOf(next);
    tried.points = pointsOf(next);
    const std::string fault = faultOf(tried, check, which);
    if (!fault.empty()) {
        std::fprintf(stderr, "%s\n", fault.c_str());
        std::abort();
    }
    return 0;
}
