#include "widgets/panels/rows_panel.h"

#include "tests/support/sample_figure.h"
#include "tests/support/test_class.h"

#include <QHeaderView>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestRowsPanel : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void selectingTellsThePoints();
    void followsTheFigureInSilence();
    void staysLinkedWhenSorted();
    void showsTheSource();
    void copiesWhatIsSelected();
    void hidesColumnsThatSayNothing();

private:
    using Points = std::vector<PointRef>;
    std::unique_ptr<RowsPanel> m_panel;
    QTableView *m_table = nullptr;
};

void TestRowsPanel::init()
{
    m_panel = std::make_unique<RowsPanel>();
    m_panel->setContent(test::sampleFigure());
    m_table = m_panel->findChild<QTableView *>();
}

void TestRowsPanel::selectingTellsThePoints()
{
    QSignalSpy changed(m_panel.get(), &RowsPanel::selectionChanged);
    m_table->selectRow(4);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.last()[0].value<Points>(), (Points{{0, 1, 0}}));
}

void TestRowsPanel::followsTheFigureInSilence()
{
    QSignalSpy changed(m_panel.get(), &RowsPanel::selectionChanged);
    const Points points{{0, 0, 3}, {0, 1, 2}};
    m_panel->select(points);
    QCOMPARE(m_panel->selected(), points);
    m_panel->select({});
    QCOMPARE(m_panel->selected(), Points());
    m_panel->select({{7, 7, 7}}); // of an older figure
    QCOMPARE(m_panel->selected(), Points());
    QCOMPARE(changed.size(), 0);
}

void TestRowsPanel::staysLinkedWhenSorted()
{
    m_table->sortByColumn(RowsModel::Score, Qt::DescendingOrder);
    m_table->selectRow(0);
    QCOMPARE(m_panel->selected(), (Points{{0, 0, 3}})); // 0.8, the best
    m_table->sortByColumn(RowsModel::Score, Qt::AscendingOrder);
    QCOMPARE(m_panel->selected(), (Points{{0, 0, 3}}));
}

void TestRowsPanel::showsTheSource()
{
    auto *source = m_panel->findChild<QLabel *>();
    m_table->selectRow(2);
    QCOMPARE(source->text(), u"Source: Table 2"_s);
    m_table->selectAll();
    QCOMPARE(source->text(), u"Selected rows: 7, from sources: 4"_s);
}

void TestRowsPanel::copiesWhatIsSelected()
{
    QCOMPARE(m_panel->selectedText().count(u'\n'), 8); // a header and all rows
    m_table->selectRow(3);
    const QStringList lines = m_panel->selectedText().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines[1].startsWith(u"GPT-3\tGPT-3 3\t3-digit addition\tfew-shot (K=50)\t1e+11\t\t1e+23\t"_s),
             qPrintable(lines[1]));
    QVERIFY(m_panel->csv().startsWith(u"Family,Model,Task,"_s));
    QCOMPARE(m_panel->csv().count(u"\r\n"_s), 8);
}

void TestRowsPanel::hidesColumnsThatSayNothing()
{
    QVERIFY(m_table->isColumnHidden(RowsModel::Task));
    QVERIFY(m_table->isColumnHidden(RowsModel::ScaleValue));
    FigureSpec byDate;
    byDate.panels = {{.x = {Scale::Kind::Date}}};
    m_panel->setContent(test::sampleFigure(byDate));
    QVERIFY(!m_table->isColumnHidden(RowsModel::ScaleValue));
}

ONSET_WINDOW_TEST(TestRowsPanel)
#include "tst_rows_panel.moc"
