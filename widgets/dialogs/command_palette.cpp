#include "widgets/dialogs/command_palette.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QVBoxLayout>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

/// "Save a copy" of "Save a &copy…".
QString plainText(const QAction &action)
{
    QString text = action.text();
    text.replace(u"&&"_s, u"\n"_s).remove(u'&').replace(u'\n', u'&');
    return text;
}

} // namespace

CommandPalette::CommandPalette(const QMenuBar &menus, QWidget *parent)
    : QDialog(parent), m_search(new QLineEdit), m_list(new QListView)
{
    setWindowTitle(tr("Commands"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(480, 360);
    add(menus.actions(), {});
    m_shown.setSourceModel(&m_rows);
    m_search->setPlaceholderText(tr("Type what you want to do"));
    m_search->setAccessibleName(tr("Search commands"));
    m_search->installEventFilter(this);
    m_list->setModel(&m_shown);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("Commands"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textChanged, this, &CommandPalette::filter);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { run(m_list->currentIndex()); });
    connect(m_list, &QAbstractItemView::activated, this, &CommandPalette::run);
    filter({});
    m_search->setFocus();
}

void CommandPalette::add(const QList<QAction *> &actions, const QString &path)
{
    for (QAction *action : actions) {
        if (action->isSeparator() || !action->isVisible())
            continue;
        const QString name = path + plainText(*action);
        if (QMenu *menu = action->menu()) {
            emit menu->aboutToShow(); // some are filled only then
            add(menu->actions(), name + u" › "_s);
            continue;
        }
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        auto *row = new QStandardItem(keys.isEmpty() ? name : name + u"    "_s + keys);
        row->setData(row->text(), WordFilter::TextRole);
        row->setToolTip(action->toolTip());
        row->setEnabled(action->isEnabled());
        m_rows.appendRow(row);
        m_actions.emplace_back(action);
    }
}

void CommandPalette::filter(const QString &words)
{
    m_shown.setFilter(words, false);
    for (int row = 0; row < m_shown.rowCount(); ++row) {
        const QModelIndex index = m_shown.index(row, 0);
        if (index.flags().testFlag(Qt::ItemIsEnabled)) {
            m_list->setCurrentIndex(index);
            return;
        }
    }
}

void CommandPalette::run(const QModelIndex &shown)
{
    if (!shown.isValid() || !shown.flags().testFlag(Qt::ItemIsEnabled))
        return;
    const QPointer<QAction> action = m_actions[std::size_t(m_shown.mapToSource(shown).row())];
    accept(); // before: the command may open a window of its own
    if (action)
        action->trigger();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        for (const int moves : {Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown})
            if (key->key() == moves)
                return QCoreApplication::sendEvent(m_list, key);
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace onset
