#include "widgets/dialogs/import_report_dialog.h"

#include "widgets/models/refusals_model.h"
#include "widgets/models/table_text.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <numeric>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

std::vector<Refusal> refusals(const ImportReport &report)
{
    std::vector<Refusal> all;
    for (const FileReport &file : report.files)
        all.insert(all.end(), file.refused.begin(), file.refused.end());
    return all;
}

QStringList notes(const ImportReport &report)
{
    QStringList all;
    for (const FileReport &file : report.files) {
        for (const QString &note : file.notes)
            all += report.files.size() > 1 ? u"%1: %2"_s.arg(file.file, note) : note;
    }
    return all;
}

} // namespace

bool needsReading(const ImportReport &report)
{
    return report.refused() > 0 || report.outcome.conflicts > 0 || report.outcome.added == 0 ||
           !notes(report).isEmpty();
}

QString summary(const ImportReport &report)
{
    const ImportWriter::Outcome &outcome = report.outcome;
    QStringList parts{ImportReportDialog::tr("New results: %1").arg(outcome.added)};
    if (outcome.duplicates > 0)
        parts += ImportReportDialog::tr("already there: %1").arg(outcome.duplicates);
    if (outcome.conflicts > 0)
        parts +=
            ImportReportDialog::tr("in conflict with another import, both kept: %1").arg(outcome.conflicts);
    if (report.refused() > 0)
        parts += ImportReportDialog::tr("rows refused: %1").arg(report.refused());
    return parts.join(u"; "_s) + u'.';
}

ImportReportDialog::ImportReportDialog(const ImportReport &report, QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Import"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *layout = new QVBoxLayout(this);
    auto *heading = new QLabel(summary(report));
    heading->setWordWrap(true);
    layout->addWidget(heading);
    if (const QStringList said = notes(report); !said.isEmpty()) {
        auto *label = new QLabel(said.join(u'\n'));
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        layout->addWidget(label);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    if (const auto refused = refusals(report); !refused.empty()) {
        auto *model = new RefusalsModel(refused, this);
        auto *table = new QTableView;
        table->setModel(model);
        table->setAccessibleName(tr("Refused rows"));
        table->setSelectionBehavior(QAbstractItemView::SelectRows);
        table->setAlternatingRowColors(true);
        table->setShowGrid(false);
        table->verticalHeader()->hide();
        table->horizontalHeader()->setStretchLastSection(true);
        table->resizeColumnsToContents();
        layout->addWidget(table, 1);
        if (report.refused() > qint64(refused.size()))
            layout->addWidget(new QLabel(tr("The first %1 are listed.").arg(refused.size())));
        QPushButton *copy = buttons->addButton(tr("Copy list"), QDialogButtonBox::ActionRole);
        connect(copy, &QPushButton::clicked, model, [model] {
            QList<int> rows(model->rowCount());
            std::iota(rows.begin(), rows.end(), 0);
            QApplication::clipboard()->setText(
                tableText(*model, rows, {0, 1, 2, 3}, Qt::DisplayRole, TextForm::Tabs));
        });
        resize(720, 420);
    }
    layout->addWidget(buttons);
}

} // namespace onset
