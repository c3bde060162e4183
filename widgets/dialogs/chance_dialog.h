#pragma once

#include "widgets/models/chance_model.h"

#include <QDialog>

namespace onset {

class FilteredTable;

/// The chance levels of the workbook's measures. Edits are asked for by a signal. It stays open beside the
/// window.
class ChanceDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ChanceDialog(QWidget *parent = nullptr);

    void setRegistry(const RegistryPtr &registry);

signals:
    void chanceEdited(const onset::MeasureKey &measure, double value);

private:
    ChanceModel m_model;
    FilteredTable *m_table;
    bool m_fitted = false; ///< the columns have their widths
};

} // namespace onset
