#include "widgets/plot/palette.h"

#include <QMap>
#include <QSet>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr std::array<QRgb, 7> kOkabeIto{0xff0072b2, 0xffd55e00, 0xff009e73, 0xffe69f00,
                                        0xffcc79a7, 0xff56b4e9, 0xff000000};
constexpr std::array<QRgb, 7> kOnDark{0xff4aa3df, 0xffff8c3b, 0xff2fc79a, 0xfff2b632,
                                      0xffe59ac6, 0xff8fd0f5, 0xffffffff};
constexpr int kShapes = 8;
constexpr int kAfterAll = 1'000'000; // baselines come last

/// Families of the published figures, in the slots of the palette.
const QStringList kKnown{u"LaMDA"_s, u"GPT-3"_s, u"Gopher"_s, u"Chinchilla"_s, u"PaLM"_s};

Look lookOf(int slot, Theme theme)
{
    const auto &colors = theme == Theme::Dark ? kOnDark : kOkabeIto;
    return {.color = QColor(colors[std::size_t(slot) % colors.size()]),
            .marker = MarkerShape(slot % kShapes),
            .slot = slot};
}

bool comparesWithinFamily(const FigureContent &content)
{
    for (const PanelContent &panel : content.panels) {
        if (hasRows(panel.spec.plot))
            continue; // a row tells itself
        QSet<QString> families;
        for (const CurveContent &curve : panel.curves) {
            if (curve.spec.baseline)
                continue;
            if (families.contains(curve.spec.key.family))
                return true;
            families.insert(curve.spec.key.family);
        }
    }
    return false;
}

/// Relative luminance [WCAG 2.1].
double luminance(const QColor &color)
{
    const auto linear = [](double c) {
        return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QPainterPath polygon(int corners, double radius, double turn, double inner = 1)
{
    QPainterPath path;
    const int vertices = inner < 1 ? 2 * corners : corners;
    for (int i = 0; i < vertices; ++i) {
        const double angle = turn + 2 * std::numbers::pi * i / vertices;
        const double r = radius * (i % 2 == 1 ? inner : 1);
        const QPointF at(r * std::sin(angle), -r * std::cos(angle));
        i == 0 ? path.moveTo(at) : path.lineTo(at);
    }
    path.closeSubpath();
    return path;
}

} // namespace

ThemeColors colorsOf(Theme theme)
{
    if (theme == Theme::Dark)
        return {QColor(0x1e2126), QColor(0xe8e8e8), QColor(0xb8bcc2), QColor(0x33373e), QColor(0x9aa0a6)};
    return {QColor(0xffffff), QColor(0x1a1a1a), QColor(0x333333), QColor(0xebebeb), QColor(0x7f7f7f)};
}

double contrast(const QColor &a, const QColor &b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

QColor readable(const QColor &color, const QColor &ground)
{
    constexpr double kEnough = 4.5, kStep = 0.05;
    const float end = contrast(Qt::white, ground) > contrast(Qt::black, ground) ? 1 : 0;
    QColor mixed = color;
    for (double share = kStep; contrast(mixed, ground) < kEnough && share <= 1; share += kStep) {
        const auto mix = [&](float c) { return std::lerp(c, end, float(share)); };
        mixed = QColor::fromRgbF(mix(color.redF()), mix(color.greenF()), mix(color.blueF()));
    }
    return mixed;
}

std::vector<std::vector<Look>> looksOf(const FigureContent &content, Theme theme)
{
    const bool byLabel = content.spec.view == View::Strategies || comparesWithinFamily(content);
    QMap<QString, int> taken;
    for (int i = 0; !byLabel && i < kKnown.size(); ++i)
        taken.insert(kKnown[i], i);

    int next = 0, baselines = 0;
    const auto slotOf = [&](const QString &name) {
        if (!taken.contains(name)) {
            if (!byLabel && next == 0)
                next = int(kKnown.size());
            taken.insert(name, next++);
        }
        return taken.value(name);
    };
    if (!byLabel) { // a family without a point on this axis keeps its slot: looks do not change with the axis
        for (const PanelContent &panel : content.panels)
            for (const CurveSpec &curve : panel.spec.curves)
                if (!curve.baseline)
                    slotOf(curve.key.family);
    }
    QMap<QString, int> baselineSlots;
    std::vector<std::vector<Look>> looks;
    for (const PanelContent &panel : content.panels) {
        std::vector<Look> &row = looks.emplace_back();
        for (const CurveContent &curve : panel.curves) {
            if (curve.spec.baseline) {
                if (!baselineSlots.contains(curve.label))
                    baselineSlots.insert(curve.label, baselines++);
                row.push_back({.color = colorsOf(theme).muted,
                               .marker = MarkerShape((baselineSlots.value(curve.label) + 1) % kShapes),
                               .hollow = true,
                               .slot = kAfterAll + baselineSlots.value(curve.label)});
            } else {
                row.push_back(lookOf(slotOf(byLabel ? curve.label : curve.spec.key.family), theme));
            }
        }
    }
    return looks;
}

QPainterPath markerOutline(MarkerShape shape, double radius)
{
    using std::numbers::pi;
    constexpr double kInner = 0.5; // of a star, where its rays meet
    // radius of the corners of a regular polygon with the circle's area: πr² = ½ n R² sin(2π/n)
    const auto corner = [&](int n) { return radius * std::sqrt(2 * pi / (n * std::sin(2 * pi / n))); };
    switch (shape) {
    case MarkerShape::Circle: {
        QPainterPath path;
        path.addEllipse(QPointF(0, 0), radius, radius);
        return path;
    }
    case MarkerShape::Square:
        return polygon(4, corner(4), pi / 4);
    case MarkerShape::Diamond:
        return polygon(4, corner(4), 0);
    case MarkerShape::TriangleUp:
        return polygon(3, corner(3), 0);
    case MarkerShape::TriangleDown:
        return polygon(3, corner(3), pi);
    case MarkerShape::Pentagon:
        return polygon(5, corner(5), 0);
    case MarkerShape::Hexagon:
        return polygon(6, corner(6), 0);
    case MarkerShape::Star:
        return polygon(5, radius * std::sqrt(pi / (5 * kInner * std::sin(pi / 5))), 0, kInner);
    }
    return {};
}

} // namespace onset
