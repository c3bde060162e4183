#pragma once

namespace onset::fit {

/// What a maximised likelihood costs.
struct Evidence
{
    double aicc; ///< 2K − 2 ln L + 2K(K + 1)/(m − K − 1)   [Hurvich & Tsai 1989, Biometrika 76:297]
    double bic;  ///< K ln m − 2 ln L                        [Schwarz 1978, Ann. Statist. 6:461]
};

/// @param m  number of models, ≥ 1      @param k  K: free parameters of the mean and one for an estimated
/// scatter
/// @return  NaN, not comparable, when m − K − 1 ≤ 0 or the likelihood is not finite
[[nodiscard]] Evidence evidence(double logLikelihood, int m, int k);

/// Gaussian noise of one unknown σ: ln L = −m/2·(ln(2π·rss/m) + 1); infinite for rss = 0, an exact fit.
[[nodiscard]] double gaussianLogLikelihood(double rss, int m);

} // namespace onset::fit
