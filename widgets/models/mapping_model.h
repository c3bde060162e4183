#pragma once

#include "core/import/preview.h"

#include <QAbstractTableModel>

namespace onset {

/// How the columns of a table will be read, a row for each, to be edited.
class MappingModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Role, Unit, Effect, Sample, Benchmark, Task, Metric, Shots, Chance, ColumnCount };
    enum DataRole { ChoicesRole = Qt::UserRole }; ///< QStringList: what a cell may be; none: any text

    explicit MappingModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    void setPreview(const TablePreview &preview);
    [[nodiscard]] const TablePreview &preview() const { return m_preview; }
    void resetToGuess();
    /// Why the table cannot be read so, one sentence; empty when it can.
    [[nodiscard]] QString fault() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void mappingChanged();

private:
    [[nodiscard]] QString textOf(const ColumnMapping &column, const ColumnSurvey &survey, int at) const;
    bool edit(ColumnMapping &column, const ColumnSurvey &survey, int at, const QString &text);

    TablePreview m_preview;
};

} // namespace onset
