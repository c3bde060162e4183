#include "widgets/dialogs/models_dialog.h"

#include "widgets/models/choice_delegate.h"
#include "widgets/panels/filtered_table.h"
#include "widgets/panels/plain_table.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace onset {

ModelsDialog::ModelsDialog(QWidget *parent) : QDialog(parent), m_message(new QLabel)
{
    setWindowTitle(tr("Models"));
    resize(1080, 620);
    auto *pages = new QTabWidget;
    pages->addTab(modelsPage(), tr("&Models"));
    pages->addTab(namesPage(), tr("Joined &names"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false); // Enter in the search closes nothing
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(pages, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(&m_models, &ModelsModel::scaleEdited, this, &ModelsDialog::scaleEdited);
    connect(&m_models, &ModelsModel::sameModelChosen, this,
            [this](const ModelName &name, const ModelName &sameAs) { emit modelSaid(name, sameAs); });
    connect(&m_models, &ModelsModel::editRefused, m_message, [this](const QString &reason) {
        m_message->setText(reason);
        m_message->show();
    });
    connect(&m_models, &ModelsModel::modelReset, m_message, &QLabel::hide);
    offerJoin();
}

QWidget *ModelsDialog::modelsPage()
{
    m_modelTable = new FilteredTable(tr("Models of the workbook"), tr("Search family, model, checkpoint"),
                                     tr("Without training compute"), &m_models, ModelsModel::ValueRole);
    m_modelTable->view()->setItemDelegate(new ChoiceDelegate(ModelsModel::ChoicesRole, this));
    auto *hint =
        new QLabel(tr("Double-click parameters, tokens or FLOPs to say what they are, or “Same as” to "
                      "say that a name is another model's. What you say goes before the files; FLOPs "
                      "that a file states are never replaced by 6ND."));
    hint->setWordWrap(true);
    m_message->setWordWrap(true);
    m_message->hide();
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->addWidget(m_modelTable, 1);
    layout->addWidget(hint);
    layout->addWidget(m_message);
    return page;
}

QWidget *ModelsDialog::namesPage()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    auto *about = new QLabel(tr("Two names are of one model when they are alike by these rules:"));
    layout->addWidget(about);
    for (const NameRule &rule : nameRules()) {
        auto *box = new QCheckBox(tr("%1 (%2)").arg(rule.says, rule.example));
        connect(box, &QCheckBox::clicked, this, [this, rule](bool used) { emit ruleSwitched(rule, used); });
        m_rules.push_back(box);
        layout->addWidget(box);
    }
    m_joinTable = new FilteredTable(tr("Names that count as another"), tr("Search names"), {}, &m_joins,
                                    Qt::DisplayRole);
    m_joinTable->view()->setSelectionBehavior(QAbstractItemView::SelectRows);
    layout->addWidget(m_joinTable, 1);
    m_apart = new QPushButton(tr("&Keep apart"));
    m_apart->setToolTip(tr("Makes the selected name a model of its own"));
    m_byRules = new QPushButton(tr("Leave it to the &rules"));
    m_byRules->setToolTip(tr("Takes back what you said of the selected name"));
    auto *row = new QHBoxLayout;
    row->addWidget(m_apart);
    row->addWidget(m_byRules);
    row->addStretch(1);
    layout->addLayout(row);

    const auto selected = [this] {
        return m_joinTable->sourceIndex(m_joinTable->view()->selectionModel()->currentIndex()).row();
    };
    connect(m_apart, &QPushButton::clicked, this, [this, selected] {
        const ModelName name = m_joins.at(selected()).join.name;
        emit modelSaid(name, name);
    });
    connect(m_byRules, &QPushButton::clicked, this,
            [this, selected] { emit modelSaid(m_joins.at(selected()).join.name, std::nullopt); });
    connect(m_joinTable->view()->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ModelsDialog::offerJoin);
    connect(&m_joins, &QAbstractItemModel::modelReset, this, &ModelsDialog::offerJoin);
    for (QPushButton *button : {m_apart, m_byRules})
        button->setAutoDefault(false);
    return page;
}

void ModelsDialog::offerJoin()
{
    const QItemSelectionModel *const selection = m_joinTable->view()->selectionModel();
    const int row =
        selection->hasSelection() ? m_joinTable->sourceIndex(selection->currentIndex()).row() : -1;
    m_apart->setEnabled(row >= 0 && !m_joins.at(row).apart());
    m_byRules->setEnabled(row >= 0 && m_joins.at(row).byUser);
}

void ModelsDialog::setRegistry(const RegistryPtr &registry)
{
    const QModelIndex current = m_modelTable->view()->currentIndex(); // the same cell stays current
    m_models.setRegistry(registry);
    m_joins.setRegistry(*registry);
    for (std::size_t i = 0; i < m_rules.size(); ++i)
        m_rules[i]->setChecked(!registry->unusedRules.contains(nameRules()[i].name));
    m_modelTable->view()->setColumnHidden(
        ModelsModel::Checkpoint,
        std::ranges::all_of(registry->models, &QString::isEmpty, &ModelInfo::checkpoint));
    if (!std::exchange(m_fitted, m_fitted || !registry->models.empty())) {
        fitColumns(*m_modelTable->view());
        m_modelTable->view()->setColumnWidth(ModelsModel::From, 240);
        m_modelTable->view()->setColumnWidth(ModelsModel::SameAs, 160);
        fitColumns(*m_joinTable->view());
    }
    m_modelTable->view()->setCurrentIndex(
        m_modelTable->view()->model()->index(current.row(), current.column()));
}

void ModelsDialog::showUnplaced() { m_modelTable->setOnlyMarked(true); }

} // namespace onset
