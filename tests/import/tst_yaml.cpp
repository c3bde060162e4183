#include "core/import/read/yaml.h"

#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QBuffer>
#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

/// YAML read into the values of JSON, and what is refused.
class TestYaml : public QObject
{
    Q_OBJECT

private slots:
    void readsScalars();
    void readsFrontMatter();
    void refuses_data();
    void refuses();
    void tellsFromTables();
};

static Result<json::Document> readYaml(QByteArray text)
{
    QBuffer buffer(&text);
    buffer.open(QIODevice::ReadOnly);
    return yaml::read(buffer, u"a.yml"_s);
}

void TestYaml::readsScalars()
{
    const auto read =
        readYaml("a: 1.5\nb: '1.5'\nc: true\nd: ~\ne: .nan\nf: 2025-01-02\n\ng: [x, \"y\\n\"]\n12: \n");
    VERIFY_RESULT(read);
    const json::Value root = read->root();
    QCOMPARE(root["a"].number(), 1.5);
    QCOMPARE(root["b"].text(), "1.5");
    QVERIFY(root["c"].boolean());
    QCOMPARE(root["d"].kind(), json::Kind::Null);
    QVERIFY(root["e"].isNumber() && std::isnan(root["e"].number()));
    QCOMPARE(root["f"].text(), "2025-01-02");
    QCOMPARE(root["g"].at(1).text(), "y\n");
    QCOMPARE(root["g"].at(0).line(), 8);
    QCOMPARE(root["12"].kind(), json::Kind::Null);
}

void TestYaml::readsFrontMatter()
{
    const auto read = readYaml("---\r\na: 1\r\n---\r\n# Text: [with *anything\r\n");
    VERIFY_RESULT(read);
    QCOMPARE(read->root()["a"].number(), 1.0);
    QCOMPARE(read->root()["a"].line(), 2);
}

void TestYaml::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("alias") << QByteArray("a: &x [1, 2]\nb: *x\n");
    QTest::newRow("merge") << QByteArray("a: &x {k: 1}\nb: {<<: *x}\n");
    QTest::newRow("deep") << QByteArray("a: ") + QByteArray(100'000, '[');
    QTest::newRow("deep in blocks") << QByteArray("- ").repeated(100'000);
    QTest::newRow("key that is no text") << QByteArray("? [a]\n: 1\n");
    QTest::newRow("broken") << QByteArray("a: [1\nb: }\n");
    QTest::newRow("not UTF-8") << QByteArray("a: \xFF\n");
    QTest::newRow("large") << QByteArray(yaml::kMaxBytes + 1, 'a');
    QTest::newRow("empty") << QByteArray();
}

void TestYaml::refuses()
{
    QFETCH(QByteArray, text);
    const auto read = readYaml(text);
    QVERIFY(!read);
    QCOMPARE(read.error().code, Code::BadInput);
}

void TestYaml::tellsFromTables()
{
    QVERIFY(yaml::startsAsYaml("---\na: 1\n"));
    QVERIFY(yaml::startsAsYaml("# leaderboard\n\n- dirname: x\n"));
    QVERIFY(yaml::startsAsYaml("model: Wren 7B\n"));
    QVERIFY(!yaml::startsAsYaml("model,score: all,b\n"));
    QVERIFY(!yaml::startsAsYaml("model\tscore\n"));
    QVERIFY(!yaml::startsAsYaml("model,score\n"));
    QVERIFY(!yaml::startsAsYaml(""));
}

ONSET_TEST(TestYaml)
#include "tst_yaml.moc"
