#pragma once

#include "core/base/progress.h"
#include "core/curve/curve.h"
#include "core/figure/figure_spec.h"
#include "core/store/workbook.h"

#include <memory>
#include <vector>

namespace onset {

/// One measure in one setting, with a curve for every family that has it.
struct Ability
{
    MeasureKey measure;
    QString setting;
    std::vector<Curve> curves; ///< along training compute, ordered by family

    [[nodiscard]] bool statesSetting() const; ///< false: nothing is known of how the models were asked
    [[nodiscard]] CurveKey key() const;       ///< without a family: the same for all its curves
};

/// A figure kept in the workbook.
struct SavedFigure
{
    QString name;
    QByteArray json;
};

/// What a workbook has to show. Immutable once loaded, shared with the models.
struct Catalog
{
    std::vector<Ability> abilities; ///< ordered by benchmark, task, metric, setting
    std::vector<SavedFigure> figures;

    /// Row of the ability that a curve belongs to, −1 when there is none.
    [[nodiscard]] int indexOf(const CurveKey &key) const;
};
using CatalogPtr = std::shared_ptr<const Catalog>;

/// @error Cancelled; Io and the like from the store
[[nodiscard]] Result<CatalogPtr> loadCatalog(Workbook &workbook, Progress &progress);

/// A panel with all families of an ability, looking like `pattern` (scale, axes, transform).
[[nodiscard]] PanelSpec panelOf(const Ability &ability, const PanelSpec &pattern);

/// A nameless figure with one panel for each ability, drawn like `pattern`, with room for every panel.
/// @param abilities  not empty
[[nodiscard]] FigureSpec figureOf(const std::vector<const Ability *> &abilities, const FigureSpec &pattern);

/// A workbook's opening figure: GPT-3's 3-digit addition, few-shot, when it is there, else the ability with
/// the most models; of each curve the best rival. Without panels when the catalog is empty.
[[nodiscard]] FigureSpec firstFigure(const Catalog &catalog);

/// Measures that the families of a figure can be ordered along, such as perplexity: no proportions, and two
/// models or more of some family of the figure.
[[nodiscard]] std::vector<Scale> measureScales(const Catalog &catalog, const FigureSpec &figure);

} // namespace onset
