#pragma once

#include "core/figure/figure_spec.h"

#include <QStyledItemDelegate>

namespace onset {

/// Paints the columns of an AbilityModel: the name on two lines, a sparkline of the curves, the verdict with
/// its colour, the others as text.
class AbilityDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setTheme(Theme theme) { m_theme = theme; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintName(QPainter &painter, const QRect &cell, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const;
    void paintLines(QPainter &painter, const QRect &cell, const QStyleOptionViewItem &option,
                    const QModelIndex &index) const;
    void paintVerdict(QPainter &painter, const QRect &cell, const QStyleOptionViewItem &option,
                      const QModelIndex &index) const;

    Theme m_theme = Theme::Light;
};

} // namespace onset
