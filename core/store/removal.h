#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

struct sqlite3;

/// Steps that undoing an import shares with replacing one; each runs inside the caller's transaction.
namespace onset::removal {

/// Removes an import with its files, refusals, results, scales, facts, references, annotations and figures.
[[nodiscard]] Result<> removeImport(sqlite3 *db, ImportId id);

/// Removes names that nothing uses any more.
[[nodiscard]] Result<> removeOrphans(sqlite3 *db);

} // namespace onset::removal
