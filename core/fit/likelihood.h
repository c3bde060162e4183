#pragma once

namespace onset::fit {

/// The maximised likelihood and what it costs.
struct Evidence
{
    double logLikelihood;
    double aicc; ///< 2K − 2 ln L + 2K(K + 1)/(m − K − 1)   [Hurvich & Tsai 1989, Biometrika 76:297]
    double bic;  ///< K ln m − 2 ln L                        [Schwarz 1978, Ann. Statist. 6:461]
};

/// Gaussian noise of one unknown σ: ln L = −m/2·(ln(2π·rss/m) + 1).
/// @param rss    ≥ 0; 0, an exact fit, has unbounded likelihood
/// @param m      number of models, ≥ 1      @param mean  number of free parameters of the mean; K counts σ
/// too
/// @return  criteria are NaN, not comparable, when m − K − 1 ≤ 0 or the likelihood is unbounded
[[nodiscard]] Evidence gaussianEvidence(double rss, int m, int mean);

} // namespace onset::fit
