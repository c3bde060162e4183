#include "core/import/preview.h"

#include "core/store/column_maps.h"
#include "core/store/curves.h"
#include "tests/support/draw.h"
#include "tests/support/sample_workbook.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QDir>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestPreview : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void showsGuessedTablesOnly();
    void oneForEachHeader();
    void proposesWhatWasSaved();
    void theMapSaysOnlyWhatDiffers();
    void aSavedMapCountsOnTheCommandLineToo();

private:
    std::vector<TablePreview> preview(const QStringList &files);
    void add(const QString &name, const QByteArray &bytes)
    {
        QVERIFY(!m_folder->write(name, bytes).isEmpty());
    }

    std::optional<test::SampleFolder> m_folder;
    std::optional<Workbook> m_workbook;
};

namespace {

constexpr char kWide[] = "model,size,task one,remark\nm-1b,1,0.1,7\nm-2b,2,0.4,8\n";

} // namespace

void TestPreview::init()
{
    m_workbook.reset();
    m_folder.emplace();
    m_workbook = Workbook::open(m_folder->path(u"w.onset"_s), Workbook::Mode::Create).value();
}

std::vector<TablePreview> TestPreview::preview(const QStringList &files)
{
    Progress progress;
    return previewTables(*m_workbook, files, progress).value();
}

void TestPreview::showsGuessedTablesOnly()
{
    const QString wide = m_folder->write(u"wide.csv"_s, kWide);
    const auto found = preview({m_folder->write(u"tidy.csv"_s, test::SampleFolder::table), wide});
    QCOMPARE(found.size(), 1u);
    QCOMPARE(found.front().files, QStringList{u"wide.csv"_s});
    QCOMPARE(found.front().survey.rows, 2);
    QVERIFY(!found.front().saved);
    QVERIFY(found.front().mapping.columns[2].role == ColumnRole::Score);
    Progress progress;
    VERIFY_RESULT(importFiles(*m_workbook, {wide}, {}, progress));
    QVERIFY(preview({wide}).empty()); // it is in already
}

void TestPreview::oneForEachHeader()
{
    QVERIFY(QDir(m_folder->path({})).mkdir(u"many"_s));
    for (int i = 0; i < 5; ++i)
        add(u"many/%1.csv"_s.arg(i), kWide + QByteArray::number(i) + ",1,0.5,1\n");
    add(u"many/other.csv"_s, "model,task two\na,0.5\n");
    const auto found = preview({m_folder->path(u"many"_s)});
    QCOMPARE(found.size(), 2u);
    QCOMPARE(found.front().files.size(), 5);
}

void TestPreview::proposesWhatWasSaved()
{
    const QString wide = m_folder->write(u"wide.csv"_s, kWide);
    TablePreview first = preview({wide}).front();
    first.mapping.columns[3].role = ColumnRole::Ignored;
    first.mapping.columns[2].task = u"another name"_s;
    VERIFY_RESULT(ColumnMaps::replace(*m_workbook, {{first.header, mapOf(first.mapping, first.guess)}}));
    const TablePreview again = preview({wide}).front();
    QVERIFY(again.saved);
    QCOMPARE(again.mapping.json(), first.mapping.json());
    QCOMPARE(again.guess.json(), first.guess.json());
    QVERIFY(QDir(m_folder->path({})).mkdir(u"folder"_s));
    add(u"folder/wide.csv"_s, kWide);
    QVERIFY(preview({m_folder->path(u"folder"_s)}).empty()); // nothing to ask
}

/// Another table of this header may be in percent.
void TestPreview::theMapSaysOnlyWhatDiffers()
{
    TablePreview table = preview({m_folder->write(u"wide.csv"_s, kWide)}).front();
    QCOMPARE(
        mapOf(table.mapping, table.guess),
        "{\"columns\":[{\"name\":\"model\",\"role\":\"model\"},{\"name\":\"size\",\"role\":\"parameters\"},"
        "{\"name\":\"task one\",\"role\":\"score\"},{\"name\":\"remark\",\"role\":\"score\"}]}");
    table.mapping.columns[2].exponent = -2;
    QVERIFY(mapOf(table.mapping, table.guess).contains("\"unit\":\"percent\""));
}

void TestPreview::aSavedMapCountsOnTheCommandLineToo()
{
    const QString wide = m_folder->write(u"wide.csv"_s, kWide);
    TablePreview table = preview({wide}).front();
    table.mapping.columns[3].role = ColumnRole::Ignored;
    VERIFY_RESULT(ColumnMaps::replace(*m_workbook, {{table.header, mapOf(table.mapping, table.guess)}}));
    Progress progress;
    const auto report = importFiles(*m_workbook, {wide}, {}, progress);
    VERIFY_RESULT(report);
    QCOMPARE(report->outcome.added, 2);
    QVERIFY(report->files.front().notes.join(u' ').contains(u"as this workbook has it"_s));
}

ONSET_TEST(TestPreview)
#include "tst_preview.moc"
