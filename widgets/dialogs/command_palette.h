#pragma once

#include "widgets/models/word_filter.h"

#include <QDialog>
#include <QPointer>
#include <QStandardItemModel>

#include <vector>

class QAction;
class QLineEdit;
class QListView;
class QMenuBar;

namespace onset {

/// Any command of a menu bar by its name: what is typed narrows the list, Enter runs the one that is marked.
/// It is made for one use.
class CommandPalette : public QDialog
{
    Q_OBJECT
public:
    explicit CommandPalette(const QMenuBar &menus, QWidget *parent = nullptr);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void add(const QList<QAction *> &actions, const QString &path);
    void filter(const QString &words);
    void run(const QModelIndex &shown);

    std::vector<QPointer<QAction>> m_actions; ///< of each row
    QStandardItemModel m_rows;
    WordFilter m_shown;
    QLineEdit *m_search;
    QListView *m_list;
};

} // namespace onset
