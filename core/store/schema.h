#pragma once

#include "core/base/result.h"

struct sqlite3;

namespace onset::schema {

/// "Onst", the first bytes of a workbook after SQLite's own (offset 68 of the file).
inline constexpr int kApplicationId = 0x4f6e7374;

/// The version that this program writes: the number of its steps.
[[nodiscard]] int newest();

/// Brings the tables from their `user_version` (0: an empty database) to `newest`; each step is one
/// transaction.
[[nodiscard]] Result<> migrate(sqlite3 *db);

/// The version that the tables have.
[[nodiscard]] Result<int> versionOf(sqlite3 *db);

/// That the tables are those which the steps make, and that nothing else in the file would run by itself.
/// @error NotAWorkbook with the first difference in `detail`
[[nodiscard]] Result<> check(sqlite3 *db);

} // namespace onset::schema
