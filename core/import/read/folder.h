#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"

#include <QStringList>

namespace onset {

inline constexpr int kMaxFolderDepth = 32;
inline constexpr int kMaxFolderFiles = 100'000;

/// The regular files in a folder and below, sorted by path; no links are followed, hidden files left out.
/// @return paths that begin with `folder`
/// @error Cancelled; BadInput when it is deeper or holds more than the bounds above
[[nodiscard]] Result<QStringList> filesIn(const QString &folder, const Progress &progress);

} // namespace onset
