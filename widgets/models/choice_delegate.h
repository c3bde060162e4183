#pragma once

#include <QStyledItemDelegate>

namespace onset {

/// Edits a cell that has choices with a list of them, any other as text, and marks those with choices.
class ChoiceDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    /// @param choicesRole  of the model: a QStringList, empty for any text
    ChoiceDelegate(int choicesRole, QObject *parent) : QStyledItemDelegate(parent), m_role(choicesRole) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;

private:
    [[nodiscard]] bool offers(const QModelIndex &index) const;

    int m_role;
};

} // namespace onset
