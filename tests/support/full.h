#pragma once

#include <QtGlobal>

namespace onset::test {

/// Whether what takes long is run in full: under the label long, by `ctest --preset long`.
[[nodiscard]] inline bool inFull() { return qEnvironmentVariableIsSet("ONSET_FULL"); }

} // namespace onset::test
