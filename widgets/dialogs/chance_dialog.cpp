#include "widgets/dialogs/chance_dialog.h"

#include "widgets/panels/filtered_table.h"
#include "widgets/panels/plain_table.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace onset {

ChanceDialog::ChanceDialog(QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Chance levels"));
    resize(980, 560);
    m_table = new FilteredTable(tr("Chance levels"), tr("Search benchmark, task, metric"), tr("Not known"),
                                &m_model, ChanceModel::ValueRole);
    auto *hint =
        new QLabel(tr("Double-click a level to say what guessing scores. What you say goes before the "
                      "files, the newest file before the others, and any file before the bundled list "
                      "of benchmarks."));
    hint->setWordWrap(true);
    auto *message = new QLabel;
    message->setWordWrap(true);
    message->hide();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false); // Enter in the search closes nothing
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_table, 1);
    layout->addWidget(hint);
    layout->addWidget(message);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(&m_model, &ChanceModel::chanceEdited, this, &ChanceDialog::chanceEdited);
    connect(&m_model, &ChanceModel::editRefused, message, [message](const QString &reason) {
        message->setText(reason);
        message->show();
    });
    connect(&m_model, &ChanceModel::modelReset, message, &QLabel::hide);
}

void ChanceDialog::setRegistry(const RegistryPtr &registry)
{
    const QModelIndex current = m_table->view()->currentIndex(); // the same cell stays current
    m_model.setRegistry(registry);
    if (!std::exchange(m_fitted, m_fitted || !registry->tasks.empty()))
        fitColumns(*m_table->view(), 190);
    m_table->view()->setCurrentIndex(m_table->view()->model()->index(current.row(), current.column()));
}

} // namespace onset
