#include "widgets/dialogs/command_palette.h"

#include "tests/support/test_class.h"

#include <QLineEdit>
#include <QListView>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestCommandPalette : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void listsWhatCanBeDone();
    void runsWhatIsTyped();
    void skipsWhatCannotBeDone();
    void keysMoveInTheList();

private:
    QStringList listed() const;

    std::unique_ptr<QMenuBar> m_menus;
    QAction *m_copy = nullptr, *m_theme = nullptr, *m_undo = nullptr;
    QPointer<CommandPalette> m_palette;
};

void TestCommandPalette::init()
{
    delete m_palette;
    m_menus = std::make_unique<QMenuBar>();
    QMenu *edit = m_menus->addMenu(u"&Edit"_s);
    m_undo = edit->addAction(u"Undo"_s);
    m_undo->setEnabled(false);
    edit->addSeparator();
    m_copy = edit->addAction(u"&Copy R&&D…"_s);
    m_copy->setShortcut(Qt::CTRL | Qt::Key_C);
    m_theme = m_menus->addMenu(u"&View"_s)->addMenu(u"&Theme"_s)->addAction(u"&Dark"_s);
    m_palette = new CommandPalette(*m_menus);
    m_palette->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_palette));
}

QStringList TestCommandPalette::listed() const
{
    const QAbstractItemModel *rows = m_palette->findChild<QListView *>()->model();
    QStringList texts;
    for (int row = 0; row < rows->rowCount(); ++row)
        texts += rows->index(row, 0).data().toString();
    return texts;
}

void TestCommandPalette::listsWhatCanBeDone()
{
    QCOMPARE(listed(),
             (QStringList{u"Edit › Undo"_s, u"Edit › Copy R&D…    Ctrl+C"_s, u"View › Theme › Dark"_s}));
}

void TestCommandPalette::runsWhatIsTyped()
{
    QSignalSpy dark(m_theme, &QAction::triggered);
    QTest::keyClicks(m_palette->findChild<QLineEdit *>(), u"dark theme"_s);
    QCOMPARE(listed(), QStringList{u"View › Theme › Dark"_s});
    QTest::keyClick(m_palette->findChild<QLineEdit *>(), Qt::Key_Return);
    QCOMPARE(dark.size(), 1);
    QTRY_VERIFY(!m_palette);
}

void TestCommandPalette::skipsWhatCannotBeDone()
{
    auto *search = m_palette->findChild<QLineEdit *>();
    QTest::keyClicks(search, u"edit"_s);
    QSignalSpy undo(m_undo, &QAction::triggered), copy(m_copy, &QAction::triggered);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(undo.size(), 0);
    QCOMPARE(copy.size(), 1);
}

void TestCommandPalette::keysMoveInTheList()
{
    auto *search = m_palette->findChild<QLineEdit *>();
    QSignalSpy dark(m_theme, &QAction::triggered);
    QTest::keyClick(search, Qt::Key_Down);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(dark.size(), 1);
}

ONSET_WINDOW_TEST(TestCommandPalette)
#include "tst_command_palette.moc"
