#include "core/figure/views.h"
#include "tests/support/changed_figure.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <limits>

using namespace onset;
using namespace Qt::StringLiterals;

class TestFigureJson : public QObject
{
    Q_OBJECT

private slots:
    void defaultsWriteNothing();
    void everyOptionComesBack();
    void everyViewComesBack();
    void rivalsAndNoisesComeBack();
    void seedsComeBack_data();
    void seedsComeBack();
    void goodText_data();
    void goodText();
    void hostileText_data();
    void hostileText();
    void tooMuchIsRefused();
    void bundledFiguresAreRead();
};

namespace {

QByteArray bytesOf(const FigureSpec &spec)
{
    return QJsonDocument(toJson(spec)).toJson(QJsonDocument::Compact);
}

} // namespace

void TestFigureJson::defaultsWriteNothing()
{
    QVERIFY(toJson(FigureSpec{}).isEmpty());
    const auto read = figureFromJson(QByteArray("{}"));
    VERIFY_RESULT(read);
    QCOMPARE(*read, FigureSpec{});
}

void TestFigureJson::everyOptionComesBack()
{
    const FigureSpec spec = test::changedEverywhere();
    const auto read = figureFromJson(bytesOf(spec));
    VERIFY_RESULT(read);
    QVERIFY(*read == spec);
    // Nothing of the struct is left out: each member above stands in the text.
    const QJsonObject json = toJson(spec);
    QCOMPARE(json[u"layers"_s].toObject().size(), 7);
    QCOMPARE(json[u"style"_s].toObject().size(), 9);
    QCOMPARE(json[u"fit"_s].toObject().size(), 5);
    const QJsonObject panel = json[u"panels"_s].toArray().first().toObject();
    QCOMPARE(json.size(), 10);
    QCOMPARE(panel.size(), 14);
    QCOMPARE(panel[u"curves"_s].toArray().first().toObject().size(), 9);
}

void TestFigureJson::everyViewComesBack()
{
    for (const View view : kViews) {
        const auto read = figureFromJson(bytesOf({.view = view}));
        VERIFY_RESULT(read);
        QCOMPARE(read->view, view);
    }
}

void TestFigureJson::rivalsAndNoisesComeBack()
{
    FigureSpec spec;
    const auto comesBack = [&spec](const QString &model, const QString &noise) {
        const QJsonObject json = toJson(spec)[u"fit"_s].toObject();
        const auto read = figureFromJson(bytesOf(spec));
        return read && *read == spec && json[u"model"_s].toString() == model &&
               json[u"noise"_s].toString() == noise;
    };
    spec.fit.model = std::nullopt;
    QVERIFY(comesBack(u"auto"_s, {}));
    for (const fit::Noise noise : fit::kNoises) {
        spec.fit.noise = noise;
        const std::string_view word = fit::name(noise);
        QVERIFY(comesBack(u"auto"_s, QString::fromUtf8(word.data(), qsizetype(word.size()))));
    }
    spec.fit.noise = std::nullopt;
    for (const fit::Model model : fit::kModels) {
        spec.fit.model = model;
        const std::string_view word = fit::name(model);
        QVERIFY(comesBack(model == fit::Model::Logistic
                              ? QString() // the default
                              : QString::fromUtf8(word.data(), qsizetype(word.size())),
                          {}));
    }
}

void TestFigureJson::seedsComeBack_data()
{
    QTest::addColumn<quint64>("seed");
    QTest::newRow("zero") << quint64(0);
    QTest::newRow("largest whole double") << (quint64(1) << 53);
    QTest::newRow("beyond doubles") << (quint64(1) << 53) + 1;
    QTest::newRow("largest") << std::numeric_limits<quint64>::max();
}

void TestFigureJson::seedsComeBack()
{
    QFETCH(quint64, seed);
    FigureSpec spec;
    spec.fit.seed = seed;
    const auto read = figureFromJson(bytesOf(spec));
    VERIFY_RESULT(read);
    QCOMPARE(read->fit.seed, seed);
}

void TestFigureJson::goodText_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("smallest size") << QByteArray(R"({"style":{"widthMm":20,"heightMm":20}})");
    QTest::newRow("largest size") << QByteArray(R"({"style":{"widthMm":2000,"heightMm":2000}})");
    QTest::newRow("empty option") << QByteArray(R"({"panels":[{"logX":null,"xRange":null}]})");
}

void TestFigureJson::goodText()
{
    QFETCH(QByteArray, json);
    VERIFY_RESULT(figureFromJson(json));
}

void TestFigureJson::hostileText_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *name, const QByteArray &json, const char *path) {
        QTest::newRow(name) << json << QString::fromLatin1(path);
    };
    row("empty", "", "the text");
    row("no JSON", "{\"name\":", "the text");
    row("a list", "[]", "the text");
    row("NaN", R"({"style":{"fontPt":NaN}})", "the text");
    row("deep", QByteArray(5000, '['), "the text");
    row("unknown key", R"({"colour":1})", "colour");
    row("unknown inner key", R"({"panels":[{},{"curves":[{"famly":"GPT-3"}]}]})",
        "panels[1].curves[0].famly");
    row("wrong type", R"({"name":7})", "name");
    row("number for flag", R"({"layers":{"fits":1}})", "layers.fits");
    row("panels no list", R"({"panels":{}})", "panels");
    row("panel no object", R"({"panels":["x"]})", "panels[0]");
    row("unknown enum", R"({"style":{"theme":"pink"}})", "style.theme");
    row("enum by number", R"({"fit":{"floor":0}})", "fit.floor");
    row("unknown model", R"({"fit":{"model":"quintic"}})", "fit.model");
    row("unknown noise", R"({"fit":{"noise":"white"}})", "fit.noise");
    row("noise by number", R"({"fit":{"noise":0}})", "fit.noise");
    row("several models", R"({"fit":{"model":["line"]}})", "fit.model");
    row("unknown scale", R"({"panels":[{"x":"watts"}]})", "panels[0].x");
    row("bad measure", R"({"panels":[{"x":{"taks":"a"}}]})", "panels[0].x.taks");
    row("infinite", R"({"style":{"fontPt":1e999}})", "the text");
    row("too small", R"({"style":{"widthMm":19.99}})", "style.widthMm");
    row("too large", R"({"style":{"heightMm":2001}})", "style.heightMm");
    row("huge", R"({"style":{"widthMm":1e308}})", "style.widthMm");
    row("negative width", R"({"style":{"widthMm":-88}})", "style.widthMm");
    row("huge text", R"({"style":{"fontPt":1e308}})", "style.fontPt");
    row("negative text", R"({"style":{"fontPt":-8}})", "style.fontPt");
    row("huge lines", R"({"style":{"linePt":1e308}})", "style.linePt");
    row("no lines", R"({"style":{"linePt":0}})", "style.linePt");
    row("endless answer", R"({"panels":[{"answerLength":1e308}]})", "panels[0].answerLength");
    row("NaN in a panel", R"({"panels":[{"cutoff":NaN}]})", "the text");
    row("not a number", R"({"panels":[{"cutoff":"NaN"}]})", "panels[0].cutoff");
    row("negative columns", R"({"columns":-1})", "columns");
    row("half a column", R"({"columns":1.5})", "columns");
    row("huge columns", R"({"columns":1e300})", "columns");
    row("no replicates", R"({"fit":{"replicates":0}})", "fit.replicates");
    row("negative seed", R"({"fit":{"seed":-1}})", "fit.seed");
    row("seed in words", R"({"fit":{"seed":"one"}})", "fit.seed");
    row("reversed range", R"({"panels":[{"xRange":[2,1]}]})", "panels[0].xRange");
    row("empty range", R"({"panels":[{"yRange":[1,1]}]})", "panels[0].yRange");
    row("range of three", R"({"panels":[{"yRange":[1,2,3]}]})", "panels[0].yRange");
    row("infinite range", R"({"panels":[{"yRange":[0,1e999]}]})", "the text");
    row("long text", "{\"title\":\"" + QByteArray(1001, 'x') + "\"}", "title");
    row("first of two", R"({"columns":"x","style":{"theme":"pink"}})", "columns");
}

void TestFigureJson::hostileText()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, path);
    const auto read = figureFromJson(json);
    QVERIFY(!read);
    QCOMPARE(read.error().code, Code::BadInput);
    QVERIFY2(read.error().what.startsWith(u"The figure cannot be read: "_s + path + u' '),
             qPrintable(read.error().what));
    QVERIFY(read.error().what.endsWith(u'.'));
}

void TestFigureJson::tooMuchIsRefused()
{
    FigureSpec spec;
    spec.panels.resize(401);
    QVERIFY(!figureFromJson(bytesOf(spec)));
    spec.panels.resize(2);
    for (PanelSpec &panel : spec.panels)
        panel.curves.resize(5001);
    QVERIFY(!figureFromJson(bytesOf(spec)));
    for (PanelSpec &panel : spec.panels)
        panel.curves.resize(5000);
    VERIFY_RESULT(figureFromJson(bytesOf(spec)));
    QVERIFY(!figureFromJson(QByteArray((16 << 20) + 1, ' ')));

    const auto refused = [](const QByteArray &json, const QString &reason) {
        const auto read = figureFromJson(json);
        return !read && read.error().what.contains(reason);
    };
    const auto list = [](const char *item, int count) {
        return '[' + QByteArray(item).append(',').repeated(count).chopped(1) + ']';
    };
    QVERIFY(refused("{\"panels\":" + list("{}", 1'000'000) + '}', u"panels holds more than 400"_s));
    QVERIFY(refused("{\"selection\":" + list("{}", 1'000'000) + '}', u"selection holds more"_s));
    // Four million in twelve megabytes of text: counted before any is made.
    for (const QByteArray what : {"curves", "annotations"}) {
        const QByteArray panel = "{\"" + what + "\":" + list("{}", 10'000) + '}';
        QVERIFY(refused("{\"panels\":" + list(panel.constData(), 400) + '}',
                        u"more than 10000 "_s + QLatin1StringView(what)));
    }
    QVERIFY(refused(QByteArray("{\"panels\":[").repeated(100'000), u"the text is no JSON"_s));
    QVERIFY(refused("{\"name\":\"" + QByteArray(15 << 20, 'x') + "\"}", u"name is longer"_s));
}

void TestFigureJson::bundledFiguresAreRead()
{
    QDirIterator files(QStringLiteral(ONSET_SOURCE_DIR "/datasets"), {u"*.json"_s}, QDir::Files,
                       QDirIterator::Subdirectories);
    QSet<QString> names;
    while (files.hasNext()) {
        QFile file(files.next());
        if (!file.fileName().contains(u"/figures/"))
            continue;
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto spec = figureFromJson(file.readAll());
        QVERIFY2(spec.has_value(), spec ? "" : qPrintable(file.fileName() + u": "_s + spec.error().what));
        QVERIFY(!spec->name.isEmpty());
        QVERIFY2(!names.contains(spec->name), qPrintable(spec->name));
        names.insert(spec->name);
    }
    for (const QString &beginning : {u"Figure 2"_s, u"Figure 3"_s, u"Figure 4"_s})
        QCOMPARE(
            std::ranges::count_if(names, [&](const QString &name) { return name.startsWith(beginning); }), 1);
}

ONSET_TEST(TestFigureJson)
#include "tst_figure_json.moc"
