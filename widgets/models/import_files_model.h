#pragma once

#include "core/import/import.h"

#include <QAbstractTableModel>

#include <memory>

namespace onset {

/// What came of each file of an import.
class ImportFilesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        File,
        FormatName,
        Models,
        Tasks,
        Records,
        Sum,
        Smallest,
        Largest,
        Read,
        Accepted,
        Refused,
        ColumnCount
    };
    enum Role { ValueRole = Qt::UserRole }; ///< texts and numbers in full, to sort and to write

    explicit ImportFilesModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    void setReport(const std::shared_ptr<const ImportReport> &report);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const ImportReport> m_report; ///< null: none yet
};

} // namespace onset
