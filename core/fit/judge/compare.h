#pragma once

#include "core/fit/curves/fit.h"
#include "core/fit/judge/measure.h"
#include "core/fit/solve/fitter.h"

#include <string>
#include <vector>

namespace onset::fit {

/// How the floor of the rivals is treated.
enum class Floor {
    ChanceAndFree, ///< bound to chance, and free as a rival of its own that counts its parameter
    Free,
    Given ///< held at Request::floor throughout
};

/// What rivals to fit: each a request with its noise, box and what it holds.
/// With the floor bound to chance the free floor is a rival of its own that pays for its parameter (scores
/// scatter below chance); so is a power law with its ceiling free beside the one that ends at the best score,
/// and the flat curve at chance.
/// @param given  the floor, for Floor::Given
[[nodiscard]] std::vector<Request> rivalRequests(const Points &points, const Measure &measure, Noise noise,
                                                 Floor floor = Floor::ChanceAndFree,
                                                 double given = std::numeric_limits<double>::quiet_NaN());

/// The name of a rival among others of its model: "logistic", "logistic, free floor", "power, free ceiling".
[[nodiscard]] std::string rivalName(const Request &request, const Measure &measure);

/// Rivals fitted to the same points under the same noise.
struct Comparison
{
    std::vector<Fit> fits;     ///< in the order of the requests
    std::vector<double> delta; ///< ΔAICc to the best; NaN: not comparable
    std::vector<double>
        weight;    ///< e^(−Δ/2)/Σ over the comparable ones [Burnham & Anderson 2002, §2.9]; else NaN
    int best = -1; ///< of smallest AICc; −1: none is comparable

    /// The comparable fit of smallest AICc among those that `wanted` accepts; −1: none.
    template <typename Wanted>
    [[nodiscard]] int bestOf(Wanted wanted) const
    {
        int found = -1;
        for (int i = 0; i < static_cast<int>(fits.size()); ++i) {
            const Fit &candidate = fits[static_cast<std::size_t>(i)];
            if (candidate.comparable == Comparable::Yes && wanted(candidate) &&
                (found < 0 || candidate.aicc < fits[static_cast<std::size_t>(found)].aicc))
                found = i;
        }
        return found;
    }
};

[[nodiscard]] Comparison compare(std::vector<Fit> fits);

/// Which variant of one rival to show when none is asked for: the one with most held, unless another that
/// holds less explains the scores so much better that what is held must be doubted: 2(ℓ̂ − ℓ̂ₕ) >
/// F(0.7; 1, n − k). The cut is low on purpose: a floor that is held although it is not the true one makes
/// the interval of the slope miss it long before a test at 5 % speaks up, and AICc is stricter still with few
/// models (slope's 95 % interval at a floor 2 points off, n = 8: 22 % by AICc, 91 % so).
/// @param variants  fits of one model to the same points under the same law; not empty
[[nodiscard]] std::size_t shownVariant(const std::vector<Fit> &variants);

/// Fits the same rivals to many curves; what depends on x alone is kept while x stays the same. Not shared
/// between threads.
class RivalFitter
{
public:
    RivalFitter();
    [[nodiscard]] Comparison operator()(const Points &points, const std::vector<Request> &requests);

private:
    std::shared_ptr<SharedWork> m_shared;
    std::vector<double> m_x;
    std::vector<Request> m_requests;
    std::vector<Fitter> m_fitters;
};

} // namespace onset::fit
