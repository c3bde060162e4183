#pragma once

#include "core/fit/judge/break_test.h"
#include "core/fit/judge/compare.h"
#include "core/fit/judge/pattern.h"
#include "core/fit/judge/power.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace onset::fit {

/// What the rivals allow to say of the rise.
enum class Shape {
    None,      ///< not asked: the pattern has no rise
    Threshold, ///< a threshold rival with an upward change beats every smooth rival by ΔAICc ≥ kDecisiveAicc
    Smooth, ///< a smooth rival is best or within kDecisiveAicc, and a jump of half the observed range would
            ///< have been seen with 80 % power
    CannotTell, ///< the rest
};
[[nodiscard]] std::string_view name(Shape shape); ///< "", "threshold", "smooth", "cannot tell"

enum class Headline {
    Emergent,             ///< appears, threshold
    SmoothOnset,          ///< appears, smooth
    EmergentByDefinition, ///< appears and cannot tell, or with a single model below
    PresentThroughout,
    Unclear, ///< mixed
    Flat,
    Inverse,
    BelowChance,
    Insufficient,
    None, ///< no chance level
};
[[nodiscard]] std::string_view name(Headline headline); ///< "emergent", "smooth onset", …

inline constexpr double kEnoughPower = 0.8;

struct Verdict
{
    PatternFinding finding;
    Shape shape = Shape::None;
    Headline headline = Headline::None;
    Noise noise = Noise::Gaussian;
    Measure measure;
    Comparison comparison;
    /// Best smooth rival in `comparison`; −1: none. Unlike the weights it counts those on the edge of their
    /// box: what they explain no threshold can claim.
    int smooth = -1;
    int threshold = -1; ///< best threshold rival with an upward change; −1: none
    int sigmoid = -1;   ///< best of logistic, Gompertz and Richards, for the midpoint; −1: none
    double advantage = std::numeric_limits<double>::quiet_NaN(); ///< AICc(smooth) − AICc(threshold);
                                                                 ///< −∞ against an exact fit
    double power = std::numeric_limits<double>::quiet_NaN(); ///< to see a jump of half the observed range;
                                                             ///< NaN: not needed or not known
    BreakTest breakTest;                                     ///< against the best smooth rival
    Interval midpoint = {}; ///< 95 % profile interval of the sigmoid's midpoint; in units of x
};

struct VerdictOptions
{
    bool midpoint = true;  ///< profile it
    bool breakTest = true; ///< simulate the break test
    BreakOptions breaks = {};
    Noise noise = Noise::Gaussian;
    bool defaultNoise = true; ///< `noise` is chosen by `defaultNoise`
    Floor floor = Floor::ChanceAndFree;
    double givenFloor = std::numeric_limits<double>::quiet_NaN();
};

/// Judges curves one after the other; what depends on x alone is kept while x stays. Not shared between
/// threads. The same curve and options give the same verdict whatever came before.
class Judge
{
public:
    [[nodiscard]] Verdict operator()(const Points &points, const Measure &measure,
                                     const VerdictOptions &options = {});

private:
    RivalFitter m_rivals;
};

/// As many verdicts as curves; empty when cancelled. The result does not depend on the threads.
[[nodiscard]] std::vector<Verdict> judgeAll(const std::vector<Points> &curves,
                                            const std::vector<Measure> &measures,
                                            const VerdictOptions &options, int threads, Progress &progress);

/// Benjamini–Hochberg q of the break tests over the curves examined; NaN where none was made.
[[nodiscard]] std::vector<double> breakQ(const std::vector<Verdict> &verdicts);

} // namespace onset::fit
