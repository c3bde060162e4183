#include "widgets/panels/fit_panel.h"
#include "widgets/panels/fit_text.h"
#include "widgets/panels/glossary.h"

#include "tests/support/sample_figure.h"
#include "tests/support/test_class.h"

#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestFitPanel : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void keysChooseARival();
    void everyWordIsExplained();
    void theLinkKeepsTheFocus();
    void waitsForVerdicts();
    void fitsItsWidth();

private:
    ContentPtr m_composed, m_judged;
};

namespace {

QString chosenText(const FitPanel &panel) { return panel.textCursor().selectedText(); }

} // namespace

void TestFitPanel::initTestCase()
{
    m_composed = test::sampleFigure();
    Progress progress;
    m_judged = judged(m_composed, 1, progress).value();
}

void TestFitPanel::keysChooseARival()
{
    FitPanel panel;
    panel.setContent(m_judged);
    panel.show();
    panel.setFocus();
    QSignalSpy chosen(&panel, &FitPanel::rivalChosen), asked(&panel, &FitPanel::termAsked);
    QTest::keyClick(&panel, Qt::Key_Tab);
    QVERIFY(!chosenText(panel).isEmpty());
    const QString first = chosenText(panel);
    QTest::keyClick(&panel, Qt::Key_Down);
    const QString second = chosenText(panel);
    QVERIFY(second != first);
    QTest::keyClick(&panel, Qt::Key_Up);
    QCOMPARE(chosenText(panel), first);
    QTest::keyClick(&panel, Qt::Key_Return); // what the verdict means
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].toString(), u"verdict"_s);
    for (int i = 0; i < 8 && chosenText(panel) != u"Flat"_s; ++i)
        QTest::keyClick(&panel, Qt::Key_Down);
    QCOMPARE(chosenText(panel), u"Flat"_s);
    QTest::keyClick(&panel, Qt::Key_Return);
    QCOMPARE(chosen.size(), 1);
}

void TestFitPanel::everyWordIsExplained()
{
    const std::vector<Term> terms = glossary();
    QSet<QString> keys;
    for (const Term &term : terms) {
        QVERIFY(term.sentence.endsWith(u'.') && term.more.endsWith(u'.'));
        QVERIFY(glossaryPage().contains(u"name='%1'"_s.arg(term.key)));
        keys.insert(term.key);
    }
    QCOMPARE(std::size_t(keys.size()), terms.size());
    static const QRegularExpression link(u"href='(help:[^']*)'"_s);
    int links = 0;
    for (auto found = link.globalMatch(fitText(*m_judged, Theme::Light)); found.hasNext(); ++links)
        QVERIFY(keys.contains(termOf(found.next().captured(1))));
    QVERIFY(links > 4);
}

void TestFitPanel::theLinkKeepsTheFocus()
{
    FitPanel panel;
    panel.setContent(m_judged);
    panel.show();
    panel.setFocus();
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(&panel, Qt::Key_Down);
    const QString third = chosenText(panel);
    QVERIFY(!third.isEmpty());
    panel.setTheme(Theme::Dark);
    QCOMPARE(chosenText(panel), third);
}

void TestFitPanel::waitsForVerdicts()
{
    FitPanel panel;
    panel.setContent(m_composed); // no verdict yet
    QVERIFY(!panel.toPlainText().contains(u"GPT-3"_s));
    QTRY_VERIFY(panel.toPlainText().contains(u"GPT-3"_s)); // they do not come
    QVERIFY(!panel.toPlainText().contains(u"ΔAICc"_s));
    panel.setContent(m_judged);
    QVERIFY(panel.toPlainText().contains(u"ΔAICc"_s));
}

void TestFitPanel::fitsItsWidth()
{
    FitPanel panel;
    panel.resize(270, 600);
    panel.setContent(m_judged);
    panel.show();
    QVERIFY2(panel.document()->idealWidth() <= 270,
             qPrintable(QString::number(panel.document()->idealWidth())));
    QVERIFY(!panel.horizontalScrollBar()->isVisible());
}

ONSET_WINDOW_TEST(TestFitPanel)
#include "tst_fit_panel.moc"
