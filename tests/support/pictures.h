#pragma once

#include <QImage>

#include <algorithm>
#include <cmath>

namespace onset::test {

struct PictureDifference
{
    double share = 1; ///< of the pixels that differ; 1 when the sizes do
    QImage where;     ///< these in black, on white
};

/// Where two pictures differ by more than `most` of 255 in some channel.
[[nodiscard]] inline PictureDifference difference(const QImage &a, const QImage &b, int most)
{
    if (a.size() != b.size() || a.isNull())
        return {};
    PictureDifference found{0, QImage(a.size(), QImage::Format_RGB32)};
    qint64 count = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
            const bool differs = std::max({std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)),
                                           std::abs(qBlue(p) - qBlue(q))}) > most;
            found.where.setPixel(x, y, differs ? qRgb(0, 0, 0) : qRgb(255, 255, 255));
            count += differs;
        }
    found.share = double(count) / (double(a.width()) * a.height());
    return found;
}

} // namespace onset::test
