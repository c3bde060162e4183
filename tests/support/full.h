#pragma once

#include <QtGlobal>

#include <cmath>

namespace onset::test {

/// Whether what takes long is run in full: under the label long, by `ctest --preset long`.
[[nodiscard]] inline bool inFull() { return qEnvironmentVariableIsSet("ONSET_FULL"); }

/// How often a simulation runs: under AddressSanitizer, which makes it five times as slow and looks for other
/// faults, a quarter of `usual`.
[[nodiscard]] inline int runs(int usual)
{
#ifdef __SANITIZE_ADDRESS__
    return (usual + 3) / 4;
#else
    return usual;
#endif
}

/// What a share of `runs` may fall short of `expected` by chance: three standard errors.
[[nodiscard]] inline double threeErrors(double expected, int runs)
{
    return 3 * std::sqrt(expected * (1 - expected) / runs);
}

} // namespace onset::test
