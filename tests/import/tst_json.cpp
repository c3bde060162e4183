#include "core/import/read/json.h"

#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QBuffer>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

/// One line per number, text or boolean: where it stands and what it is.
void draw(const json::Value &value, QStringList &lines)
{
    if (value.isNumber())
        lines << value.path() + u'=' + QString::number(value.number(), 'g', 17);
    else if (value.isString())
        lines << value.path() + u"=“"_s + QString::fromUtf8(value.text()) + u'”';
    else if (value.kind() == json::Kind::Boolean)
        lines << value.path() + (value.boolean() ? u"=true"_s : u"=false"_s);
    for (const json::Value child : value)
        draw(child, lines);
}

} // namespace

class TestJson : public QObject
{
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void findsMembers();
    void isMissing();
    void keepsToItsBounds();
};

void TestJson::reads_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("values");
    QTest::newRow("paths")
        << "{\"results\": {\"arc_easy\": {\"acc,none\": 0.5}, \"a.b\": [1, {\"c\": \"d\"}]}}"_ba
        << u"results.arc_easy.acc,none=0.5 results[\"a.b\"][0]=1 results[\"a.b\"][1].c=“d”"_s;
    QTest::newRow("booleans") << "[true, false]"_ba << u"[0]=true [1]=false"_s;
    QTest::newRow("array") << "[[1], [2, 3]]"_ba << u"[0][0]=1 [1][0]=2 [1][1]=3"_s;
    QTest::newRow("one number") << " 0.1 \n"_ba << u"top level=0.10000000000000001"_s;
    QTest::newRow("byte order mark") << "\xEF\xBB\xBF[1]"_ba << u"[0]=1"_s;
    QTest::newRow("not finite") << "[NaN, Infinity, -Infinity]"_ba << u"[0]=nan [1]=inf [2]=-inf"_s;
    QTest::newRow("exact") << "[0.30000000000000004, 1e-320, 9007199254740993, 123456789012345678901234]"_ba
                           << u"[0]=0.30000000000000004 [1]=9.9998886718268301e-321 [2]=9007199254740992 "
                              "[3]=1.2345678901234569e+23"_s;
    QTest::newRow("zeros")
        << "[0e-32, 0.000000000000000000000e-5, -0E-300, 0.00000000000000000000000000, 1e-400]"_ba
        << u"[0]=0 [1]=0 [2]=0 [3]=0 [4]=0"_s;
    QTest::newRow("escapes") << "[\"\\u00e9\\n\\\\u0041\\ud83d\\ude00\"]"_ba << u"[0]=“é\n\\u0041😀”"_s;
    QTest::newRow("lone surrogates") << "[\"\\ud83d\", \"\\ude00\\ud83dx\", \"\\ud83d\\n\", \"\\\\ud83d\"]"_ba
                                     << u"[0]=“\uFFFD” [1]=“\uFFFD\uFFFDx” [2]=“\uFFFD\n” [3]=“\\ud83d”"_s;
    QTest::newRow("escaped NUL") << "[\"a\\u0000b\"]"_ba << u"[0]=“a\uFFFDb”"_s;
    QTest::newRow("last of its name") << "{\"a\": 1, \"b\": 2, \"a\": 3, \"a\": 4}"_ba << u"b=2 a=4"_s;
    QTest::newRow("blanks around a name") << "{\" a \": 1}"_ba << u"[\" a \"]=1"_s;
    QTest::newRow("no name") << "{\"\": 1}"_ba << u"[\"\"]=1"_s;
    QTest::newRow("a line each") << "{\"a\": 1}\n{\"a\": 2}\n"_ba << u"a=1 and more"_s;
}

void TestJson::reads()
{
    QFETCH(QByteArray, bytes);
    const auto document = json::Document::parse(bytes, u"f.json"_s);
    VERIFY_RESULT(document);
    QStringList lines;
    draw(document->root(), lines);
    if (document->more())
        lines << u"and more"_s;
    QTEST(lines.join(u' '), "values");
}

void TestJson::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");
    QTest::newRow("cut off") << "{\"a\": 1,\n \"b\": [1, 2"_ba << u"line 2, column 12 is not JSON"_s;
    QTest::newRow("empty") << ""_ba << u"line 1, column 1 is not JSON"_s;
    QTest::newRow("text behind") << "[1]\nx"_ba << u"line 2, column 1 is not JSON"_s;
    QTest::newRow("single quotes") << "{'a': 1}"_ba << u"line 1, column 2 is not JSON"_s;
    QTest::newRow("not UTF-8") << "[\n\n\"\xFF\"]"_ba << u"line 3, column 2 is not UTF-8"_s;
    QTest::newRow("cut off in a character") << "\"\xF0"_ba << u"is not UTF-8"_s;
    QTest::newRow("surrogate in UTF-8") << "[\"\xED\xA0\x80\"]"_ba << u"is not UTF-8"_s;
    QTest::newRow("NUL") << QByteArray("[1,\n2\0]", 7) << u"line 2, column 2 holds a NUL byte"_s;
    QTest::newRow("too large") << "[1e400]"_ba << u"number too large"_s;
    QTest::newRow("too large by its digits") << "[10e308]"_ba << u"number too large"_s;
    QTest::newRow("too deep") << QByteArray(100'000, '[')
                              << u"line 1, column 257 is nested deeper than 256"_s;
    QTest::newRow("too deep objects")
        << QByteArray("{\"a\":").repeated(100'000) << u"nested deeper than 256"_s;
    QTest::newRow("broken escape") << "[\"\\u12\"]"_ba << u"line 1, column"_s;
}

void TestJson::refuses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    const auto document = json::Document::parse(bytes, u"f.json"_s);
    QVERIFY(!document);
    QVERIFY2(document.error().what.startsWith(u"“f.json”") && document.error().what.contains(says),
             qPrintable(document.error().what));
}

void TestJson::findsMembers()
{
    QByteArray bytes = "{";
    for (int i = 0; i < 1000; ++i)
        bytes += "\n\"k" + QByteArray::number(i * 7919 % 1000) + "\": " + QByteArray::number(i) + ',';
    bytes += "\"k0\": -1, \"deep\": [[{\"x\": 1, \"x\": 2}]]}";
    const auto document = json::Document::parse(bytes, u"f.json"_s);
    VERIFY_RESULT(document);
    const json::Value root = document->root();
    for (int i = 0; i < 1000; ++i) {
        const QByteArray key = "k" + QByteArray::number(i * 7919 % 1000);
        QCOMPARE(root[key.toStdString()].number(), i == 0 ? -1.0 : double(i));
    }
    QCOMPARE(root["k7"].path(), u"k7"_s);
    QCOMPARE(root.at(0).line(), 3); // the first "k0" is replaced
    QCOMPARE(root.size(), 1001U);
    QCOMPARE(document->replaced(), 2);
    QCOMPARE(json::Document::parse("[[{\"x\": 1, \"x\": 2}]]", {})->firstReplaced(), u"[0][0].x"_s);
}

void TestJson::isMissing()
{
    const auto document = json::Document::parse("{\"a\": {\"b\": null, \"c\": \"3\", \"d\": false}}", {});
    VERIFY_RESULT(document);
    const json::Value a = document->root()["a"];
    QVERIFY(a);
    QVERIFY(!a["b"] && a["b"].kind() == json::Kind::Null);
    QVERIFY(std::isnan(a["c"].number()));
    QVERIFY(a["d"] && !a["d"].isNumber());
    const json::Value missing = a["x"]["y"].at(3);
    QVERIFY(!missing && missing.kind() == json::Kind::Missing);
    QCOMPARE(missing.text(), std::string_view());
    QCOMPARE(missing.size(), 0U);
    QCOMPARE(missing.path(), QString());
}

void TestJson::keepsToItsBounds()
{
    QByteArray bytes = "[0";
    bytes += QByteArray(",0").repeated(static_cast<int>(json::Document::kMaxValues)) + ']';
    QBuffer device(&bytes);
    QVERIFY(device.open(QIODevice::ReadOnly));
    const auto document = json::Document::read(device, u"f.json"_s);
    QVERIFY(!document);
    QVERIFY2(document.error().what.contains(u"4,000,000 values"), qPrintable(document.error().what));
}

ONSET_TEST(TestJson)
#include "tst_json.moc"
