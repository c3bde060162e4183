#include "tests/cli/program.h"
#include "tests/support/test_class.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

/// `onset import` of wide tables as a process.
class TestImportCommand : public QObject
{
    Q_OBJECT

private slots:
    void mapsColumns();
    void refusesABadMap();
    void namesTheFirstUnplacedModels();
    void saysThatNothingWasFound();

private:
    test::Program m_program;
};

/// What a dry run prints as mapping is a map, which may be edited and used.
void TestImportCommand::mapsColumns()
{
    const QString table = m_program.file(u"wide.csv"_s, "Model,Size (B),Tokens (B),Knots,Points\n"
                                                        "a-1b,1,20,0.25,40.5\n"
                                                        "a-2b,2,40,0.5,44.5\n");
    const test::Ended guess = m_program.onset({u"import"_s, table, u"--dry-run"_s, u"--json"_s});
    QCOMPARE(guess.status, 0);
    QJsonObject mapping = QJsonDocument::fromJson(guess.out)[u"files"_s][0][u"mapping"_s].toObject();
    QJsonArray columns = mapping[u"columns"_s].toArray();
    QCOMPARE(columns.size(), 5);
    QJsonObject points = columns[4].toObject();
    QCOMPARE(points[u"role"_s].toString(), u"score"_s);
    QCOMPARE(points[u"unit"_s].toString(), u"percent"_s);
    QCOMPARE(points[u"sample"_s].toString(), u"40.5"_s);
    points[u"metric"_s] = u"Elo"_s;
    points[u"unit"_s] = u"1"_s;
    columns[4] = points;
    mapping[u"columns"_s] = columns;

    const QString map = m_program.file(u"map.json"_s, QJsonDocument(mapping).toJson());
    const test::Ended text = m_program.onset({u"import"_s, table, u"--dry-run"_s, u"--map"_s, map});
    QCOMPARE(text.status, 0);
    for (const char *line : {"  column “Model”: model; for example “a-1b”\n",
                             "  column “Size (B)”: parameters; unit 1e9, for example “1”\n",
                             "  column “Points”: score; benchmark Points, task Points, metric Elo, unit 1, "
                             "for example “40.5”\n"})
        QVERIFY2(text.out.contains(line), text.out);
    const QString path = m_program.path(u"mapped.onset"_s);
    QCOMPARE(m_program.onset({u"import"_s, table, u"--map"_s, map, u"-w"_s, path}).status, 0);
    const test::Ended list =
        m_program.onset({u"list"_s, u"curves"_s, u"-w"_s, path, u"--format"_s, u"csv"_s});
    QVERIFY2(list.out.contains(",Points,Points,Elo,"), list.out);
}

void TestImportCommand::namesTheFirstUnplacedModels()
{
    QByteArray rows = "Model,Knots\n";
    for (int i = 0; i < 1012; ++i)
        rows += "m" + QByteArray::number(1000 + i) + ",0.5\n";
    const QString table = m_program.file(u"unplaced.csv"_s, rows);
    const test::Ended text = m_program.onset({u"import"_s, table, u"--dry-run"_s});
    QVERIFY2(text.out.contains("\nModels without known training compute: m1000, m1001, m1002, m1003, m1004, "
                               "m1005, m1006, m1007, m1008, m1009 and 1,002 more\n"),
             text.out);
    const test::Ended json = m_program.onset({u"import"_s, table, u"--dry-run"_s, u"--json"_s});
    QCOMPARE(QJsonDocument::fromJson(json.out)[u"unplaced"_s].toArray().size(), 1012);
}

/// Nothing stored is no success, unless it is there already.
void TestImportCommand::saysThatNothingWasFound()
{
    const QString empty = m_program.file(
        u"empty.json"_s,
        R"({"results": {"quiz": {"acc,none": "N/A", "x": NaN}}, "model_name": "lab/wren-1b"})");
    const test::Ended nothing = m_program.onset({u"import"_s, empty, u"-w"_s, m_program.path(u"n.onset"_s)});
    QVERIFY2(nothing.status == 1 && nothing.err.count('\n') == 1, nothing.err);
    QVERIFY2(nothing.err.contains("Nothing was stored") && nothing.out.contains("missing"), nothing.err);
    const QString table = m_program.file(u"again.csv"_s, "Model,Knots\na-1b,0.25\n");
    for (int time = 0; time < 2; ++time) {
        const test::Ended ended =
            m_program.onset({u"import"_s, table, u"-w"_s, m_program.path(u"n.onset"_s)});
        QVERIFY2(ended.status == 0, ended.err);
    }
}

void TestImportCommand::refusesABadMap()
{
    const QString table = m_program.file(u"wide.csv"_s, "Model,Size (B),Knots\na-1b,1,0.25\na-2b,2,0.5\n");
    const auto says = [&](const QByteArray &json) {
        const QString map = m_program.file(u"bad.json"_s, json);
        const test::Ended ended = m_program.onset({u"import"_s, table, u"--dry-run"_s, u"--map"_s, map});
        return ended.status == 1 && ended.saidOneLine() ? ended.err : "not refused: " + ended.out + ended.err;
    };
    for (const auto &[json, place] : std::initializer_list<std::pair<QByteArray, const char *>>{
             {"{\"columns\": [{\"name\": \"Knots\", \"role\": \"knot\"}]}", "columns[0].role"},
             {"{\"columns\": [{\"name\": \"Knots\", \"unit\": \"miles\"}]}", "columns[0].unit"},
             {"{\"columns\": [{\"name\": \"Knot\"}]}", "columns[0].name"},
             {"{\"columns\": [{\"name\": \"Model\", \"role\": \"ignored\"}]}", "role model"},
             {"[1]", "top level"},
             {"{\"columns\":", "line 1"}}) {
        const QByteArray said = says(json);
        QVERIFY2(said.contains(place), said);
    }
    const test::Ended missing =
        m_program.onset({u"import"_s, table, u"--map"_s, m_program.path(u"no.json"_s)});
    QVERIFY2(missing.status == 1 && missing.saidOneLine(), missing.err);
}

ONSET_TEST(TestImportCommand)
#include "tst_import_command.moc"
