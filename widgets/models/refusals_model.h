#pragma once

#include "core/store/imports.h"

#include <QAbstractTableModel>

#include <vector>

namespace onset {

/// Rows that an import did not take.
class RefusalsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { File, Where, Field, Reason, ColumnCount };

    explicit RefusalsModel(std::vector<Refusal> refusals, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Refusal> m_refusals;
};

} // namespace onset
