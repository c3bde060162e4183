#pragma once

#include "core/base/result.h"
#include "widgets/session/catalog.h"

#include <QObject>

class QAction;
class QMainWindow;
class QMenu;

namespace onset {

class Session;

/// The figures that a workbook keeps: shows, keeps and removes them.
class FigureActions : public QObject
{
    Q_OBJECT
public:
    FigureActions(Session &session, QMainWindow &window);

    [[nodiscard]] QMenu *menu() const { return m_menu; }
    void setCatalog(const CatalogPtr &catalog);

signals:
    void failed(const onset::Error &error);

private:
    void keep();
    void follow(); ///< what is shown, with what can be done with it

    Session &m_session;
    QMainWindow &m_window;
    CatalogPtr m_catalog;
    QMenu *m_menu;
    QAction *m_keep, *m_remove;
};

} // namespace onset
