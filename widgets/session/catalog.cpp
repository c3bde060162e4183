#include "widgets/session/catalog.h"

#include "core/curve/setting.h"
#include "core/store/curves.h"
#include "core/store/figures.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

constexpr double kPanelWidthMm = 70, kPanelHeightMm = 55; ///< of each panel when there are many

CurveKey withoutFamily(const CurveKey &key)
{
    return {{}, {}, key.benchmark, key.task, key.metric, key.setting};
}

/// Neighbours of one measure and setting become one ability.
std::vector<Ability> grouped(std::vector<Curve> curves)
{
    std::vector<Ability> abilities;
    for (Curve &curve : curves) {
        const CurveKey &key = curve.key;
        if (abilities.empty() || abilities.back().key() != withoutFamily(key))
            abilities.push_back({{key.benchmark, key.task, key.metric}, key.setting, {}});
        abilities.back().curves.push_back(std::move(curve));
    }
    return abilities;
}

std::size_t modelCount(const Ability &ability)
{
    std::size_t count = 0;
    for (const Curve &curve : ability.curves)
        count += curve.points.size();
    return count;
}

bool isOpeningFigure(const Ability &ability)
{
    return ability.measure.task == "3-digit addition"_L1 && ability.setting.startsWith("few-shot"_L1) &&
           std::ranges::any_of(ability.curves,
                               [](const Curve &curve) { return curve.key.family == "GPT-3"_L1; });
}

} // namespace

bool Ability::statesSetting() const { return setting != Setting{}.name(); }

CurveKey Ability::key() const { return {{}, {}, measure.benchmark, measure.task, measure.metric, setting}; }

int Catalog::indexOf(const CurveKey &key) const
{
    const CurveKey wanted = withoutFamily(key);
    const auto found = std::ranges::find(abilities, wanted, &Ability::key);
    return found == abilities.end() ? -1 : static_cast<int>(found - abilities.begin());
}

Result<CatalogPtr> loadCatalog(Workbook &workbook, Progress &progress)
{
    auto curves = Curves(workbook).find({}, Scale{});
    if (!curves)
        return tl::unexpected(curves.error());
    if (progress.cancelled())
        return failure(Code::Cancelled, {});
    auto figures = Figures(workbook).list();
    if (!figures)
        return tl::unexpected(figures.error());

    auto catalog = std::make_shared<Catalog>();
    catalog->abilities = grouped(std::move(*curves));
    for (Figures::Entry &entry : *figures)
        catalog->figures.push_back({std::move(entry.name), std::move(entry.json)});
    return catalog;
}

PanelSpec panelOf(const Ability &ability, const PanelSpec &pattern)
{
    PanelSpec panel = pattern;
    panel.title = ability.measure.task;
    if (ability.statesSetting())
        panel.title += u", "_s + ability.setting;
    panel.xRange = panel.yRange = std::nullopt;
    panel.curves.clear();
    for (const Curve &curve : ability.curves)
        panel.curves.push_back({.key = curve.key});
    return panel;
}

FigureSpec figureOf(const std::vector<const Ability *> &abilities, const FigureSpec &pattern)
{
    FigureSpec figure = pattern;
    const PanelSpec panel = pattern.panels.empty() ? PanelSpec{} : pattern.panels.front();
    figure.name.clear();
    figure.title.clear();
    figure.columns = 0;
    figure.panels.clear();
    for (const Ability *ability : abilities)
        figure.panels.push_back(panelOf(*ability, panel));
    const double columns = std::ceil(std::sqrt(double(abilities.size())));
    const double rows = std::ceil(double(abilities.size()) / columns);
    figure.style.widthMm = std::max(FigureStyle{}.widthMm, columns * kPanelWidthMm);
    figure.style.heightMm = std::max(FigureStyle{}.heightMm, rows * kPanelHeightMm);
    return figure;
}

FigureSpec firstFigure(const Catalog &catalog)
{
    if (catalog.abilities.empty())
        return {};
    auto chosen = std::ranges::find_if(catalog.abilities, isOpeningFigure);
    if (chosen == catalog.abilities.end())
        chosen = std::ranges::max_element(catalog.abilities, {}, modelCount);
    return figureOf({&*chosen}, {.fit = {.model = std::nullopt, .floor = FitSpec::Floor::Auto}});
}

std::vector<Scale> measureScales(const Catalog &catalog, const FigureSpec &figure)
{
    std::set<QString> families;
    for (const PanelSpec &panel : figure.panels) {
        for (const CurveSpec &curve : panel.curves)
            families.insert(curve.key.family);
    }
    const auto serves = [&families](const Curve &curve) {
        return !curve.metric.proportion && families.contains(curve.key.family) &&
               curve.points.size() + static_cast<std::size_t>(curve.unplaced) >= 2;
    };
    std::vector<Scale> scales;
    for (const Ability &ability : catalog.abilities) {
        if (std::ranges::any_of(ability.curves, serves))
            scales.push_back({Scale::Kind::Measure, ability.measure, ability.setting});
    }
    return scales;
}

} // namespace onset
