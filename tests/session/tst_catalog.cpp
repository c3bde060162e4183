#include "widgets/session/catalog.h"

#include "tests/support/sample_figure.h"
#include "tests/support/test_class.h"

#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestCatalog : public QObject
{
    Q_OBJECT
private slots:
    void findsTheAbilityOfACurve();
    void drawsAllFamilies();
    void drawsTheLargestOfManyFamilies();
    void keepsTheLook();
    void givesEveryPanelRoom();
    void opensOnTheKnownFigure();
    void opensOnTheRichestAbilityElse();
    void offersMeasuresOfTheSameModels();
    void findsWhatAFigureIsAbout();
};

void TestCatalog::findsTheAbilityOfACurve()
{
    const CatalogPtr catalog = test::sampleCatalog();
    CurveKey key = catalog->abilities[1].key();
    QCOMPARE(catalog->indexOf(key), 1);
    key.family = u"GPT-3"_s;
    QCOMPARE(catalog->indexOf(key), 1);
    QCOMPARE(catalog->indexOf(catalog->abilities[0].key()), 0);
    QCOMPARE(catalog->indexOf({}), -1);
    key.setting += u'x';
    QCOMPARE(catalog->indexOf(key), -1);
}

void TestCatalog::drawsAllFamilies()
{
    const CatalogPtr catalog = test::sampleCatalog();
    const PanelSpec panel = panelOf(catalog->abilities.front(), {});
    QStringList families;
    for (const CurveSpec &curve : panel.curves)
        families += curve.key.family;
    QCOMPARE(families, (QStringList{u"GPT-3"_s, u"LaMDA"_s}));
    QCOMPARE(panel.title, u"3-digit addition, few-shot (K=50)"_s);
    Ability unstated = catalog->abilities.front();
    unstated.setting = u"not stated"_s;
    QCOMPARE(panelOf(unstated, {}).title, u"3-digit addition"_s);
}

void TestCatalog::drawsTheLargestOfManyFamilies()
{
    Ability ability = test::sampleCatalog()->abilities.front();
    ability.families.clear();
    for (int i = 1000; i < 2200; ++i)
        ability.families.push_back({QString::number(i), 3, i < 1003 ? 0 : 2});
    ability.families[500] = {u"1500"_s, 3, 3};
    ability.families[600] = {u"1600"_s, 4, 2};
    const PanelSpec panel = panelOf(ability, {});
    QCOMPARE(panel.title, u"3-digit addition, few-shot (K=50), 24 of 1,200 families"_s);
    QStringList families;
    for (const CurveSpec &curve : panel.curves)
        families += curve.key.family;
    QStringList expected; // those of known compute, the largest, then the first by name
    for (int i = 1003; i < 1025; ++i)
        expected += QString::number(i);
    QCOMPARE(families, expected + (QStringList{u"1500"_s, u"1600"_s}));
    ability.families.resize(kMostFamilies);
    QCOMPARE(panelOf(ability, {}).title, u"3-digit addition, few-shot (K=50)"_s);
    QCOMPARE(panelOf(ability, {}).curves.size(), kMostFamilies);
}

void TestCatalog::keepsTheLook()
{
    const CatalogPtr catalog = test::sampleCatalog();
    FigureSpec pattern;
    pattern.name = u"Figure 2"_s;
    pattern.fit.model = fit::Model::Line;
    pattern.layers.bands = false;
    pattern.panels = {
        {.x = {Scale::Kind::Parameters}, .transform = Transform::ChanceNormalised, .yRange = AxisRange{}}};
    const FigureSpec figure = figureOf({&catalog->abilities.back()}, pattern);
    QCOMPARE(figure.name, QString());
    QCOMPARE(figure.fit, pattern.fit);
    QCOMPARE(figure.layers, pattern.layers);
    QCOMPARE(figure.panels.front().x, pattern.panels.front().x);
    QCOMPARE(figure.panels.front().transform, Transform::ChanceNormalised);
    QVERIFY(!figure.panels.front().yRange); // of other data
}

void TestCatalog::givesEveryPanelRoom()
{
    const CatalogPtr catalog = test::sampleCatalog();
    const Ability *ability = &catalog->abilities.front();
    const FigureSpec one = figureOf({ability}, {});
    QCOMPARE(one.style.widthMm, FigureStyle{}.widthMm);
    QCOMPARE(one.style.heightMm, FigureStyle{}.heightMm);
    const FigureSpec nine = figureOf(std::vector(9, ability), {});
    QCOMPARE(nine.panels.size(), 9u);
    QCOMPARE(nine.style.widthMm, 210.0);
    QCOMPARE(nine.style.heightMm, 165.0);
    QCOMPARE(figureOf({ability}, nine).style, one.style); // and none too much afterwards
}

void TestCatalog::opensOnTheKnownFigure()
{
    std::vector<Ability> abilities = test::sampleAbilities();
    std::ranges::reverse(abilities);
    const FigureSpec figure = firstFigure(abilities);
    QCOMPARE(figure.panels.size(), 1u);
    QCOMPARE(figure.panels.front().curves.front().key.task, u"3-digit addition"_s);
    QVERIFY(figure.layers.fits && figure.layers.bands);
}

void TestCatalog::opensOnTheRichestAbilityElse()
{
    std::vector<Ability> abilities = test::sampleAbilities();
    for (Ability &ability : abilities)
        ability.setting = u"zero-shot"_s;
    std::ranges::reverse(abilities);
    QCOMPARE(firstFigure(abilities).panels.front().curves.size(), 2u);
    abilities.back().families = {{.name = u"GPT-3"_s, .models = 100, .placed = 1}}; // the rest are not drawn
    QCOMPARE(firstFigure(abilities).panels.front().title, u"word unscrambling, zero-shot"_s);
    QVERIFY(firstFigure({}).panels.empty());
}

void TestCatalog::offersMeasuresOfTheSameModels()
{
    std::vector<Ability> abilities = test::sampleAbilities();
    const MeasureKey measure{u"arithmetic"_s, u"x"_s, u"perplexity"_s};
    abilities.push_back({measure, abilities.back().setting, {{u"GPT-3"_s, 2, 0}}});
    const FigureSpec figure = firstFigure(abilities);
    QCOMPARE(measureScales(*makeCatalog(abilities, {}), figure),
             (std::vector{Scale{Scale::Kind::Measure, measure, abilities.back().setting}}));
    abilities.back().families.front().models = 1; // nothing to order
    QVERIFY(measureScales(*makeCatalog(abilities, {}), figure).empty());
    abilities.back().families.front() = {u"Gopher"_s, 2, 0};
    QVERIFY(measureScales(*makeCatalog(abilities, {}), figure).empty());
    abilities.back().families.front() = {u"GPT-3"_s, 2, 0};
    abilities.resize(abilities.size() + 2 * kMostScales, abilities.back());
    QCOMPARE(measureScales(*makeCatalog(abilities, {}), figure).size(), kMostScales);
}

void TestCatalog::findsWhatAFigureIsAbout()
{
    const CatalogPtr catalog = test::sampleCatalog();
    const FigureSpec curves = figureOf({&catalog->abilities[0], &catalog->abilities[1]}, {});
    FigureSpec figure = viewOf(View::Onsets, selectedIn(*catalog, curves), catalog->abilities, curves);
    QCOMPARE(figure.panels.front().curves.size(), 3u);
    QVERIFY(viewOf(View::Curve, selectedIn(*catalog, figure), catalog->abilities, figure) == curves);
    figure.selection.front().measure.task = u"gone"_s;
    QCOMPARE(selectedIn(*catalog, figure), (std::vector{&catalog->abilities[1]}));
    QVERIFY(selectedIn(*makeCatalog({}, {}), figure).empty());
}

ONSET_TEST(TestCatalog)
#include "tst_catalog.moc"
