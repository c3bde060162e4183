#pragma once

#include <QImage>

namespace onset {

/// How a picture may reach its readers.
enum class Vision { AsIs, Greyscale, Deuteranopia };

/// The picture in greys, or as those see it who lack the receptor for green, the most frequent of its kind
/// [Machado, Oliveira & Fernandes 2009, IEEE TVCG 15:1291, severity 1].
[[nodiscard]] QImage seenBy(const QImage &picture, Vision vision);

} // namespace onset
