#pragma once

namespace onset::fit {

/// ln k! − Stirling's formula: ln k! = (k + ½) ln k − k + ½ ln 2π + stirlingError(k), k ≥ 1, whole.
[[nodiscard]] double stirlingError(double k);

[[nodiscard]] double logFactorial(double k); ///< ln k!, k ≥ 0, whole

/// ln (n over k) to an error of n·1e-16, by the saddle point [Loader 2000, Fast and Accurate Computation of
/// Binomial Probabilities]: differences of ln k! would lose ln n digits more.
[[nodiscard]] double logBinomial(double n, double k);

} // namespace onset::fit
