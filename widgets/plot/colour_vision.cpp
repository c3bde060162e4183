#include "widgets/plot/colour_vision.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace onset {

namespace {

constexpr int kLevels = 4096; ///< of light, finer than 256 levels of sRGB anywhere

double linear(int value)
{
    const double v = value / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
}

int encoded(double light)
{
    const double v = light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
    return static_cast<int>(std::lround(255 * v));
}

} // namespace

QImage seenBy(const QImage &picture, Vision vision)
{
    if (vision == Vision::AsIs || picture.isNull())
        return picture;
    if (vision == Vision::Greyscale)
        return picture.convertToFormat(QImage::Format_Grayscale8);
    constexpr double kMatrix[3][3] = {
        {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}};
    std::array<double, 256> light;
    for (int i = 0; i < 256; ++i)
        light[std::size_t(i)] = linear(i);
    std::array<uchar, kLevels + 1> code;
    for (int i = 0; i <= kLevels; ++i)
        code[std::size_t(i)] = uchar(encoded(double(i) / kLevels));
    QImage seen = picture.convertToFormat(QImage::Format_RGB32);
    for (int y = 0; y < seen.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(seen.scanLine(y));
        for (int x = 0; x < seen.width(); ++x) {
            const std::array from{light[std::size_t(qRed(line[x]))], light[std::size_t(qGreen(line[x]))],
                                  light[std::size_t(qBlue(line[x]))]};
            std::array<int, 3> to;
            for (std::size_t i = 0; i < 3; ++i) {
                const double sum =
                    kMatrix[i][0] * from[0] + kMatrix[i][1] * from[1] + kMatrix[i][2] * from[2];
                to[i] = code[std::size_t(std::lround(std::clamp(sum, 0.0, 1.0) * kLevels))];
            }
            line[x] = qRgb(to[0], to[1], to[2]);
        }
    }
    return seen;
}

} // namespace onset
