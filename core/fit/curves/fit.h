#pragma once

#include "core/fit/noise/noise.h"
#include "core/fit/points.h"

#include <array>
#include <limits>
#include <string_view>
#include <vector>

namespace onset::fit {

/// Mean curves μ(x), x in the units of Points::x: the rivals of curves/rivals.def, with their formulas and
/// parameters.
enum class Model {
#define ONSET_RIVAL(Name) Name,
#include "core/fit/curves/rivals.def"
#undef ONSET_RIVAL
};
inline constexpr std::array kModels{
#define ONSET_RIVAL(Name) Model::Name,
#include "core/fit/curves/rivals.def"
#undef ONSET_RIVAL
};

[[nodiscard]] std::string_view name(Model model); ///< "flat", "line", "power", "growth", … in lower case

/// Smooth rivals have no place where something begins: flat, line and both powers.
[[nodiscard]] bool isSmooth(Model model);
[[nodiscard]] bool hasFloor(Model model); ///< its floor can be bound to chance
[[nodiscard]] bool hasCeiling(Model model);
[[nodiscard]] bool hasMidpoint(Model model); ///< rises from a floor to a ceiling about it

/// How a fit ended. None of them is an error: a curve that cannot be fitted says so.
enum class Status {
    Converged,
    AtBound,       ///< converged with a free parameter on the edge of its box
    TooFewPoints,  ///< fewer distinct x than free parameters
    NotFinite,     ///< the points hold NaN, infinity or squares beyond it, or no spread in x
    UnsuitedNoise, ///< the noise law needs what some point has not: see `isDefined`
    EmptyBox,      ///< no curve with the given floor and ceiling has a rise in the box
};
[[nodiscard]] std::string_view name(Status status); ///< "converged", "at-bound", "too-few-points",
                                                    ///< "not-finite", "unsuited-noise", "empty-box"

/// Whether the fit's likelihood may be compared with that of others, and if not, why.
enum class Comparable {
    Yes,
    TooFewModels, ///< m − K − 1 ≤ 0
    Unidentified, ///< a shape parameter on the edge of its box, or without meaning: the points do not fix it
    Exact,        ///< no residual: unbounded likelihood
    NotFitted,    ///< no usable fit, or a curve without a count of parameters
};

/// The box of the search. Default: proportions on a logarithmic scale; for other metrics see `boxFor`. An
/// interval with equal ends fixes its parameter.
/// The floor is the level far to the left, the ceiling the one far to the right, and the slope is positive: a
/// falling measure has a negative rise. The sign belongs to the metric, not to the data: an ability that gets
/// worse with scale has the rise 0, and the line and the flat curve speak for it. The rise keeps its box when
/// the floor is fixed, so that a fit with the floor bound is nested in the one with the floor free; the
/// ceiling may therefore pass 1: an asymptote that the models have not reached.
struct Box
{
    Interval floor{0, 1};
    Interval rise{0, 1}; ///< ceiling − floor, also of a given ceiling; of the powers, between the end of the
                         ///< points and the limit
    Interval slope{0.1, 40};        ///< > 0; of the hinge, four times the share of its rise per unit of x
    Interval midpoint{};            ///< and break. NaN: from 2 below the smallest to 3 above the largest x
    Interval exponent{0.01, 10};    ///< α > 0 of the powers
    Interval asymmetry{0.1, 10};    ///< a > 0
    Interval exponentBefore{-2, 2}; ///< c₀
    Interval exponentChange{-4, 4}; ///< c₁
    Interval sharpness{0.05, 2};    ///< f > 0, decades; smaller is sharper
};

struct Request
{
    Model model = Model::Logistic;
    double floor = std::numeric_limits<double>::quiet_NaN(); ///< fixed floor (chance or given); NaN: free.
                                                             ///< Where the model has one; flat: its level
    double ceiling =
        std::numeric_limits<double>::quiet_NaN(); ///< fixed ceiling; NaN: free; of a hinge, its cap
    Noise noise = Noise::Gaussian;
    double chance = std::numeric_limits<double>::quiet_NaN(); ///< g of the noise law; NaN: 0
    double best = std::numeric_limits<double>::quiet_NaN();   ///< u of the noise law; NaN: 1
    Box box = {};
};

/// Equal in every number; what is not given (NaN) equals what is not given.
[[nodiscard]] bool sameRequest(const Request &a, const Request &b);

struct Parameter
{
    std::string_view name;
    double value =
        std::numeric_limits<double>::quiet_NaN(); ///< NaN: without meaning, as the midpoint of no rise
    Interval interval = {};                       ///< 95 %; NaN when none was asked for
    bool free = true;                             ///< false: given or bound to chance
};

inline constexpr int kMaxParameters = 7;

/// A mean curve fitted to one curve's points.
struct Fit
{
    Request request;
    Status status = Status::TooFewPoints;
    int count = 0; ///< number of parameters in use
    std::array<Parameter, kMaxParameters> parameters = {};
    int m = 0; ///< points used
    int k =
        0; ///< free parameters of the mean; the criteria count one more for the scatter where it is estimated
    double scatter = std::numeric_limits<double>::quiet_NaN(); ///< σ, τ or ρ as the noise has it; NaN: none
    double rss = std::numeric_limits<double>::quiet_NaN(); ///< Σ(y − μ)²; 0 when only rounding is left
    double logLikelihood = std::numeric_limits<double>::quiet_NaN(); ///< infinite when rss = 0
    Comparable comparable = Comparable::NotFitted;
    double aicc = std::numeric_limits<double>::quiet_NaN(); ///< NaN: not comparable
    double bic = std::numeric_limits<double>::quiet_NaN();  ///< NaN where aicc is
    double reference = 0; ///< x at which an amplitude is stated: smallest of a power, largest of a growth
    std::vector<double> stepX, stepY; ///< isotonic: distinct x and the level from there on; else empty

    [[nodiscard]] bool usable() const { return status == Status::Converged || status == Status::AtBound; }
    [[nodiscard]] double phi() const; ///< the scatter as its noise law takes it: σ², τ² or ρ; 0: none
    [[nodiscard]] double parameter(std::string_view which) const; ///< NaN when there is none of this name
    [[nodiscard]] double mean(double x) const;                    ///< μ(x); x in the units of Points::x
};

/// Slopes worth a search: up to that of a rise which takes two fifths of the usual (median) gap between two
/// models, 40 at least. What is steeper looks to them like a step.
/// @param x  shape (m), any order
[[nodiscard]] Interval slopesOver(const std::vector<double> &x);

/// The box for scores of a metric: floor and rise span the metric's range; where that has no end, the scores
/// and a fixed floor, widened by their own range. Slopes as `slopesOver` has them.
/// @param range  of the metric; infinite ends are open
/// @param floor  NaN: free
/// @param falls  lower is better: the rise is negative
[[nodiscard]] Box boxFor(const Points &points, const Interval &range, double floor, bool falls);

} // namespace onset::fit
