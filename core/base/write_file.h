#pragma once

#include "core/base/result.h"

#include <QByteArrayView>

class QIODevice;

namespace onset {

/// Writes all of it; when it cannot, `out.errorString()` says why. A device that takes only a part, as a disk
/// that fills up, gives its reason only when it is asked to take the rest.
/// @param out  open, unbuffered
[[nodiscard]] bool writeAll(QIODevice &out, QByteArrayView bytes);

/// Makes or replaces a file, whole or not at all. A device or a pipe is no file to replace: it is written to.
/// @error Io with the path and the device's reason
[[nodiscard]] Result<> writeFile(const QString &path, QByteArrayView bytes);

} // namespace onset
