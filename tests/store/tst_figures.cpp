#include "core/store/figures.h"

#include "core/store/curves.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QTemporaryDir>

using namespace onset;
using namespace Qt::StringLiterals;

class TestFigures : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keepsFigures();
    void findsByABeginning();

private:
    std::optional<QTemporaryDir> m_folder;
    std::optional<Workbook> m_workbook;
};

void TestFigures::init()
{
    m_workbook.reset();
    m_folder.emplace();
    m_workbook = Workbook::open(m_folder->filePath(u"w.onset"_s), Workbook::Mode::Create).value();
}

void TestFigures::keepsFigures()
{
    Figures figures(*m_workbook);
    VERIFY_RESULT(figures.put({u"b"_s, "{\"title\": \"é\"}", true}));
    VERIFY_RESULT(figures.put({u"a"_s, "{}"}));
    VERIFY_RESULT(figures.put({u"b"_s, "{\"title\": \"ü\"}"}));
    const auto list = figures.list();
    VERIFY_RESULT(list);
    QCOMPARE(list->size(), 2U);
    QCOMPARE((*list)[0].name, u"a"_s);
    QCOMPARE((*list)[1].json, "{\"title\": \"ü\"}"_ba);
    QVERIFY(!(*list)[1].bundled); // what is put is the user's own
    VERIFY_RESULT(figures.remove(u"b"_s));
    VERIFY_RESULT(figures.remove(u"b"_s));
    QCOMPARE(figures.list().value().size(), 1U);
}

void TestFigures::findsByABeginning()
{
    Figures figures(*m_workbook);
    for (const QString &name : {u"Figure 2"_s, u"Figure 2 with fits"_s, u"Figure 3"_s})
        VERIFY_RESULT(figures.put({name, "{}"}));
    QCOMPARE(figures.find(u"Figure 2"_s).value().name, u"Figure 2"_s); // the whole name goes first
    QCOMPARE(figures.find(u"Figure 2 w"_s).value().name, u"Figure 2 with fits"_s);
    const auto several = figures.find(u"Fig"_s);
    QVERIFY(!several);
    QCOMPARE(several.error().code, Code::BadInput);
    QVERIFY(several.error().what.contains(u"“Figure 2 with fits”, “Figure 3”"_s));
    QCOMPARE(figures.find(u"figure 2"_s).error().code, Code::NotFound);
    QCOMPARE(figures.find(u"x"_s).error().code, Code::NotFound);
}

ONSET_TEST(TestFigures)
#include "tst_figures.moc"
