#include "core/figure/size_presets.h"

#include "core/figure/figure_text.h"
#include "core/figure/panel_grid.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

constexpr double kInch = 25.4;        // mm
constexpr double kPageMm = 9 * kInch; // height of the text of a page, as in NeurIPS, ICML and ACL

} // namespace

std::span<const SizePreset> sizePresets()
{
    static const std::array presets{
        SizePreset{u"neurips"_s, FigureText::tr("NeurIPS, text"), 5.5 * kInch, kUnknown, 8, 1,
                   u"NeurIPS formatting instructions: text 5.5 in wide"_s},
        SizePreset{u"iclr"_s, FigureText::tr("ICLR, text"), 5.5 * kInch, kUnknown, 8, 1,
                   u"ICLR formatting instructions: text 5.5 in wide"_s},
        SizePreset{u"icml-column"_s, FigureText::tr("ICML, column"), 3.25 * kInch, kUnknown, 8, 1,
                   u"ICML submission guidelines: columns 3.25 in wide"_s},
        SizePreset{u"icml-text"_s, FigureText::tr("ICML, both columns"), 6.75 * kInch, kUnknown, 8, 1,
                   u"ICML submission guidelines: text 6.75 in wide"_s},
        SizePreset{u"acl-column"_s, FigureText::tr("ACL, column"), 3.03 * kInch, kUnknown, 8, 1,
                   u"ACL style files: columns 7.7 cm wide"_s},
        SizePreset{u"tmlr"_s, FigureText::tr("TMLR, text"), 6.5 * kInch, kUnknown, 8, 1,
                   u"TMLR style file: text 6.5 in wide"_s},
        SizePreset{u"ieee-column"_s, FigureText::tr("IEEE, column"), 3.5 * kInch, kUnknown, 8, 1,
                   u"IEEE Author Center, sizing of graphics: one column 3.5 in"_s},
        SizePreset{u"ieee-page"_s, FigureText::tr("IEEE, both columns"), 7.16 * kInch, kUnknown, 8, 1,
                   u"IEEE Author Center, sizing of graphics: two columns 7.16 in"_s},
        SizePreset{u"nature-column"_s, FigureText::tr("Nature, column"), 89, kUnknown, 7, 1,
                   u"Nature, final submission: one column 89 mm, text 5 to 7 pt"_s},
        SizePreset{u"nature-page"_s, FigureText::tr("Nature, both columns"), 183, kUnknown, 7, 1,
                   u"Nature, final submission: two columns 183 mm, text 5 to 7 pt"_s},
        SizePreset{u"slide"_s, FigureText::tr("Slide 16:9"), 254, 142.875, 14, 2,
                   u"Slides of 10 in x 5.625 in"_s},
        SizePreset{u"poster"_s, FigureText::tr("Poster"), 400, 260, 24, 3,
                   u"About a third of the width of an A0 poster, read from 1.5 m"_s},
    };
    return presets;
}

const SizePreset *presetNamed(const QString &id)
{
    const auto presets = sizePresets();
    const auto found = std::ranges::find(presets, id, &SizePreset::id);
    return found == presets.end() ? nullptr : &*found;
}

FigureSpec fitted(FigureSpec figure, const SizePreset &preset)
{
    // Panels, in sizes of the text; sentences over them need room, too.
    const bool told = std::ranges::any_of(
        figure.panels, [](const PanelSpec &panel) { return panel.gains || panel.plot == Plot::Differences; });
    const double narrowest = told ? 20 : 12;
    double lowest = told ? 15 : 11;
    for (const PanelSpec &panel : figure.panels)
        if (hasRows(panel.plot)) // each a line of text, within reason
            lowest = std::max(lowest, 6 + 1.3 * std::min(double(panel.curves.size()), 40.0));
    constexpr double kPointMm = kInch / 72;
    FigureStyle &style = figure.style;
    const auto panels = static_cast<int>(std::max<std::size_t>(figure.panels.size(), 1));
    const int columns = columnsOf(panels, figure.columns);
    const int most = std::max(1, static_cast<int>(preset.widthMm / (narrowest * preset.fontPt * kPointMm)));
    if (columns > most)
        figure.columns = most;
    const auto rows = [panels](int across) { return (panels + across - 1) / across; };
    const double proportion = style.heightMm / rows(columns) / (style.widthMm / columns);
    const int across = std::min(columns, most), down = rows(across);
    const double height = std::max(std::min(preset.widthMm / across * proportion * down, kPageMm),
                                   lowest * preset.fontPt * kPointMm * down);
    style.widthMm = preset.widthMm;
    style.heightMm = std::clamp(std::isnan(preset.heightMm) ? height : preset.heightMm, 20.0, 2000.0);
    style.fontPt = preset.fontPt;
    style.linePt = preset.linePt;
    return figure;
}

} // namespace onset
