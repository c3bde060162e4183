#include "widgets/session/catalog.h"

#include "tests/support/sample_figure.h"

#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestCatalog : public QObject
{
    Q_OBJECT
private slots:
    void findsTheAbilityOfACurve();
    void drawsAllFamilies();
    void keepsTheLook();
    void givesEveryPanelRoom();
    void opensOnTheKnownFigure();
    void opensOnTheRichestAbilityElse();
    void offersMeasuresOfTheSameModels();
};

void TestCatalog::findsTheAbilityOfACurve()
{
    const CatalogPtr catalog = test::sampleCatalog();
    QCOMPARE(catalog->indexOf(catalog->abilities[1].curves[0].key), 1);
    QCOMPARE(catalog->indexOf(catalog->abilities[0].key()), 0);
    QCOMPARE(catalog->indexOf({}), -1);
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
    Catalog catalog = *test::sampleCatalog();
    std::ranges::reverse(catalog.abilities);
    const FigureSpec figure = firstFigure(catalog);
    QCOMPARE(figure.panels.size(), 1u);
    QCOMPARE(figure.panels.front().curves.front().key.task, u"3-digit addition"_s);
    QVERIFY(figure.layers.fits && figure.layers.bands);
}

void TestCatalog::opensOnTheRichestAbilityElse()
{
    Catalog catalog = *test::sampleCatalog();
    for (Ability &ability : catalog.abilities)
        ability.setting = u"zero-shot"_s;
    std::ranges::reverse(catalog.abilities);
    QCOMPARE(firstFigure(catalog).panels.front().curves.size(), 2u);
    QVERIFY(firstFigure({}).panels.empty());
}

void TestCatalog::offersMeasuresOfTheSameModels()
{
    Catalog catalog = *test::sampleCatalog();
    Curve perplexity = catalog.abilities.back().curves.front();
    perplexity.key.task = u"WikiText-103"_s;
    perplexity.key.metric = u"perplexity"_s;
    perplexity.metric = {.name = u"perplexity"_s, .proportion = false};
    const MeasureKey measure{perplexity.key.benchmark, perplexity.key.task, perplexity.key.metric};
    catalog.abilities.push_back({measure, perplexity.key.setting, {perplexity}});
    const FigureSpec figure = firstFigure(catalog);
    QCOMPARE(measureScales(catalog, figure),
             (std::vector{Scale{Scale::Kind::Measure, measure, perplexity.key.setting}}));
    catalog.abilities.back().curves.front().key.family = u"Gopher"_s;
    QVERIFY(measureScales(catalog, figure).empty());
}

QTEST_GUILESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
