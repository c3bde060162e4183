#pragma once

#include "widgets/session/registry.h"

#include <QAbstractTableModel>

namespace onset {

/// Names that count as another one, by the rules or by the user, and those that the user keeps apart.
class JoinsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Family, Model, SameAs, Why, ColumnCount };

    /// A line of the table.
    struct Join
    {
        SameModel join;
        bool byUser;

        [[nodiscard]] bool apart() const { return join.name == join.sameAs; }
    };

    explicit JoinsModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    void setRegistry(const Registry &registry);
    [[nodiscard]] const Join &at(int row) const { return m_joins[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Join> m_joins;
};

} // namespace onset
