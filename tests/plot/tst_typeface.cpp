#include "widgets/plot/typeface.h"

#include "tests/support/test_class.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QRawFont>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestTypeface : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(loadFigureFont()); }
    void fontIsTheBundledOne();
    void superscriptsAreRaised();
    void widthsScale();
    void wraps_data();
    void wraps();
    void elides();
    void shortenedNamesDiffer_data();
    void shortenedNamesDiffer();
};

void TestTypeface::fontIsTheBundledOne()
{
    QVERIFY(QFontDatabase::families().contains(figureFontFamily()));
    const Typeface type(figureFontFamily());
    QCOMPARE(QFontInfo(type.font(false, false)).family(), figureFontFamily());
    const QRawFont raw = QRawFont::fromFont(type.font(false, false));
    for (const QChar c : u"αβκψ×−≥≤±…–°²³·"_s)
        QVERIFY2(raw.supportsCharacter(c), qPrintable(QString(c)));
}

void TestTypeface::superscriptsAreRaised()
{
    const std::vector<TextRun> runs = textRuns(u"2×10⁻²³ FLOPs"_s);
    QCOMPARE(runs.size(), std::size_t(3));
    QCOMPARE(runs[0].text, u"2×10"_s);
    QCOMPARE(runs[1].text, u"−23"_s);
    QVERIFY(runs[1].rise > 0 && runs[1].scale < 1);
    QCOMPARE(runs[2].text, u" FLOPs"_s);
    QCOMPARE(runs[2].rise, 0.0);
    QVERIFY(textRuns({}).empty());
    QCOMPARE(textRuns(u"a\nb\u0001"_s).front().text, u"a b "_s);
    const std::vector<TextRun> marked = textRuns(u"κ_{max}^{2}, x₀ word_{} a_b ^{"_s);
    QCOMPARE(marked.size(), std::size_t(6));
    QCOMPARE(marked[1].text, u"max"_s);
    QVERIFY(marked[1].rise < 0);
    QCOMPARE(marked[2].text, u"2"_s);
    QVERIFY(marked[2].rise > 0);
    QCOMPARE(marked[4].text, u"0"_s);
    QCOMPARE(marked[5].text, u" word_{} a_b ^{"_s); // marks nothing
}

void TestTypeface::widthsScale()
{
    const Typeface type(figureFontFamily());
    const double width = type.width(u"Accuracy (%)"_s, 8);
    QVERIFY(std::abs(type.width(u"Accuracy (%)"_s, 16) - 2 * width) < 1e-9);
    QVERIFY(type.width(u"10²³"_s, 8) < type.width(u"1023"_s, 8));
    QVERIFY(type.width(u"Accuracy (%)"_s, 8, true) > width);
    QVERIFY(std::abs(type.width(u"0000000000"_s, 10) - 55.6) < 0.3); // Liberation Sans: a digit is 0.556 em
}

void TestTypeface::wraps_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("lines");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("fits") << u"one two"_s << 2 << QStringList{u"one two"_s};
    QTest::newRow("breaks") << u"one two three"_s << 2 << QStringList{u"one two"_s, u"three"_s};
    QTest::newRow("cut") << u"one two three four five six"_s << 2
                         << QStringList{u"one two"_s, u"three fo…"_s};
    QTest::newRow("one line") << u"one two three"_s << 1 << QStringList{u"one two…"_s};
    QTest::newRow("long word") << u"onetwothreefour"_s << 2 << QStringList{u"onetwot…"_s};
    QTest::newRow("nothing") << u"  "_s << 2 << QStringList{};
}

void TestTypeface::wraps()
{
    QFETCH(QString, text);
    QFETCH(int, lines);
    const Typeface type(figureFontFamily());
    const double width = type.width(u"one two th"_s, 10);
    const QStringList wrapped = type.wrapped(text, 10, width, lines);
    QTEST(wrapped, "expected");
    for (const QString &line : wrapped)
        QVERIFY(type.width(line, 10) <= width);
}

void TestTypeface::elides()
{
    const Typeface type(figureFontFamily());
    QCOMPARE(type.elided(u"short"_s, 10, 100), u"short"_s);
    QCOMPARE(type.elided(u"much too long"_s, 10, 0), u"…"_s);
}

void TestTypeface::shortenedNamesDiffer_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::newRow("begin alike") << QStringList{u"someorg/Recipe-pretraining-mix-north17-25p-south75p"_s,
                                                u"someorg/Recipe-pretraining-mix-north17-50p-south50p"_s,
                                                u"someorg/Recipe-pretraining-mix-north17-75p-south25p"_s,
                                                u"someorg/Recipe-pretraining-mix-north17-no-code"_s,
                                                u"short"_s};
    QTest::newRow("end alike") << QStringList{u"Organisation-00 Instruct-Tuned Long-Context Family"_s,
                                              u"Organisation-01 Instruct-Tuned Long-Context Family"_s};
    QTest::newRow("differ in the middle")
        << QStringList{u"a family of models with a long name, the first of many, and its tail of words"_s,
                       u"a family of models with a long name, the other of many, and its tail of words"_s};
    QTest::newRow("differ by a letter in the middle") << QStringList{
        QString(40, u'a') + u'b' + QString(40, u'a'), QString(40, u'a') + u'c' + QString(40, u'a')};
    QTest::newRow("the same name twice") << QStringList{QString(60, u'a'), QString(60, u'a')};
}

void TestTypeface::shortenedNamesDiffer()
{
    QFETCH(QStringList, names);
    const Typeface type(figureFontFamily());
    const double width = type.width(u"twenty letters or so"_s, 10);
    const QStringList shown = type.elidedApart(names, 10, width);
    QCOMPARE(shown.size(), names.size());
    for (qsizetype i = 0; i < names.size(); ++i) {
        QVERIFY2(type.width(shown[i], 10) <= width, qPrintable(shown[i]));
        for (qsizetype k = 0; k < i; ++k)
            QVERIFY2((shown[i] == shown[k]) == (names[i] == names[k]), qPrintable(shown.join(u'\n')));
    }
}

ONSET_WINDOW_TEST(TestTypeface)
#include "tst_typeface.moc"
