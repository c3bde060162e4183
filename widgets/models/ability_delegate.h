#pragma once

#include "core/figure/figure_spec.h"

#include <QStyledItemDelegate>

namespace onset {

/// Paints an ability on two lines, with its number of families and a sparkline of their curves.
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
    Theme m_theme = Theme::Light;
};

} // namespace onset
