#pragma once

#include "widgets/models/import_files_model.h"
#include "widgets/models/import_issues_model.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace onset {

/// Whether an import has more to say than that it went well: refused rows, notes, conflicts, nothing new.
[[nodiscard]] bool needsReading(const ImportReport &report);

/// One sentence on an import: what came in, what was refused.
[[nodiscard]] QString summary(const ImportReport &report);

/// What an import took of each file, and below it all that it has to say: refused rows, conflicts, notes,
/// models without a place. It stays open beside the window.
class ImportReportDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ImportReportDialog(QWidget *parent = nullptr);

    void setReport(const std::shared_ptr<const ImportReport> &report);

    /// The lower table as it is filtered, with a header line.
    [[nodiscard]] QString issuesText(bool csv) const;

signals:
    void modelsWanted(); ///< the user asked for the models that have no place
    void failed(const onset::Error &error);

private:
    void filter();
    void saveIssues();
    void offerKinds();

    ImportFilesModel m_files;
    ImportIssuesModel m_issues;
    QLabel *m_heading;
    QTableView *m_filesView, *m_issuesView;
    QLineEdit *m_search;
    QComboBox *m_kind;
    QLabel *m_count;
    QPushButton *m_unplaced;
};

} // namespace onset
