#pragma once

#include "core/base/progress.h"
#include "core/figure/views.h"
#include "core/store/abilities.h"
#include "core/store/workbook.h"
#include "widgets/session/ability_search.h"

#include <memory>
#include <vector>

namespace onset {

/// A figure kept in the workbook.
struct SavedFigure
{
    QString name;
    QByteArray json;
};

/// What a workbook has to show: names and counts, no scores. Immutable once made, shared with the models.
struct Catalog
{
    std::vector<Ability> abilities; ///< ordered by benchmark, task, metric, setting
    std::vector<SavedFigure> figures;
    AbilitySearch search;    ///< of the abilities
    std::vector<int> scales; ///< rows of the abilities whose metric is no proportion

    /// Row of the ability that a curve belongs to, −1 when there is none.
    [[nodiscard]] int indexOf(const CurveKey &key) const;
};
using CatalogPtr = std::shared_ptr<const Catalog>;

/// @param abilities  in the order of a catalog
[[nodiscard]] CatalogPtr makeCatalog(std::vector<Ability> abilities, std::vector<SavedFigure> figures);

/// @error Cancelled; Io and the like from the store
[[nodiscard]] Result<CatalogPtr> loadCatalog(Workbook &workbook, const Progress &progress);

/// What a figure is about, as far as the workbook holds it.
[[nodiscard]] std::vector<const Ability *> selectedIn(const Catalog &catalog, const FigureSpec &figure);

/// A workbook's opening figure: GPT-3's 3-digit addition, few-shot, when it is there, else the ability with
/// the most models on a scale of compute; of each curve the best rival. Without panels when there are none.
[[nodiscard]] FigureSpec firstFigure(const std::vector<Ability> &abilities);

/// How many measures a menu of scales can hold.
inline constexpr std::size_t kMostScales = 200;

/// Measures that the families of a figure can be ordered along, such as perplexity: no proportions, and two
/// models or more of some family of the figure. The first kMostScales, in the order of the catalog.
[[nodiscard]] std::vector<Scale> measureScales(const Catalog &catalog, const FigureSpec &figure);

} // namespace onset
