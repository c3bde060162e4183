#pragma once

#include "core/figure/figure_content.h"
#include "widgets/plot/figure_drawing.h"

#include <QPixmap>
#include <QTimer>
#include <QWidget>

#include <map>
#include <memory>
#include <optional>
#include <vector>

class QLineEdit;

namespace onset {

/// Shows a figure and lets the reader move in it.
///
/// Wheel: zoom about the cursor, over an axis along that axis; where it is taller than what it is shown in,
/// only with Ctrl. Drag: pan. Shift-drag: select a rectangle. Click: select a point, with Ctrl add or take
/// away. Drag of a cut-off, of a level set by hand or of an annotation: moves it. Double-click: back home, on
/// an annotation another text. Keys: arrows walk along points and from curve to curve, with Ctrl they move
/// the cut-off by a model, + − zoom, 0 home, L logarithmic or linear x, Delete takes away the annotation that
/// was clicked last, Esc selects nothing.
class FigureView : public QWidget
{
    Q_OBJECT
public:
    explicit FigureView(QWidget *parent = nullptr);

    /// Shows a figure; null: a sentence what to do. Ranges that the reader chose stay while the axes mean the
    /// same.
    void setContent(std::shared_ptr<const FigureContent> content);
    /// Shows the same figure with more drawn in it: nothing else moves, nor ends what the reader is doing.
    void fillIn(const onset::ContentPtr &content);
    /// Colours of the screen; the figure's own theme is for its files.
    void setTheme(Theme theme);
    /// Marks points by a ring, and the same models in other panels by a dotted one. Emits nothing.
    void setSelected(std::vector<PointRef> points);
    void setWhatIf(bool supposes) { m_supposes = supposes; } ///< points are dragged to other scores
    /// The next press of the mouse begins an annotation like this one there, Esc calls it off. Of a line and
    /// a band that have an x, or a y, it is this that counts.
    void annotate(const Annotation &pattern);
    static constexpr std::size_t kMostNamed = 60;
    /// Annotates the selected points with the names of their models, placed for the figure's own size.
    /// @return  false: none are selected, or more than kMostNamed
    bool labelSelected();

    [[nodiscard]] const std::vector<PointRef> &selected() const { return m_selected; }
    [[nodiscard]] const std::vector<PanelAxes> &axes() const { return m_axes; }
    [[nodiscard]] QRectF frameOf(int panel) const; ///< of the axes, in the widget's coordinates
    [[nodiscard]] std::optional<QPointF>
    placeOf(const PointRef &point) const;                               ///< empty when outside the frame
    [[nodiscard]] std::optional<PointRef> pointAt(QPointF place) const; ///< the nearest in reach of the mouse
    /// What is in view, at the size and with the theme of the figure, in 300 dots per inch.
    [[nodiscard]] QImage picture() const;

    /// The points that the arrow keys walk along, the first kMostTold of them: what a screen reader is told.
    [[nodiscard]] std::vector<PointRef> walkedPoints() const;
    static constexpr std::size_t kMostTold = 500;
    [[nodiscard]] QString readoutOf(const PointRef &point) const; ///< empty when there is none

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    [[nodiscard]] const std::vector<PointRef> &linked() const { return m_linked; }

public slots:
    void zoom(double factor); ///< all panels about their middles; > 1 shows less
    void showAll();           ///< every panel back home
    void toggleLogX();        ///< asks for the figure with its x axes changed

signals:
    void pointHovered(const onset::PointRef &point);
    void hoverEnded();
    void selectionChanged(const std::vector<onset::PointRef> &points); ///< by the reader
    void figureEdited(const onset::FigureSpec &figure);                ///< to be composed and shown
    /// The same while the reader drags: changes of one gesture have its number, > 0.
    void figureDragged(const onset::FigureSpec &figure, int gesture);
    void supposed(const onset::Supposition &supposition); ///< a point was dragged to another score
    void rangesChanged(const onset::FigureSpec &figure);  ///< another part of the axes is in view

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Gesture { None, Click, Pan, Rectangle, Handle, Suppose };

    /// A line that can be dragged.
    struct Handle
    {
        enum class Kind { Cutoff, Floor, Ceiling, Annotation };
        Kind kind;
        int panel;
        int annotation = 0;  ///< of the panel
        bool second = false; ///< its (x2, y2)
    };
    [[nodiscard]] std::optional<Handle> handleAt(QPointF place) const;
    /// Where it stands in its panel's frame, in the widget's coordinates: x of a cut-off, y of a level.
    [[nodiscard]] std::optional<double> placeOf(const Handle &handle) const;
    void drag(const Handle &handle, QPointF place); ///< there, and asks for what that changes
    /// Moves it in what is shown, before the fits follow.
    /// @return  the models that are held out are others, or a level is another one
    bool moveHandle(const Handle &handle, QPointF place);
    [[nodiscard]] bool isSupposable(const PointRef &at) const;
    void moveScore(QPointF place); ///< of the dragged point, in what is shown
    void suppose(QPointF place);   ///< that score, and asks for what it changes
    void stepCutoff(int models);   ///< so many further
    [[nodiscard]] std::optional<Handle> annotationAt(QPointF place) const;
    /// In the widget's coordinates; NaN where it has none.
    [[nodiscard]] QPointF placeIn(int panel, const std::optional<double> &x,
                                  const std::optional<double> &y) const;
    [[nodiscard]] bool isThere(const Handle &annotation) const;
    [[nodiscard]] std::vector<Annotation> annotationsOf(int panel) const;
    void showAnnotations(int panel, const std::vector<Annotation> &annotations);
    /// What is being placed or written is not in a content that comes meanwhile.
    [[nodiscard]] ContentPtr withAnnotationsAtHand(const ContentPtr &content) const;
    void beginAnnotation(int panel, QPointF place);
    void endAnnotation();
    void callOffAnnotation();
    void askText(); ///< of the annotation at hand, in its place
    void setText(const QString &text);
    void cancelText();
    void removeAnnotation();
    void goOn(); ///< with a drag, in another content

    /// A panel and which of its axes a place of the widget belongs to.
    struct Target
    {
        int panel;
        bool x, y;
    };
    [[nodiscard]] std::optional<Target> targetAt(QPointF place) const;

    [[nodiscard]] const DrawnFigure &drawn() const;
    void goHome(int panel); ///< with its fellows on shared axes
    void settle();          ///< the reader has stopped moving
    void redraw();          ///< before anybody asks where something is, and at the next paint event
    void move(int panel, const PanelAxes &axes);
    void select(std::vector<PointRef> points);
    void walk(int alongCurve, int acrossCurves);
    void hover(std::optional<PointRef> point);
    void tell(const PointRef &point); ///< its read-out, beside it
    [[nodiscard]] int tileHeight() const;
    const QPixmap &tile(int number); ///< painted when it is not there yet
    void paintRing(QPainter &painter, const PointRef &point, Qt::PenStyle style) const;
    void link(); ///< finds the models that are selected or hovered in the other panels

    std::shared_ptr<const FigureContent> m_content;
    Theme m_theme = Theme::Light;
    std::vector<PanelAxes> m_axes; ///< shape (panels)
    std::vector<PointRef> m_selected;
    std::optional<PointRef> m_hovered;
    std::vector<PointRef> m_linked; ///< the same models in other panels, in dotted rings

    mutable DrawnFigure m_drawn;                ///< of the members above, unless it is stale
    mutable std::optional<LegendPlan> m_legend; ///< kept while only ranges change
    mutable bool m_stale = true;
    std::map<int, QPixmap> m_tiles; ///< what was painted of the drawing, by number from the top
    qreal m_tileRatio = 0;          ///< device pixels per pixel that they are painted at
    QTimer m_settle;                ///< runs while the figure moves; paints sharply when it ends

    Gesture m_gesture = Gesture::None;
    QPointF m_pressed, m_now; ///< places of the mouse
    int m_pressedPanel = -1;
    PanelAxes m_pressedAxes;
    std::optional<Handle> m_handle; ///< that is dragged
    bool m_supposes = false;
    std::optional<Annotation> m_pattern; ///< of the annotation that is to be placed
    std::optional<Handle> m_annotation;  ///< the annotation at hand
    QString m_before;                    ///< its text …
    QLineEdit *m_text = nullptr;         ///< … while another one is typed
    std::optional<PointRef> m_dragged;   ///< to another score
    int m_gestures = 0;                  ///< drags so far
};

} // namespace onset
