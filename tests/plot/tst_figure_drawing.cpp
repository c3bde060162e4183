#include "core/figure/size_presets.h"
#include "core/fit/solve/fitter.h"
#include "tests/support/figures.h"
#include "tests/support/test_class.h"
#include "widgets/plot/figure_context.h"
#include "widgets/plot/figure_drawing.h"

#include <QDirIterator>
#include <QTest>

#include <cmath>
#include <limits>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

constexpr double kPtPerMm = 72 / 25.4;

Tag tagOf(const Item &item)
{
    return std::visit([](const auto &i) { return i.tag; }, item);
}

bool isData(Mark mark)
{
    return mark >= Mark::Band && mark < Mark::LegendKey && mark != Mark::ChanceLabel &&
           mark != Mark::ReferenceLabel;
}

QRectF extentOf(const Item &item)
{
    if (const auto *shape = std::get_if<Shape>(&item))
        return shape->path.boundingRect();
    if (const auto *text = std::get_if<Text>(&item))
        return text->box;
    const auto &markers = std::get<Markers>(item);
    QRectF extent;
    for (const QPointF &at : markers.at)
        extent |= markers.outline.boundingRect().translated(at);
    return extent;
}

/// Also for lines, whose extent has no area.
bool within(const QRectF &frame, const QRectF &extent)
{
    constexpr double rounding = 1e-6;
    return extent.isNull() ||
           (extent.left() >= frame.left() - rounding && extent.right() <= frame.right() + rounding &&
            extent.top() >= frame.top() - rounding && extent.bottom() <= frame.bottom() + rounding);
}

std::vector<Item> itemsOf(const Drawing &drawing, Mark mark)
{
    std::vector<Item> found;
    std::ranges::copy_if(drawing.items, std::back_inserter(found),
                         [mark](const Item &item) { return tagOf(item).mark == mark; });
    return found;
}

QStringList textsOf(const Drawing &drawing, Mark mark)
{
    QStringList texts;
    for (const Item &item : itemsOf(drawing, mark))
        texts << std::get<Text>(item).text;
    return texts;
}

DrawnFigure drawnAtHome(const FigureContent &content)
{
    const FigureStyle &style = content.spec.style;
    return drawFigure(content, QSizeF(style.widthMm, style.heightMm) * kPtPerMm);
}

/// Curves that leave no free place for a legend.
FigureContent crowded(int families = 12)
{
    std::vector<CurveContent> curves;
    for (int family = 0; family < families; ++family) {
        std::vector<double> x, y;
        for (int i = 0; i < 60; ++i) {
            x.push_back(std::pow(10, 18 + 6.0 * i / 59));
            y.push_back(std::abs(std::sin(i * 0.7 + family)));
        }
        curves.push_back(madeUpCurve(u"Family number %1"_s.arg(family), x, y));
    }
    return madeUpFigure(curves);
}

FigureContent fitted(double widthMm, double heightMm)
{
    FigureSpec spec = bundledFigure(u"gpt3"_s, u"three-digit-addition.json"_s);
    spec.fit = {.noise = fit::Noise::Gaussian};
    spec.style.widthMm = widthMm;
    spec.style.heightMm = heightMm;
    return *composed(spec);
}

FigureContent published(const QString &file, double scale = 1)
{
    FigureSpec spec = bundledFigure(u"emergent-figures"_s, file);
    spec.style.widthMm *= scale;
    spec.style.heightMm *= scale;
    return *composed(spec);
}

CurveSpec arithmetic(const QString &task, const QString &setting)
{
    CurveSpec curve = additionCurve(setting);
    curve.key.task = task;
    return curve;
}

/// A figure of each view, of bundled curves.
FigureContent viewed(const QString &view, double widthMm, double heightMm)
{
    FigureSpec spec;
    spec.fit = {.noise = fit::Noise::Gaussian, .replicates = 100};
    spec.style.widthMm = widthMm;
    spec.style.heightMm = heightMm;
    const QStringList tasks{u"2-digit addition"_s, u"2-digit subtraction"_s, u"3-digit addition"_s,
                            u"4-digit addition"_s, u"5-digit addition"_s};
    const QString few = u"few-shot (K=50)"_s, zero = u"zero-shot"_s;
    if (view == u"small multiples"_s) {
        spec.sharedAxes = true;
        for (const QString &task : tasks)
            spec.panels.push_back({.title = task, .curves = {arithmetic(task, few)}});
    } else if (view == u"strategies"_s) {
        spec.columns = 2;
        for (const Plot plot : {Plot::Scores, Plot::Differences})
            for (const QString &task : {tasks[0], tasks[2]}) {
                spec.panels.push_back(
                    {.plot = plot, .curves = {arithmetic(task, zero), arithmetic(task, few)}});
                spec.panels.back().curves.front().baseline = true;
            }
    } else if (view == u"families"_s) {
        const FigureSpec published = bundledFigure(u"emergent-figures"_s, u"figure-4.json"_s);
        spec.panels = {published.panels.front()};
        spec.panels.front().gains = true;
    } else {
        PanelSpec &panel = spec.panels.emplace_back();
        panel.plot = view == u"flat"_s ? Plot::Flat : Plot::Onsets;
        for (const QString &task : tasks)
            for (const QString &setting : {few, zero})
                panel.curves.push_back(arithmetic(task, setting));
    }
    return *composed(spec);
}

} // namespace

class TestFigureDrawing : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void geometryHolds_data();
    void geometryHolds();
    void zoomedGeometryHolds();
    void annotationsStandInTheirPanel();
    void labelsMakeRoomForAnnotations();
    void pointsStandWhereTheyShould();
    void everythingIsDrawnThroughTheLens();
    void everyLayerSwitches_data();
    void everyLayerSwitches();
    void estimatedAndExcludedPointsAreHollow();
    void legendFindsAFreePlace();
    void crowdedLegendGoesOutside();
    void legendStaysWhereItWas();
    void sharedTitlesStandOnce();
    void emptyPanelsSayWhy();
    void hostileNumbersAreLeftOut_data();
    void hostileNumbersAreLeftOut();
    void namesStandAtTheEnds();
    void lettersCountOn();
    void sharedAxesAreLabelledOnce();
    void rowsTellWhereTheyAppear();
    void crowdedRowsKeepTheirLabelsApart();
    void crossoverStandsInItsPanel();
    void gainPointsToWhatNeedsLess();
};

void TestFigureDrawing::initTestCase() { QVERIFY(loadFigureFont()); }

void TestFigureDrawing::geometryHolds_data()
{
    QTest::addColumn<FigureContent>("content");
    for (const QString &file : {u"figure-2.json"_s, u"figure-3.json"_s, u"figure-4.json"_s, u"table-1.json"_s,
                                u"compute-equivalent-gain.json"_s, u"metric-lens.json"_s})
        for (const double scale : {0.8, 1.0, 2.0})
            QTest::addRow("%s × %g", qPrintable(file), scale) << published(file, scale);
    // Every figure that comes along, at every size that is offered.
    QDirIterator gallery(QStringLiteral(ONSET_SOURCE_DIR "/datasets"), {u"*.json"_s}, QDir::Files,
                         QDirIterator::Subdirectories);
    while (gallery.hasNext()) {
        const QFileInfo file(gallery.next());
        if (file.dir().dirName() != u"figures"_s)
            continue;
        FigureSpec spec = bundledFigure(QFileInfo(file.path()).dir().dirName(), file.fileName());
        spec.fit.replicates = 40;
        for (const SizePreset &preset : sizePresets())
            QTest::addRow("%s, %s", qPrintable(file.completeBaseName()), qPrintable(preset.id))
                << *composed(fitted(spec, preset));
    }
    FigureSpec heldOut = bundledFigure(u"gpt3"_s, u"three-digit-addition.json"_s);
    heldOut.fit.replicates = 40;
    heldOut.panels.front().cutoff = 1e22;
    QTest::newRow("held out") << *composed(heldOut);
    for (const auto &[width, height] :
         {std::pair{60.0, 45.0}, {88.0, 60.0}, {120.0, 80.0}, {300.0, 90.0}, {60.0, 200.0}})
        QTest::addRow("fitted, %g × %g mm", width, height) << fitted(width, height);
    FigureContent everything = fitted(140, 90);
    everything.spec.title =
        u"A title that is long enough to need a second line on a page as narrow as this one is, "_s +
        u"and then some more words"_s;
    everything.spec.style.footer = everything.spec.style.panelLetters = true;
    QTest::newRow("title, letters, footer") << everything;
    everything.spec.style.legend = LegendPlace::Outside;
    QTest::newRow("legend outside") << everything;
    QTest::newRow("crowded") << crowded();
    const auto direct = [](FigureContent content) {
        content.spec.style.legend = LegendPlace::Direct;
        return content;
    };
    for (const QString &file : {u"figure-2.json"_s, u"figure-3.json"_s, u"figure-4.json"_s})
        for (const double scale : {0.8, 1.0, 2.0})
            QTest::addRow("%s × %g, direct", qPrintable(file), scale) << direct(published(file, scale));
    for (const auto &[width, height] : {std::pair{60.0, 45.0}, {120.0, 80.0}, {60.0, 200.0}})
        QTest::addRow("fitted, %g × %g mm, direct", width, height) << direct(fitted(width, height));
    QTest::newRow("crowded, direct") << direct(crowded());
    for (const char *view : {"small multiples", "strategies", "families", "onsets", "flat"})
        QTest::addRow("%s, direct", view) << direct(viewed(QString::fromLatin1(view), 240, 160));
    for (const char *view : {"small multiples", "strategies", "families", "onsets", "flat"})
        for (const auto &[width, height] : {std::pair{140.0, 90.0}, {240.0, 160.0}})
            QTest::addRow("%s, %g × %g mm", view, width, height)
                << viewed(QString::fromLatin1(view), width, height);
    QTest::newRow("one point") << madeUpFigure({madeUpCurve(u"A"_s, {1e20}, {0.5})});
    QTest::newRow("long label") << madeUpFigure({madeUpCurve(QString(300, u'M'), {1e20, 1e22}, {0.5, 0.6})});
    QTest::newRow("empty") << FigureContent{};
}

void TestFigureDrawing::geometryHolds()
{
    QFETCH(FigureContent, content);
    const DrawnFigure drawn = drawnAtHome(content);
    const QRectF page({}, drawn.drawing.size);
    std::vector<Text> texts;
    for (const Item &item : drawn.drawing.items) {
        const Tag tag = tagOf(item);
        const QString what = u"mark %1 of panel %2"_s.arg(int(tag.mark)).arg(tag.panel);
        QVERIFY2(within(page, extentOf(item)), qPrintable(what));
        if (isData(tag.mark))
            QVERIFY2(within(drawn.panels[std::size_t(tag.panel)].frame, extentOf(item)), qPrintable(what));
        if (const auto *text = std::get_if<Text>(&item)) {
            for (const Text &other : texts)
                QVERIFY2(!text->box.intersects(other.box),
                         qPrintable(u"“%1” lies on “%2”"_s.arg(text->text, other.text)));
            texts.push_back(*text);
        }
        if (tag.mark == Mark::LegendKey || tag.mark == Mark::LegendText)
            for (const Item &data : drawn.drawing.items)
                QVERIFY2(!isData(tagOf(data).mark) || !touches(data, extentOf(item)), qPrintable(what));
    }
}

void TestFigureDrawing::annotationsStandInTheirPanel()
{
    using Kind = Annotation::Kind;
    FigureContent content = madeUpFigure({madeUpCurve(u"A"_s, {1e20, 1e21, 1e22}, {0.1, 0.2, 0.9})});
    content.panels[0].spec.annotations = {
        {.kind = Kind::Text, .text = u"here"_s, .x = 1e21, .y = 0.5},
        {.kind = Kind::Arrow, .text = u"tail"_s, .x = 1e21, .y = 0.2, .x2 = 3e20, .y2 = 0.6},
        {.kind = Kind::Line, .text = u"line"_s, .x = 1e21},
        {.kind = Kind::Band, .text = u"band"_s, .y = 0.3, .y2 = 0.4},
        {.kind = Kind::Bracket, .text = u"onset"_s, .x = 2e20, .y = 0.7, .x2 = 2e21},
        {.kind = Kind::Line, .x = 1e30},                             // out of sight
        {.kind = Kind::Text, .text = u"gone"_s, .x = 1e21, .y = 40}, // so is this
        {.kind = Kind::Arrow, .x = 1e21, .y = 0.2},                  // without a tail
        {.kind = Kind::Bracket, .y = 0.5, .x2 = 1e21},               // without its beginning
        {.kind = Kind::Band, .x = 1e21}};                            // without its other end
    const DrawnFigure drawn = drawnAtHome(content);
    const PanelPlace &place = drawn.panels[0];
    const std::vector<Item> shapes = itemsOf(drawn.drawing, Mark::Annotation);
    QCOMPARE(shapes.size(), 4u); // shaft and head of the arrow, a line, and a bracket
    const QRectF bracket = extentOf(shapes[3]);
    QVERIFY(std::abs(bracket.left() - place.at(2e20, 0.7).x()) < 1e-6);
    QVERIFY(std::abs(bracket.right() - place.at(2e21, 0.7).x()) < 1e-6);
    QVERIFY(std::abs(bracket.top() - place.at(2e20, 0.7).y()) < 1e-6);
    const QRectF head = extentOf(shapes[1]), line = extentOf(shapes[2]);
    QVERIFY(std::abs(head.bottom() - place.at(1e21, 0.2).y()) < 1e-6); // its tip
    QVERIFY(std::abs(line.left() - place.at(1e21, 0.5).x()) < 1e-6);
    const std::vector<Item> bands = itemsOf(drawn.drawing, Mark::AnnotatedBand);
    QCOMPARE(bands.size(), 1u);
    QVERIFY(std::abs(extentOf(bands[0]).top() - place.at(1e21, 0.4).y()) < 1e-6);
    QCOMPARE(textsOf(drawn.drawing, Mark::AnnotationText).join(u' '), u"here tail line band onset"_s);
    for (const Mark mark : {Mark::Annotation, Mark::AnnotatedBand, Mark::AnnotationText})
        for (const Item &item : itemsOf(drawn.drawing, mark))
            QVERIFY(within(place.frame, extentOf(item)));
}

void TestFigureDrawing::labelsMakeRoomForAnnotations()
{
    FigureContent content = fitted(120, 80);
    const std::vector<Item> before = itemsOf(drawnAtHome(content).drawing, Mark::OnsetLabel);
    QCOMPARE(before.size(), 1u);
    const DrawnFigure drawn = drawnAtHome(content);
    const QRectF box = std::get<Text>(before[0]).box;
    const PanelAxes home = homeAxes(content.panels[0]);
    const QRectF frame = drawn.panels[0].frame;
    content.panels[0].spec.annotations = {
        {.text = u"note"_s,
         .x = home.x.value((box.center().x() - frame.left()) / frame.width()),
         .y = home.y.value((frame.bottom() - box.center().y()) / frame.height())}};
    const Drawing noted = drawnAtHome(content).drawing;
    const std::vector<Item> labels = itemsOf(noted, Mark::OnsetLabel);
    QCOMPARE(labels.size(), 1u); // on the other side
    const Item note = itemsOf(noted, Mark::AnnotationText).at(0);
    QVERIFY(!std::get<Text>(labels[0]).box.intersects(std::get<Text>(note).box));
}

void TestFigureDrawing::zoomedGeometryHolds()
{
    const FigureContent content = fitted(120, 80);
    const PanelAxes home = homeAxes(content.panels[0]);
    for (const double factor : {0.3, 1.7, 5.0, 40.0})
        for (const QPointF about : {QPointF(0.1, 0.1), QPointF(0.7, 0.5), QPointF(1, 1)}) {
            const PanelAxes axes = home.zoomed(factor, about);
            const DrawnFigure drawn = drawFigure(content, QSizeF(120, 80) * kPtPerMm, {.axes = {axes}});
            const QRectF frame = drawn.panels[0].frame;
            std::vector<QRectF> labels;
            for (const Item &item : drawn.drawing.items) {
                if (isData(tagOf(item).mark))
                    QVERIFY(within(frame, extentOf(item)));
                if (tagOf(item).mark != Mark::TickLabel)
                    continue;
                for (const QRectF &other : labels)
                    QVERIFY(!other.intersects(extentOf(item)));
                labels.push_back(extentOf(item));
            }
        }
}

void TestFigureDrawing::pointsStandWhereTheyShould()
{
    FigureContent content = madeUpFigure({madeUpCurve(u"A"_s, {1e20, 1e21, 1e22}, {0, 0.5, 1})});
    content.panels[0].x = {1e20, 1e22};
    content.panels[0].y = {-0.5, 1.5};
    content.panels[0].x.low /= 10;
    content.panels[0].x.high *= 10;
    const DrawnFigure drawn = drawnAtHome(content);
    const QRectF frame = drawn.panels[0].frame;
    const auto points = std::get<Markers>(itemsOf(drawn.drawing, Mark::Point).front());
    QCOMPARE(points.at.size(), std::size_t(3));
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(points.at[std::size_t(i)].x(), frame.left() + frame.width() * (i + 1) / 4);
        QCOMPARE(points.at[std::size_t(i)].y(), frame.bottom() - frame.height() * (i + 1) / 4);
    }
    content.panels[0].reversedX = true;
    const auto mirrored = std::get<Markers>(itemsOf(drawnAtHome(content).drawing, Mark::Point).front());
    QCOMPARE(mirrored.at[0].x(), frame.left() + frame.width() * 3 / 4);
}

void TestFigureDrawing::everythingIsDrawnThroughTheLens()
{
    CurveContent curve = madeUpCurve(u"A"_s, {1e20, 1e21, 1e22}, {0, 0.5, 0.5});
    curve.bars = {{0, 0.1}, {0, 0.5}, {0.5, 1}};
    curve.band = {.x = {20, 22},
                  .low = {0, 0},
                  .high = {0.5, 0.5},
                  .simultaneousLow = {},
                  .simultaneousHigh = {},
                  .replicates = 1};
    curve.fit = fit::fit({{20, 21, 22}, {0.5, 0.5, 0.5}, {}, {}}, {.model = fit::Model::Flat});
    curve.lens = Lens::of(curve.curve, Transform::Logit).value();
    FigureContent content = madeUpFigure({curve});
    content.spec.layers.fits = true;
    content.panels[0].y = {-1, 1};
    const DrawnFigure drawn = drawnAtHome(content);
    const QRectF frame = drawn.panels[0].frame;
    const double middle = frame.center().y();

    const auto points = std::get<Markers>(itemsOf(drawn.drawing, Mark::Point).front());
    QCOMPARE(points.at.size(), std::size_t(2)); // the logit of 0 has no place …
    QCOMPARE(points.at[0].y(), middle);
    const QRectF bars = extentOf(itemsOf(drawn.drawing, Mark::Bar).front());
    QCOMPARE(bars.top(), frame.top()); // … and a bar that reaches it has no end
    QCOMPARE(bars.bottom(), frame.bottom());
    QVERIFY(std::abs(bars.left() - points.at[0].x()) < 1e-9); // none where the point is not drawn
    const QRectF band = extentOf(itemsOf(drawn.drawing, Mark::Band).front());
    QVERIFY(std::abs(band.top() - middle) < 1e-9 && std::abs(band.bottom() - frame.bottom()) < 1e-9);
    QCOMPARE(extentOf(itemsOf(drawn.drawing, Mark::Fit).front()).top(), middle);
}

void TestFigureDrawing::everyLayerSwitches_data()
{
    QTest::addColumn<int>("mark");
    QTest::addColumn<Layers>("without");
    QTest::newRow("joined points") << int(Mark::Join) << Layers{.joinedPoints = false};
    QTest::newRow("bars") << int(Mark::Bar) << Layers{.joinedPoints = true, .errorBars = false};
    QTest::newRow("fits") << int(Mark::Fit) << Layers{.joinedPoints = true, .fits = false};
    QTest::newRow("bands") << int(Mark::Band) << Layers{.joinedPoints = true, .bands = false};
    QTest::newRow("bands with fits") << int(Mark::Band) << Layers{.joinedPoints = true, .fits = false};
    QTest::newRow("chance") << int(Mark::Chance) << Layers{.joinedPoints = true, .chanceLine = false};
    QTest::newRow("references") << int(Mark::Reference) << Layers{.joinedPoints = true, .references = false};
    QTest::newRow("onset") << int(Mark::Onset) << Layers{.joinedPoints = true, .onset = false};
}

void TestFigureDrawing::everyLayerSwitches()
{
    QFETCH(int, mark);
    QFETCH(Layers, without);
    FigureContent content = fitted(120, 80);
    content.panels[0].references = {{u"human raters"_s, 0.6}};
    content.spec.layers = {.joinedPoints = true};
    QVERIFY(!itemsOf(drawnAtHome(content).drawing, Mark(mark)).empty());
    content.spec.layers = without;
    QVERIFY(itemsOf(drawnAtHome(content).drawing, Mark(mark)).empty());
}

void TestFigureDrawing::estimatedAndExcludedPointsAreHollow()
{
    FigureContent content = madeUpFigure({madeUpCurve(u"A"_s, {1e20, 1e21, 1e22}, {0.2, 0.5, 0.8})});
    content.panels[0].curves[0].curve.points[0].flopsEstimated = true;
    content.panels[0].curves[0].curve.points[1].excluded = true;
    content.spec.layers.joinedPoints = true;
    const DrawnFigure drawn = drawnAtHome(content);
    const ThemeColors colors = colorsOf(Theme::Light);
    const auto lots = itemsOf(drawn.drawing, Mark::Point);
    QCOMPARE(lots.size(), std::size_t(3));
    const auto aside = std::get<Markers>(lots[0]), estimated = std::get<Markers>(lots[1]),
               plain = std::get<Markers>(lots[2]);
    QCOMPARE(aside.fill, colors.background);
    QCOMPARE(aside.stroke.color, colors.muted);
    QCOMPARE(estimated.fill, colors.background);
    QCOMPARE(estimated.stroke.color, plain.fill);
    QVERIFY(plain.fill != colors.background);
    // The line passes by the point that was set aside.
    QCOMPARE(std::get<Shape>(itemsOf(drawn.drawing, Mark::Join).front()).path.elementCount(), 2);
}

void TestFigureDrawing::legendFindsAFreePlace()
{
    const DrawnFigure rising =
        drawnAtHome(madeUpFigure({madeUpCurve(u"A"_s, {1e20, 1e21, 1e22}, {0, 0.1, 0.9})}));
    QCOMPARE(rising.legend.panels[0].place, LegendSpot::Place::Inside);
    QCOMPARE(rising.legend.panels[0].free, QPointF(0, 0));
    const DrawnFigure falling =
        drawnAtHome(madeUpFigure({madeUpCurve(u"A"_s, {1e20, 1e21, 1e22}, {0.9, 0.85, 0.1})}));
    QCOMPARE(falling.legend.panels[0].free, QPointF(1, 0));
}

void TestFigureDrawing::crowdedLegendGoesOutside()
{
    const DrawnFigure drawn = drawnAtHome(crowded());
    QCOMPARE(drawn.legend.panels[0].place, LegendSpot::Place::Above);
    for (const Item &item : itemsOf(drawn.drawing, Mark::LegendText))
        QVERIFY(extentOf(item).bottom() < drawn.panels[0].frame.top());

    for (const int families : {24, 60}) { // the last row counts what has no room
        const DrawnFigure many = drawnAtHome(crowded(families));
        const auto texts = itemsOf(many.drawing, Mark::LegendText);
        for (const Item &item : texts)
            QVERIFY2(extentOf(item).bottom() < many.panels[0].frame.top(),
                     qPrintable(std::get<Text>(item).text));
        QCOMPARE(std::get<Text>(texts.back()).text.endsWith(u"more"_s), families > 24);
    }
}

void TestFigureDrawing::legendStaysWhereItWas()
{
    const FigureContent content = fitted(120, 80);
    const QSizeF size = QSizeF(120, 80) * kPtPerMm;
    const DrawnFigure home = drawFigure(content, size);
    const PanelAxes moved = homeAxes(content.panels[0]).zoomed(3, {0.9, 0.9});
    const DrawnFigure kept = drawFigure(content, size, {.axes = {moved}, .legend = home.legend});
    QCOMPARE(kept.legend.panels[0].place, home.legend.panels[0].place);
    QCOMPARE(kept.legend.panels[0].free, home.legend.panels[0].free);
}

void TestFigureDrawing::sharedTitlesStandOnce()
{
    const DrawnFigure two = drawnAtHome(published(u"figure-2.json"_s));
    QCOMPARE(textsOf(two.drawing, Mark::AxisTitle).count(u"Training compute (FLOPs)"_s), 1);
    QCOMPARE(textsOf(two.drawing, Mark::LegendText),
             (QStringList{u"LaMDA"_s, u"GPT-3"_s, u"Gopher"_s, u"Chinchilla"_s, u"PaLM"_s, u"chance"_s}));
    const DrawnFigure four = drawnAtHome(published(u"figure-4.json"_s));
    QCOMPARE(textsOf(four.drawing, Mark::AxisTitle),
             (QStringList{u"Training compute (FLOPs)"_s, u"Accuracy (%)"_s, u"Model parameters"_s,
                          u"WikiText-103 perplexity"_s}));
    QVERIFY(four.panels[2].axes.x.reversed);
}

void TestFigureDrawing::emptyPanelsSayWhy()
{
    FigureContent content = madeUpFigure({});
    content.panels[0].missing = {u"There is no such curve."_s};
    QCOMPARE(textsOf(drawnAtHome(content).drawing, Mark::Message).join(u' '), u"There is no such curve."_s);
    QCOMPARE(textsOf(drawnAtHome(FigureContent{}).drawing, Mark::Message).size(), 1);
}

void TestFigureDrawing::hostileNumbersAreLeftOut_data()
{
    constexpr double nan = std::numeric_limits<double>::quiet_NaN(),
                     inf = std::numeric_limits<double>::infinity();
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("y");
    QTest::newRow("x not a number") << nan << 0.5;
    QTest::newRow("y not a number") << 1e21 << nan;
    QTest::newRow("x infinite") << inf << 0.5;
    QTest::newRow("y infinite") << 1e21 << -inf;
    QTest::newRow("x zero on a logarithmic axis") << 0.0 << 0.5;
    QTest::newRow("x negative on a logarithmic axis") << -1e21 << 0.5;
}

void TestFigureDrawing::hostileNumbersAreLeftOut()
{
    QFETCH(double, x);
    QFETCH(double, y);
    FigureContent content = madeUpFigure({madeUpCurve(u"A"_s, {1e20, x, 1e22}, {0.2, y, 0.8})});
    content.spec.layers.joinedPoints = true;
    content.panels[0].curves[0].bars = {{0.1, 0.3}, {y, y}, {-std::numeric_limits<double>::infinity(), 0.9}};
    const DrawnFigure drawn = drawnAtHome(content);
    std::size_t points = 0;
    for (const Item &item : itemsOf(drawn.drawing, Mark::Point))
        points += std::get<Markers>(item).at.size();
    QCOMPARE(points, std::size_t(2));
    for (const Item &item : drawn.drawing.items) {
        const QRectF extent = extentOf(item);
        QVERIFY(std::isfinite(extent.width()) && std::isfinite(extent.x()));
    }
}

/// In the order of the ends and in the colours of the curves, apart by a line; in the legend where they have
/// no room.
void TestFigureDrawing::namesStandAtTheEnds()
{
    FigureContent content = madeUpFigure({madeUpCurve(u"low"_s, {1e20, 1e22}, {0.1, 0.2}),
                                          madeUpCurve(u"high"_s, {1e20, 1e22}, {0.1, 0.9}),
                                          madeUpCurve(u"second"_s, {1e20, 1e22}, {0.1, 0.89}),
                                          madeUpCurve(u"early"_s, {1e20, 1e21}, {0.3, 0.5})});
    content.panels[0].x = {1e20, 1.1e22};
    content.spec.layers.joinedPoints = true;
    content.spec.style.legend = LegendPlace::Direct;
    const DrawnFigure drawn = drawnAtHome(content);
    const QRectF frame = drawn.panels[0].frame;
    const double line = Typeface(figureFontFamily()).lineHeight(content.spec.style.fontPt);
    QCOMPARE(textsOf(drawn.drawing, Mark::LegendText),
             QStringList({u"high"_s, u"second"_s, u"early"_s, u"low"_s}));
    QVERIFY(itemsOf(drawn.drawing, Mark::LegendKey).empty());
    QCOMPARE(itemsOf(drawn.drawing, Mark::LegendLeader).size(), 1u); // to the one that ends early
    std::vector<Text> names;
    for (const Item &item : itemsOf(drawn.drawing, Mark::LegendText)) {
        const Text &name = std::get<Text>(item);
        const auto join = itemsOf(drawn.drawing, Mark::Join)[std::size_t(name.tag.curve)];
        QCOMPARE(name.color, readable(std::get<Shape>(join).stroke.color, drawn.drawing.background));
        QVERIFY(name.box.left() > frame.right());
        if (!names.empty())
            QVERIFY(name.at.y() - names.back().at.y() > line - 1e-6);
        names.push_back(name);
    }
    const double end = extentOf(itemsOf(drawn.drawing, Mark::Join)[0]).top(); // of the lowest, with room
    QVERIFY(std::abs(names.back().box.center().y() - end) < line / 4);

    content.spec.style.heightMm = 22; // lower than four names
    const Drawing small = drawnAtHome(content).drawing;
    QCOMPARE(itemsOf(small, Mark::LegendKey).size(), 8u); // a line and a marker each
    content.spec.style.heightMm = 90;
    content.spec.style.widthMm = 30;
    QVERIFY(!itemsOf(drawnAtHome(content).drawing, Mark::LegendKey).empty());
}

void TestFigureDrawing::lettersCountOn()
{
    FigureContent content = madeUpFigure({madeUpCurve(u"A"_s, {1e20, 1e22}, {0.2, 0.8})});
    content.spec.style = {.widthMm = 2000, .heightMm = 2000, .panelLetters = true};
    content.panels.resize(28, content.panels.front());
    const QStringList letters = textsOf(drawnAtHome(content).drawing, Mark::PanelTitle);
    QCOMPARE(letters.first(), u"(A)"_s);
    QCOMPARE(letters[25], u"(Z)"_s);
    QCOMPARE(letters[26], u"(AA)"_s);
    QCOMPARE(letters.last(), u"(AB)"_s);
}

void TestFigureDrawing::sharedAxesAreLabelledOnce()
{
    FigureContent content = viewed(u"small multiples"_s, 180, 90); // three columns, two rows
    const auto labels = [&] { return itemsOf(drawnAtHome(content).drawing, Mark::TickLabel).size(); };
    const std::size_t shared = labels();
    content.spec.sharedAxes = false;
    QVERIFY(labels() > 2 * shared - shared / 2);
    const DrawnFigure drawn = drawnAtHome(content);
    QCOMPARE(drawn.panels[0].frame.width(), drawn.panels[4].frame.width());
}

void TestFigureDrawing::rowsTellWhereTheyAppear()
{
    const FigureContent content = viewed(u"onsets"_s, 140, 90);
    const DrawnFigure drawn = drawnAtHome(content);
    const PanelPlace &place = drawn.panels[0];
    const CurveContent &first = content.panels[0].curves[0];
    QVERIFY(first.onset && first.onset->exists);
    const QRectF bar = extentOf(itemsOf(drawn.drawing, Mark::Onset).front());
    const Scale &scale = first.curve.scale;
    QVERIFY(std::abs(bar.left() - place.at(scale.fromFit(first.onset->between.low), 0).x()) < 1e-6);
    QVERIFY(std::abs(bar.right() - place.at(scale.fromFit(first.onset->between.high), 0).x()) < 1e-6);
    QCOMPARE(textsOf(drawn.drawing, Mark::RowText).size(), qsizetype(content.panels[0].curves.size()));
    QVERIFY(textsOf(drawn.drawing, Mark::TickLabel).contains(first.label));
    QVERIFY(itemsOf(drawn.drawing, Mark::LegendText).empty()); // a single family
}

void TestFigureDrawing::crowdedRowsKeepTheirLabelsApart()
{
    FigureContent content = viewed(u"onsets"_s, 100, 60);
    std::vector<CurveContent> &rows = content.panels[0].curves;
    while (rows.size() < 80)
        rows.push_back(rows[rows.size() % 10]);
    content.panels[0].y = {0, double(rows.size())};
    const DrawnFigure drawn = drawnAtHome(content);
    std::vector<QRectF> boxes;
    for (const Mark mark : {Mark::TickLabel, Mark::RowText})
        for (const Item &item : itemsOf(drawn.drawing, mark)) {
            for (const QRectF &box : boxes)
                QVERIFY(!box.intersects(extentOf(item)));
            boxes.push_back(extentOf(item));
        }
    QVERIFY(boxes.size() > 20);
}

void TestFigureDrawing::crossoverStandsInItsPanel()
{
    FigureContent content = viewed(u"strategies"_s, 180, 120);
    Difference &difference = content.panels[2].differences.at(0);
    difference.settled = true;
    difference.crossing.status = fit::Crossing::Crossover;
    difference.crossing.at = 21;
    difference.crossing.interval = {20.5, std::numeric_limits<double>::infinity()};
    content.panels[3].differences.at(0).crossing.status = fit::Crossing::Never;
    const DrawnFigure drawn = drawnAtHome(content);
    QRectF extent;
    for (const Item &item : itemsOf(drawn.drawing, Mark::Crossover)) {
        QCOMPARE(tagOf(item).panel, 2);
        extent = extent.isNull() ? extentOf(item).adjusted(0, 0, 1e-9, 1e-9)
                                 : extent | extentOf(item).adjusted(0, 0, 1e-9, 1e-9);
    }
    const PanelPlace &place = drawn.panels[2];
    QVERIFY(std::abs(extent.left() - place.at(std::pow(10, 20.5), 0).x()) < 1e-6);
    QVERIFY(std::abs(extent.right() - place.frame.right()) < 1e-6); // the open end
    QVERIFY(!itemsOf(drawn.drawing, Mark::Zero).empty());
    QVERIFY(!textsOf(drawn.drawing, Mark::Finding).empty());
}

void TestFigureDrawing::gainPointsToWhatNeedsLess()
{
    const FigureContent content = viewed(u"families"_s, 140, 90);
    const PanelContent &panel = content.panels[0];
    QCOMPARE(panel.gains.size(), 1u);
    const double shift = panel.gains[0].gain.shift;
    const DrawnFigure drawn = drawnAtHome(content);
    const std::vector<Item> marks = itemsOf(drawn.drawing, Mark::Gain);
    QCOMPARE(marks.size() > 3, true); // two dashed shapes, then the arrow
    const auto arrow = std::get<Shape>(marks[2]).path;
    const double decades = drawn.panels[0].at(1e22, 0).x() - drawn.panels[0].at(1e21, 0).x();
    QVERIFY(std::abs(arrow.elementAt(0).x - arrow.elementAt(1).x - shift * decades) < 1e-6);
    const QStringList labels = textsOf(drawn.drawing, Mark::GainLabel);
    QVERIFY(labels.size() <= 1);
    QCOMPARE(textsOf(drawn.drawing, Mark::Finding).isEmpty(), false);
}

ONSET_WINDOW_TEST(TestFigureDrawing)
#include "tst_figure_drawing.moc"
