#pragma once

#include "core/figure/figure_content.h"

#include <QObject>

class QAction;
class QLabel;
class QMainWindow;
class QMenu;

namespace onset {

class FigureView;
class Session;

/// What the reader may set by hand and then drag in the figure: the cut-off of a backtest, the floor and the
/// ceiling of the drawn curves, what if a model had scored otherwise, and annotations.
class HandActions : public QObject
{
    Q_OBJECT
public:
    HandActions(Session &session, FigureView &view, QMainWindow &window);

    void addTo(QMenu *menu) const;
    [[nodiscard]] QLabel *banner() const
    {
        return m_banner;
    } ///< what is being supposed; to stand over the figure

signals:
    void told(const QString &sentence); ///< why nothing was set

private:
    void addAnnotations();
    void toggleCutoff();
    void toggleLevel(std::optional<double> PanelSpec::*level, std::string_view parameter);
    void setWhatIf(bool supposes);
    void suppose(const Supposition &supposition);
    void tellWhatIf(); ///< what the verdict was and would be
    void follow();

    Session &m_session;
    FigureView &m_view;
    QMenu *m_annotate;
    QAction *m_cutoff, *m_floor, *m_ceiling, *m_whatIf;
    QLabel *m_banner;
    ContentPtr m_measured; ///< the figure before anything was supposed
};

} // namespace onset
