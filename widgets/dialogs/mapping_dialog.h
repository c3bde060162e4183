#pragma once

#include "core/base/result.h"
#include "widgets/models/mapping_model.h"

#include <QDialog>

class QCheckBox;
class QDialogButtonBox;
class QLabel;
class QListWidget;
class QTableView;

namespace onset {

/// Shows how the columns of tables will be read, before they are stored; anything can be changed. One dialog
/// for all tables of an import: those with the same header are one entry.
class MappingDialog : public QDialog
{
    Q_OBJECT
public:
    /// @param previews  not empty
    explicit MappingDialog(std::vector<TablePreview> previews, QWidget *parent = nullptr);

    /// What the import is to be told, by header: JSON of those tables that are not read as guessed.
    [[nodiscard]] std::map<QString, QByteArray> maps() const;
    /// Whether the workbook is to keep them for the next tables of these headers.
    [[nodiscard]] bool remembers() const;

signals:
    void failed(const onset::Error &error);

private:
    void show(int table);
    void keepEdits();
    void judge();
    void saveMap();

    std::vector<TablePreview> m_previews;
    MappingModel m_model;
    int m_shown = -1;
    QListWidget *m_tables;
    QLabel *m_heading, *m_fault;
    QTableView *m_view;
    QCheckBox *m_remember;
    QDialogButtonBox *m_buttons;
};

} // namespace onset
