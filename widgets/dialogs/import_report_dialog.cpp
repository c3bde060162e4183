#include "widgets/dialogs/import_report_dialog.h"

#include "core/base/write_file.h"
#include "widgets/dialogs/save_name.h"
#include "widgets/models/table_text.h"
#include "widgets/panels/plain_table.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <numeric>

namespace onset {

using namespace Qt::StringLiterals;

using Issue = ImportIssuesModel::Issue;

namespace {

constexpr std::array kIssues{Issue::Refused, Issue::Conflict, Issue::Note, Issue::Unplaced};
constexpr int kMostFileRows = 6; ///< of the upper table that are seen at first

bool saysSomething(const FileReport &file) { return !file.notes.isEmpty() || !file.remarks.empty(); }

QList<int> upTo(int count)
{
    QList<int> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

} // namespace

bool needsReading(const ImportReport &report)
{
    return report.refused() > 0 || report.outcome.conflicts > 0 || report.outcome.added == 0 ||
           !report.unplaced.empty() || std::ranges::any_of(report.files, saysSomething);
}

QString summary(const ImportReport &report)
{
    const ImportWriter::Outcome &outcome = report.outcome;
    QStringList parts{ImportReportDialog::tr("New results: %L1").arg(outcome.added)};
    const auto add = [&](qint64 count, const QString &words) {
        if (count > 0)
            parts += words.arg(count);
    };
    add(outcome.duplicates, ImportReportDialog::tr("already there: %L1"));
    add(outcome.conflicts, ImportReportDialog::tr("in conflict with another import, both kept: %L1"));
    add(report.refused(), ImportReportDialog::tr("rows refused: %L1"));
    add(std::ssize(report.unplaced), ImportReportDialog::tr("models without training compute: %L1"));
    return parts.join(u"; "_s) + u'.';
}

ImportReportDialog::ImportReportDialog(QWidget *parent)
    : QDialog(parent), m_heading(new QLabel), m_filesView(plainTable(tr("Files of the import"))),
      m_issuesView(plainTable(tr("Refused rows, conflicts and notes"))), m_search(new QLineEdit),
      m_kind(new QComboBox), m_count(new QLabel)
{
    setWindowTitle(tr("Import report"));
    resize(940, 600);
    m_heading->setWordWrap(true);
    m_filesView->setModel(&m_files);
    m_filesView->horizontalHeader()->setStretchLastSection(false);
    m_issuesView->setModel(&m_issues);
    m_search->setPlaceholderText(tr("Search file, place, column, reason"));
    m_search->setAccessibleName(tr("Search the report"));
    m_search->setClearButtonEnabled(true);
    m_kind->setAccessibleName(tr("Kind of entries"));
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToContents);

    auto *searching = new QHBoxLayout;
    searching->addWidget(m_search, 1);
    searching->addWidget(m_kind);
    searching->addWidget(m_count);
    auto *lower = new QWidget;
    auto *lowerLayout = new QVBoxLayout(lower);
    lowerLayout->setContentsMargins({});
    lowerLayout->addLayout(searching);
    lowerLayout->addWidget(m_issuesView, 1);
    auto *parts = new QSplitter(Qt::Vertical);
    parts->addWidget(m_filesView);
    parts->addWidget(lower);
    parts->setStretchFactor(1, 1);
    parts->setChildrenCollapsible(false);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QPushButton *save = buttons->addButton(tr("Save as CSV…"), QDialogButtonBox::ActionRole);
    QPushButton *copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    m_unplaced = buttons->addButton(tr("Place models…"), QDialogButtonBox::ActionRole);
    m_unplaced->setToolTip(tr("Lists the models that stand on no scale, to give them one"));
    save->setToolTip(tr("Writes the entries that are listed"));
    copy->setToolTip(tr("Copies the entries that are listed"));
    for (QPushButton *button : {save, copy, m_unplaced, buttons->button(QDialogButtonBox::Close)})
        button->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_heading);
    layout->addWidget(parts, 1);
    layout->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(save, &QPushButton::clicked, this, &ImportReportDialog::saveIssues);
    connect(copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(issuesText(false)); });
    connect(m_unplaced, &QPushButton::clicked, this, &ImportReportDialog::modelsWanted);
    connect(m_search, &QLineEdit::textChanged, this, &ImportReportDialog::filter);
    connect(m_kind, &QComboBox::activated, this, &ImportReportDialog::filter);
}

void ImportReportDialog::setReport(const std::shared_ptr<const ImportReport> &report)
{
    m_heading->setText(summary(*report));
    m_files.setReport(report);
    m_issues.setReport(report);
    const QSignalBlocker quiet(m_search);
    m_search->clear();
    offerKinds();
    m_issuesView->setColumnHidden(ImportIssuesModel::File, report->files.size() < 2);
    m_unplaced->setVisible(!report->unplaced.empty());
    fitColumns(*m_filesView);
    m_filesView->resizeColumnToContents(ImportFilesModel::ColumnCount - 1);
    fitColumns(*m_issuesView);
    const int rows = std::clamp(m_files.rowCount(), 1, kMostFileRows) + 2; // header and scroll bar
    auto *parts = findChild<QSplitter *>();
    const int upper = rows * m_filesView->verticalHeader()->defaultSectionSize();
    parts->setSizes({upper, std::max(200, height() - upper)});
    filter();
}

void ImportReportDialog::offerKinds()
{
    m_kind->clear();
    m_kind->addItem(tr("All (%L1)").arg(m_issues.count()), -1);
    for (const Issue kind : kIssues) {
        if (const int count = m_issues.count(kind); count > 0)
            m_kind->addItem(tr("%1 (%L2)").arg(ImportIssuesModel::nameOf(kind)).arg(count), int(kind));
    }
}

void ImportReportDialog::filter()
{
    const int kind = m_kind->currentData().toInt();
    m_issues.setFilter(m_search->text(), kind < 0 ? std::nullopt : std::optional(Issue(kind)));
    m_count->setText(m_issues.count() == 0 ? tr("Nothing to report")
                                           : tr("%L1 listed").arg(m_issues.rowCount()));
}

QString ImportReportDialog::issuesText(bool csv) const
{
    return tableText(m_issues, upTo(m_issues.rowCount()), upTo(ImportIssuesModel::ColumnCount),
                     Qt::DisplayRole, csv ? TextForm::Csv : TextForm::Tabs);
}

void ImportReportDialog::saveIssues()
{
    const QString path = askSaveName(this, tr("Save the report"), u"import-report.csv"_s, tr("CSV (*.csv)"));
    if (path.isEmpty())
        return;
    if (const auto written = writeFile(path, issuesText(true).toUtf8()); !written)
        emit failed(written.error());
}

} // namespace onset
