#include "widgets/session/catalog.h"

#include "core/base/grouped.h"
#include "core/curve/metric.h"
#include "core/store/figures.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

constexpr double kPanelWidthMm = 70, kPanelHeightMm = 55; ///< of each panel when there are many

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(onset::Catalog)
};

/// By name.
std::vector<const AbilityFamily *> shownFamilies(const Ability &ability)
{
    std::vector<const AbilityFamily *> families;
    for (const AbilityFamily &family : ability.families)
        families.push_back(&family);
    const auto most = families.begin() + std::ptrdiff_t(std::min(families.size(), kMostFamilies));
    if (most != families.end()) {
        std::ranges::partial_sort(families, most, {}, [](const AbilityFamily *family) {
            return std::tuple(-family->placed, -family->models, QStringView(family->name));
        });
        families.erase(most, families.end());
    }
    std::ranges::sort(families, {}, &AbilityFamily::name);
    return families;
}

int placedModels(const Ability &ability)
{
    int count = 0;
    for (const AbilityFamily &family : ability.families)
        count += family.placed;
    return count;
}

bool isOpeningFigure(const Ability &ability)
{
    return ability.measure.task == "3-digit addition"_L1 && ability.setting.startsWith("few-shot"_L1) &&
           std::ranges::find(ability.families, "GPT-3"_L1, &AbilityFamily::name) != ability.families.end();
}

} // namespace

int Catalog::indexOf(const CurveKey &key) const
{
    const auto found = std::ranges::partition_point(
        abilities, [&key](const Ability &ability) { return (ability <=> key) < 0; });
    return found == abilities.end() || (*found <=> key) != 0 ? -1
                                                             : static_cast<int>(found - abilities.begin());
}

CatalogPtr makeCatalog(std::vector<Ability> abilities, std::vector<SavedFigure> figures)
{
    auto catalog = std::make_shared<Catalog>();
    catalog->search = AbilitySearch(abilities);
    std::map<QString, bool> scales; // by metric
    for (std::size_t row = 0; row < abilities.size(); ++row) {
        const QString &metric = abilities[row].measure.metric;
        const auto [scale, isNew] = scales.try_emplace(metric);
        if (isNew)
            scale->second = !metricNamed(metric).proportion;
        if (scale->second)
            catalog->scales.push_back(static_cast<int>(row));
    }
    catalog->abilities = std::move(abilities);
    catalog->figures = std::move(figures);
    return catalog;
}

Result<CatalogPtr> loadCatalog(Workbook &workbook, const Progress &progress)
{
    auto list = listAbilities(workbook, progress);
    if (!list)
        return tl::unexpected(list.error());
    auto entries = Figures(workbook).list();
    if (!entries)
        return tl::unexpected(entries.error());
    std::vector<SavedFigure> figures;
    for (Figures::Entry &entry : *entries)
        figures.push_back({std::move(entry.name), std::move(entry.json)});
    return makeCatalog(std::move(list->abilities), std::move(figures));
}

PanelSpec panelOf(const Ability &ability, const PanelSpec &pattern)
{
    PanelSpec panel = pattern;
    panel.title = ability.measure.task;
    if (ability.statesSetting())
        panel.title += u", "_s + ability.setting;
    std::vector<const AbilityFamily *> families = shownFamilies(ability);
    if (families.size() < ability.families.size())
        panel.title +=
            Words::tr(", %1 of %2 families").arg(families.size()).arg(grouped(std::ssize(ability.families)));
    panel.xRange = panel.yRange = std::nullopt;
    panel.curves.clear();
    CurveKey key = ability.key();
    for (const AbilityFamily *family : families) {
        key.family = family->name;
        panel.curves.push_back({.key = key});
    }
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

FigureSpec firstFigure(const std::vector<Ability> &abilities)
{
    if (abilities.empty())
        return {};
    auto chosen = std::ranges::find_if(abilities, isOpeningFigure);
    if (chosen == abilities.end())
        chosen = std::ranges::max_element(abilities, {}, placedModels);
    return figureOf({&*chosen}, {.fit = {.model = std::nullopt, .floor = FitSpec::Floor::Auto}});
}

std::vector<Scale> measureScales(const Catalog &catalog, const FigureSpec &figure)
{
    std::set<QString> families;
    for (const PanelSpec &panel : figure.panels) {
        for (const CurveSpec &curve : panel.curves)
            families.insert(curve.key.family);
    }
    const auto serves = [&families](const AbilityFamily &family) {
        return family.models >= 2 && families.contains(family.name);
    };
    std::vector<Scale> scales;
    for (const int row : catalog.scales) {
        const Ability &ability = catalog.abilities[static_cast<std::size_t>(row)];
        if (scales.size() < kMostScales && std::ranges::any_of(ability.families, serves))
            scales.push_back({Scale::Kind::Measure, ability.measure, ability.setting});
    }
    return scales;
}

} // namespace onset
