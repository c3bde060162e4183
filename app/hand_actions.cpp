#include "app/hand_actions.h"

#include "core/figure/quantity_text.h"
#include "core/figure/verdict_text.h"
#include "widgets/plot/figure_view.h"
#include "widgets/session/session.h"

#include <QAction>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>

#include <algorithm>
#include <cmath>

namespace onset {
namespace {

const CurveContent *curveOf(const FigureContent &content, const CurveKey &key)
{
    for (const PanelContent &panel : content.panels)
        for (const CurveContent &curve : panel.curves)
            if (panel.spec.plot == Plot::Scores && curve.curve.key == key)
                return &curve;
    return nullptr;
}

bool holds(const FigureSpec &figure, std::optional<double> PanelSpec::*member)
{
    return std::ranges::any_of(figure.panels,
                               [member](const PanelSpec &panel) { return bool(panel.*member); });
}

} // namespace

HandActions::HandActions(Session &session, FigureView &view, QMainWindow &window)
    : QObject(&window), m_session(session), m_view(view), m_annotate(new QMenu(tr("&Annotate"), &window)),
      m_cutoff(new QAction(tr("&Hold out large models"), this)),
      m_floor(new QAction(tr("Set the &floor by hand"), this)),
      m_ceiling(new QAction(tr("Set the &ceiling by hand"), this)),
      m_whatIf(new QAction(tr("&What if"), this)), m_banner(new QLabel(&window))
{
    m_cutoff->setShortcut(Qt::Key_T);
    m_cutoff->setToolTip(tr("Fits the models below a cut-off and tries them on those beyond; drag its line"));
    m_floor->setToolTip(tr("Holds the drawn curves at a floor; drag its line"));
    m_ceiling->setToolTip(tr("Holds the drawn curves at a ceiling; drag its line"));
    connect(m_cutoff, &QAction::triggered, this, &HandActions::toggleCutoff);
    connect(m_floor, &QAction::triggered, this, [this] { toggleLevel(&PanelSpec::floor, "floor"); });
    connect(m_ceiling, &QAction::triggered, this, [this] { toggleLevel(&PanelSpec::ceiling, "ceiling"); });
    m_banner->setAlignment(Qt::AlignCenter);
    m_banner->setWordWrap(true);
    m_banner->setMargin(3);
    m_banner->setAutoFillBackground(true);
    m_banner->setBackgroundRole(QPalette::ToolTipBase);
    m_banner->setForegroundRole(QPalette::ToolTipText);
    m_banner->hide();
    m_whatIf->setShortcut(Qt::Key_W);
    m_whatIf->setToolTip(tr("Drag a point to see what another score of one model would change"));
    connect(m_whatIf, &QAction::toggled, this, &HandActions::setWhatIf);
    connect(&m_view, &FigureView::supposed, this, &HandActions::suppose);
    connect(&m_session, &Session::figureJudged, this, &HandActions::tellWhatIf);
    for (QAction *action : {m_cutoff, m_floor, m_ceiling, m_whatIf})
        action->setCheckable(true);
    addAnnotations();
    connect(&m_session, &Session::figureChanged, this, &HandActions::follow);
    connect(&m_session, &Session::figureComposed, this, &HandActions::follow);
    follow();
}

void HandActions::addTo(QMenu *menu) const
{
    menu->addActions({m_cutoff, m_floor, m_ceiling, m_whatIf});
    menu->addMenu(m_annotate);
}

void HandActions::addAnnotations()
{
    constexpr double kSet = 0; // by the mouse
    const auto add = [this](const QString &text, const QString &tip, const Annotation &pattern) {
        m_annotate->addAction(text, this, [this, pattern] { m_view.annotate(pattern); })->setToolTip(tip);
    };
    m_annotate->setToolTipsVisible(true);
    using Kind = Annotation::Kind;
    add(tr("&Text"), tr("Click where it is to stand; Greek as \\alpha, 10^{23}, x_{0}"),
        {.kind = Kind::Text, .x = kSet, .y = kSet});
    add(tr("&Arrow"), tr("Drag from its text to what it shows"),
        {.kind = Kind::Arrow, .x = kSet, .y = kSet, .x2 = kSet, .y2 = kSet});
    m_annotate
        ->addAction(tr("&Names of the selected points"), this,
                    [this] {
                        if (!m_view.labelSelected())
                            emit told(tr("Select the points that are to be named, at most %1.")
                                          .arg(FigureView::kMostNamed));
                    })
        ->setToolTip(tr("Writes the names of their models beside them; each is moved like any text"));
    m_annotate->addSeparator();
    add(tr("Brac&ket"), tr("Drag from side to side, as of an onset, and name it"),
        {.kind = Kind::Bracket, .x = kSet, .y = kSet, .x2 = kSet});
    add(tr("&Vertical line"), tr("Click where it is to stand; a double click names it"),
        {.kind = Kind::Line, .x = kSet});
    add(tr("&Horizontal line"), tr("Click where it is to stand; a double click names it"),
        {.kind = Kind::Line, .y = kSet});
    add(tr("Vertical &band"), tr("Drag from side to side; a double click names it"),
        {.kind = Kind::Band, .x = kSet, .x2 = kSet});
    add(tr("Hori&zontal band"), tr("Drag from level to level; a double click names it"),
        {.kind = Kind::Band, .y = kSet, .y2 = kSet});
}

void HandActions::follow()
{
    const FigureSpec &figure = m_session.figure();
    const ContentPtr content = m_session.content();
    m_cutoff->setChecked(holds(figure, &PanelSpec::cutoff));
    m_floor->setChecked(holds(figure, &PanelSpec::floor));
    m_ceiling->setChecked(holds(figure, &PanelSpec::ceiling));
    if (!m_session.supposition())
        m_measured = nullptr;
    if (m_whatIf->isChecked() && !m_measured)
        m_banner->setText(tr("What if: drag a point up or down. Nothing is stored."));
    m_annotate->setEnabled(content != nullptr);
    for (QAction *action : {m_cutoff, m_floor, m_ceiling, m_whatIf})
        action->setEnabled(content && figure.layers.fits &&
                           std::ranges::any_of(figure.panels, [](const PanelSpec &panel) {
                               return panel.plot == Plot::Scores;
                           }));
}

void HandActions::toggleCutoff()
{
    FigureSpec figure = m_session.figure();
    const bool clears = holds(figure, &PanelSpec::cutoff);
    for (PanelSpec &panel : figure.panels) {
        const std::vector<double> all = cutoffsOf(*m_session.content(), panel.x);
        panel.cutoff = std::nullopt;
        if (!clears && !all.empty())
            panel.cutoff = all[(all.size() - 1) * 2 / 3];
    }
    if (figure == m_session.figure())
        emit told(tr("A cut-off needs two models at least."));
    m_session.show(figure);
    follow();
}

void HandActions::toggleLevel(std::optional<double> PanelSpec::*level, std::string_view parameter)
{
    FigureSpec figure = m_session.figure();
    const bool clears = holds(figure, level);
    const std::vector<PanelContent> &panels = m_session.content()->panels;
    for (std::size_t i = 0; i < figure.panels.size() && i < panels.size(); ++i) {
        figure.panels[i].*level = std::nullopt;
        for (const CurveContent &curve : panels[i].curves)
            if (const double fitted = curve.fit.parameter(parameter);
                !clears && figure.panels[i].plot == Plot::Scores && !(figure.panels[i].*level) &&
                std::isfinite(fitted))
                figure.panels[i].*level = fitted;
    }
    if (figure == m_session.figure())
        emit told(
            tr("None of the drawn curves has such a level: choose a hinge, a step or a logistic curve."));
    m_session.show(figure);
    follow();
}

void HandActions::setWhatIf(bool supposes)
{
    m_view.setWhatIf(supposes);
    m_banner->setVisible(supposes);
    follow();
    if (!supposes)
        m_session.suppose(std::nullopt);
}

void HandActions::suppose(const Supposition &supposition)
{
    if (!m_session.supposition())
        m_measured = m_session.content();
    m_session.suppose(supposition);
}

void HandActions::tellWhatIf()
{
    const std::optional<Supposition> &supposition = m_session.supposition();
    if (!supposition || !m_measured)
        return;
    const CurveContent *before = curveOf(*m_measured, supposition->curve);
    const CurveContent *after = curveOf(*m_session.content(), supposition->curve);
    if (!before || !after || !after->verdict)
        return;
    QString words = tr("If %1 had scored %2: %3.")
                        .arg(supposition->model, scoreText(after->curve.metric, supposition->score),
                             headlineInWords(after->verdict->headline));
    if (before->verdict) // it may be dragged before it is judged
        words += tr(" As measured: %1.").arg(headlineInWords(before->verdict->headline));
    m_banner->setText(words);
}

} // namespace onset
