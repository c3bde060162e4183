#pragma once

#include <QTest>

namespace onset::test {

inline constexpr int kLongestWait = 60'000; ///< ms; of a busy machine, where what is waited for takes long

} // namespace onset::test

// Qt waits for 5 seconds.
#undef QTRY_VERIFY
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT(expr, onset::test::kLongestWait)
#undef QTRY_COMPARE
#define QTRY_COMPARE(expr, expected) QTRY_COMPARE_WITH_TIMEOUT(expr, expected, onset::test::kLongestWait)
