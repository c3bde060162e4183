#pragma once

#include "core/curve/scale.h"
#include "widgets/session/registry.h"

#include <QAbstractTableModel>

namespace onset {

/// The chance levels of a workbook's measures and where each comes from. An edit asks for one of the
/// workbook; the model changes when that has been made.
class ChanceModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Benchmark, Task, MetricName, Chance, From, Others, Results, ColumnCount };
    enum Role { ValueRole = Qt::UserRole };

    explicit ChanceModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    void setRegistry(const RegistryPtr &registry);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void chanceEdited(const onset::MeasureKey &measure, double value); ///< NaN: taken back
    void editRefused(const QString &reason);

private:
    RegistryPtr m_registry; ///< null: none yet
};

} // namespace onset
