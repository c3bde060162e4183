#include "widgets/panels/figure_controls.h"

#include "core/figure/captions.h"
#include "tests/support/sample_figure.h"
#include "tests/support/test_class.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace onset;
using namespace Qt::StringLiterals;

class TestFigureControls : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void eachChoiceIsOneFigure_data();
    void eachChoiceIsOneFigure();
    void showsWhatHolds();
    void offersMeasures();
    void isOffWithoutAFigure();
    void offersEveryRival();
    void aRivalOfThePanelIsAChoice();
    void whatMakesAViewIsNoChoiceInIt();

private:
    QAction *action(const QString &text) const;

    std::unique_ptr<QMainWindow> m_window;
    FigureControls *m_controls = nullptr;
    FigureSpec m_figure;
};

namespace {

QAction *find(const QMenu *menu, const QString &text)
{
    for (QAction *action : menu->actions()) {
        if (action->text() == text)
            return action;
        if (QAction *found = action->menu() ? find(action->menu(), text) : nullptr)
            return found;
    }
    return nullptr;
}

} // namespace

void TestFigureControls::init()
{
    m_window = std::make_unique<QMainWindow>();
    m_controls = new FigureControls(m_window.get());
    const CatalogPtr catalog = test::sampleCatalog();
    m_figure = figureOf({&catalog->abilities[0], &catalog->abilities[1]}, {});
    m_controls->showFigure(m_figure);
}

QAction *TestFigureControls::action(const QString &text) const
{
    QMenu all;
    m_controls->addTo(&all);
    return find(&all, text);
}

using Change = void (*)(FigureSpec &);
Q_DECLARE_METATYPE(Change)

void TestFigureControls::eachChoiceIsOneFigure_data()
{
    QTest::addColumn<QString>("choice");
    QTest::addColumn<Change>("change");
    const auto row = [](const char *choice, Change change) {
        QTest::newRow(choice) << QString::fromLatin1(choice) << change;
    };
    row("Parameters",
        [](FigureSpec &figure) { figure.panels[0].x = figure.panels[1].x = {Scale::Kind::Parameters}; });
    row("Date", [](FigureSpec &figure) { figure.panels[0].x = figure.panels[1].x = {Scale::Kind::Date}; });
    row("Logarithmic", [](FigureSpec &figure) { figure.panels[0].logX = figure.panels[1].logX = false; });
    row("Chance-normalised", [](FigureSpec &figure) {
        figure.panels[0].transform = figure.panels[1].transform = Transform::ChanceNormalised;
    });
    row("Logit", [](FigureSpec &figure) {
        figure.panels[0].transform = figure.panels[1].transform = Transform::Logit;
    });
    row("One step of 5", [](FigureSpec &figure) {
        figure.panels[0].transform = figure.panels[1].transform = Transform::Root;
        figure.panels[0].answerLength = figure.panels[1].answerLength = 5;
    });
    row("None", [](FigureSpec &figure) { figure.layers.fits = false; });
    row("Line", [](FigureSpec &figure) { figure.fit.model = fit::Model::Line; });
    row("Auto", [](FigureSpec &figure) { figure.fit.model = std::nullopt; });
    row("Floor as fits better", [](FigureSpec &figure) { figure.fit.floor = FitSpec::Floor::Auto; });
    row("Free floor", [](FigureSpec &figure) { figure.fit.floor = FitSpec::Floor::Free; });
    row("Bands", [](FigureSpec &figure) { figure.layers.bands = false; });
    row("Lines", [](FigureSpec &figure) { figure.layers.joinedPoints = true; });
}

void TestFigureControls::eachChoiceIsOneFigure()
{
    QFETCH(QString, choice);
    QFETCH(Change, change);
    QSignalSpy edited(m_controls, &FigureControls::figureEdited);
    action(choice)->trigger();
    FigureSpec expected = m_figure;
    change(expected);
    QCOMPARE(edited.size(), 1);
    QCOMPARE(edited[0][0].value<FigureSpec>(), expected);
}

void TestFigureControls::showsWhatHolds()
{
    QVERIFY(action(u"Compute"_s)->isChecked());
    QVERIFY(action(u"Logistic"_s)->isChecked());
    QSignalSpy edited(m_controls, &FigureControls::figureEdited);
    FigureSpec figure = m_figure;
    figure.panels[0].x = {Scale::Kind::Tokens};
    figure.layers.fits = false;
    m_controls->showFigure(figure);
    QVERIFY(action(u"Tokens"_s)->isChecked());
    QVERIFY(!action(u"Compute"_s)->isChecked());
    QVERIFY(action(u"None"_s)->isChecked());
    QVERIFY(!action(u"Logistic"_s)->isChecked());
    QStringList buttons;
    for (const QToolButton *button : m_window->findChildren<QToolButton *>())
        buttons += button->text();
    QCOMPARE(buttons, (QStringList{u"x: Tokens"_s, u"y: Score"_s, u"Fit: None"_s}));
    QCOMPARE(edited.size(), 0);
}

void TestFigureControls::offersMeasures()
{
    const Scale perplexity{
        Scale::Kind::Measure, {u"WikiText-103"_s, u"WikiText-103"_s, u"perplexity"_s}, u"zero-shot"_s};
    m_controls->offer({perplexity});
    QSignalSpy edited(m_controls, &FigureControls::figureEdited);
    action(u"WikiText-103 perplexity, zero-shot"_s)->trigger();
    QCOMPARE(edited[0][0].value<FigureSpec>().panels[1].x, perplexity);
    m_controls->offer({});
    QVERIFY(!action(u"WikiText-103 perplexity, zero-shot"_s));
}

void TestFigureControls::isOffWithoutAFigure()
{
    m_controls->showFigure({});
    QVERIFY(!action(u"Compute"_s)->isEnabled());
    QVERIFY(!action(u"Bands"_s)->isEnabled());
}

void TestFigureControls::offersEveryRival()
{
    for (const fit::Model model : fit::kModels) {
        QAction *rival = action(modelTitle(model));
        QVERIFY(rival && !rival->toolTip().isEmpty() && rival->toolTip() != rival->text());
        QSignalSpy edited(m_controls, &FigureControls::figureEdited);
        rival->trigger();
        QCOMPARE(edited[0][0].value<FigureSpec>().fit.model, std::optional(model));
    }
}

void TestFigureControls::aRivalOfThePanelIsAChoice()
{
    QSignalSpy edited(m_controls, &FigureControls::figureEdited);
    m_controls->chooseRival(fit::Model::Gompertz);
    QCOMPARE(edited.size(), 1);
    const FigureSpec figure = edited[0][0].value<FigureSpec>();
    QCOMPARE(figure.fit.model, std::optional(fit::Model::Gompertz));
    QCOMPARE(figure.fit.floor, FitSpec::Floor::Auto);
    m_controls->showFigure(figure);
    QVERIFY(action(u"Gompertz"_s)->isChecked());
    m_controls->chooseRival(fit::Model::Gompertz); // which is drawn already
    QCOMPARE(edited.size(), 1);
}

void TestFigureControls::whatMakesAViewIsNoChoiceInIt()
{
    const CatalogPtr catalog = test::sampleCatalog();
    const auto shown = [&](View view) {
        m_controls->showFigure(viewOf(view, {&catalog->abilities[0]}, catalog->abilities, {}));
    };
    shown(View::Scales);
    QVERIFY(!action(u"Parameters"_s)->isEnabled() && action(u"Logit"_s)->isEnabled());
    shown(View::Metrics);
    QVERIFY(action(u"Parameters"_s)->isEnabled() && !action(u"Logit"_s)->isEnabled());
    QSignalSpy edited(m_controls, &FigureControls::figureEdited);
    action(u"3 steps at once"_s)->trigger(); // means the panel of steps alone
    const std::vector<PanelSpec> panels = edited[0][0].value<FigureSpec>().panels;
    QVERIFY(panels[0].transform == Transform::Raw && panels[2].transform == Transform::Logit);
    QVERIFY(panels[1].transform == Transform::Power && panels[1].answerLength == 3);
    shown(View::Curve);
    QVERIFY(action(u"Parameters"_s)->isEnabled() && action(u"Logit"_s)->isEnabled());
}

ONSET_WINDOW_TEST(TestFigureControls)
#include "tst_figure_controls.moc"
