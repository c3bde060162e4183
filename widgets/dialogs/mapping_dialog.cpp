#include "widgets/dialogs/mapping_dialog.h"

#include "core/base/write_file.h"
#include "widgets/dialogs/save_name.h"
#include "widgets/models/choice_delegate.h"
#include "widgets/panels/plain_table.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QJsonDocument>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

QString titleOf(const TablePreview &preview)
{
    const QString name = QFileInfo(preview.files.front()).fileName();
    if (preview.files.size() == 1)
        return name;
    return MappingDialog::tr("%1 and %2 more").arg(name).arg(preview.files.size() - 1);
}

} // namespace

MappingDialog::MappingDialog(std::vector<TablePreview> previews, QWidget *parent)
    : QDialog(parent), m_previews(std::move(previews)), m_tables(new QListWidget), m_heading(new QLabel),
      m_fault(new QLabel), m_view(plainTable(tr("Columns of the table"))),
      m_remember(new QCheckBox(tr("&Remember this for tables with the same columns"))),
      m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel))
{
    setWindowTitle(tr("How the columns are read"));
    resize(1000, 620);
    m_heading->setWordWrap(true);
    m_fault->setWordWrap(true);
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new ChoiceDelegate(MappingModel::ChoicesRole, m_view));
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_tables->setTextElideMode(Qt::ElideMiddle);
    m_tables->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tables->setAccessibleName(tr("Tables of the import"));
    for (const TablePreview &preview : m_previews) {
        m_tables->addItem(titleOf(preview));
        m_tables->item(m_tables->count() - 1)->setToolTip(preview.files.join(u'\n'));
    }
    m_tables->setVisible(m_previews.size() > 1);
    m_remember->setToolTip(tr("The workbook keeps it, and proposes it again, also to “onset import”"));
    m_remember->setChecked(true);

    QPushButton *import = m_buttons->button(QDialogButtonBox::Ok);
    import->setText(tr("&Import"));
    QPushButton *guess = m_buttons->addButton(tr("Back to the &guess"), QDialogButtonBox::ResetRole);
    QPushButton *save = m_buttons->addButton(tr("&Save as JSON…"), QDialogButtonBox::ActionRole);
    save->setToolTip(tr("Writes a map that “onset import --map” takes"));
    auto *parts = new QSplitter;
    parts->addWidget(m_tables);
    parts->addWidget(m_view);
    parts->setStretchFactor(1, 1);
    parts->setSizes({200, 800});
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_heading);
    layout->addWidget(parts, 1);
    layout->addWidget(m_fault);
    layout->addWidget(m_remember);
    layout->addWidget(m_buttons);

    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(guess, &QPushButton::clicked, &m_model, &MappingModel::resetToGuess);
    connect(save, &QPushButton::clicked, this, &MappingDialog::saveMap);
    connect(m_tables, &QListWidget::currentRowChanged, this, &MappingDialog::show);
    connect(&m_model, &MappingModel::mappingChanged, this, [this] {
        keepEdits();
        judge();
    });
    connect(m_view, &QTableView::clicked, m_view, [this](const QModelIndex &index) {
        if (!index.data(MappingModel::ChoicesRole).toStringList().isEmpty() &&
            index.flags().testFlag(Qt::ItemIsEditable))
            m_view->edit(index);
    });
    m_tables->setCurrentRow(0);
    m_view->setFocus();
}

void MappingDialog::show(int table)
{
    m_shown = -1; // the model still has the table before
    const TablePreview &preview = m_previews[static_cast<std::size_t>(table)];
    const QString what =
        preview.saved
            ? tr("Its columns are read as you had it for such a table before.")
            : tr("What its columns hold is a guess by their names and contents; change what is wrong.");
    m_heading->setText(
        tr("%1, %L2 rows. %3").arg(preview.files.front()).arg(preview.survey.rows).arg(what) +
        (preview.files.size() > 1
             ? tr(" The same goes for the other files with these columns: %L1.").arg(preview.files.size() - 1)
             : QString()));
    m_model.setPreview(preview);
    m_shown = table;
    fitColumns(*m_view, 260);
    judge();
}

void MappingDialog::keepEdits()
{
    if (m_shown >= 0)
        m_previews[static_cast<std::size_t>(m_shown)].mapping = m_model.preview().mapping;
}

void MappingDialog::judge()
{
    const QString fault = m_model.fault();
    m_fault->setText(fault);
    m_fault->setVisible(!fault.isEmpty());
    bool sound = true;
    MappingModel other;
    for (const TablePreview &preview : m_previews) {
        other.setPreview(preview);
        sound = sound && other.fault().isEmpty();
    }
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(sound);
}

bool MappingDialog::remembers() const { return m_remember->isChecked(); }

std::map<QString, QByteArray> MappingDialog::maps() const
{
    std::map<QString, QByteArray> maps;
    for (const TablePreview &preview : m_previews) {
        if (preview.saved || remembers() || preview.mapping.json() != preview.guess.json())
            maps.emplace(preview.header, mapOf(preview.mapping, preview.guess));
    }
    return maps;
}

void MappingDialog::saveMap()
{
    const QString path =
        askSaveName(this, tr("Save the map of the columns"), u"map.json"_s, tr("JSON (*.json)"));
    if (path.isEmpty())
        return;
    const QByteArray json = QJsonDocument(m_model.preview().mapping.json()).toJson();
    if (const auto written = writeFile(path, json); !written)
        emit failed(written.error());
}

} // namespace onset
