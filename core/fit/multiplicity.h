#pragma once

#include <span>
#include <vector>

namespace onset::fit {

// Corrections for asking several questions of the same kind. p has shape (m), each in 0..1 or NaN for "not
// tested"; those stay NaN and do not count. Equal to R's p.adjust.

/// Holm's step-down p [Holm 1979, Scand. J. Statist. 6:65]: rejecting where it is ≤ α keeps the chance of any
/// false rejection below α, whatever the dependence.
[[nodiscard]] std::vector<double> holm(std::span<const double> p);

/// Benjamini & Hochberg's q [1995, JRSS B 57:289]: of those with q ≤ α, a share of at most α is expected to
/// be false, when the tests are independent or positively dependent.
[[nodiscard]] std::vector<double> benjaminiHochberg(std::span<const double> p);

} // namespace onset::fit
