#include "widgets/panels/ability_panel.h"

#include "tests/support/sample_figure.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestAbilityPanel : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void choosingTellsTheAbilities();
    void searchingChoosesNothing();
    void saysThatNothingMatches();
    void keysGoWhereTheyBelong();
    void enterAccepts();
    void followsTheFigureInSilence();
    void keepsTheSelectionOverAReload();

private:
    using Abilities = std::vector<const Ability *>;
    QStringList selected() const;

    std::unique_ptr<AbilityPanel> m_panel;
    QLineEdit *m_search = nullptr;
    QListView *m_list = nullptr;
    CatalogPtr m_catalog;
};

void TestAbilityPanel::init()
{
    m_panel = std::make_unique<AbilityPanel>();
    m_search = m_panel->findChild<QLineEdit *>();
    m_list = m_panel->findChild<QListView *>();
    m_catalog = test::sampleCatalog();
    m_panel->setCatalog(m_catalog);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

QStringList TestAbilityPanel::selected() const
{
    QStringList names;
    for (const QModelIndex &index : m_list->selectionModel()->selectedIndexes())
        names += index.data().toString();
    return names;
}

void TestAbilityPanel::choosingTellsTheAbilities()
{
    QSignalSpy chosen(m_panel.get(), &AbilityPanel::abilitiesChosen);
    m_list->setCurrentIndex(m_list->model()->index(1, 0));
    QCOMPARE(chosen.last()[0].value<Abilities>(), Abilities{&m_catalog->abilities[1]});
    m_list->selectAll();
    QCOMPARE(chosen.last()[0].value<Abilities>(),
             (Abilities{&m_catalog->abilities[0], &m_catalog->abilities[1]}));
}

void TestAbilityPanel::searchingChoosesNothing()
{
    m_list->setCurrentIndex(m_list->model()->index(0, 0));
    QSignalSpy chosen(m_panel.get(), &AbilityPanel::abilitiesChosen);
    QTest::keyClicks(m_search, u"unscrambling"_s);
    QCOMPARE(m_list->model()->rowCount(), 1);
    QCOMPARE(chosen.size(), 0);
}

void TestAbilityPanel::saysThatNothingMatches()
{
    auto *count = m_panel->findChild<QLabel *>();
    QCOMPARE(count->text(), u"Abilities: 2"_s);
    m_search->setText(u"unscrambling"_s);
    QCOMPARE(count->text(), u"Abilities: 1 of 2"_s);
    m_search->setText(u"no such thing"_s);
    QVERIFY(count->text().startsWith(u"Nothing holds"_s));
    QTest::keyClick(m_search, Qt::Key_Escape);
    QCOMPARE(count->text(), u"Abilities: 2"_s);
}

void TestAbilityPanel::keysGoWhereTheyBelong()
{
    QTest::keyClick(m_search, Qt::Key_Down);
    QTest::keyClick(m_search, Qt::Key_Down);
    QCOMPARE(selected(), QStringList{u"word unscrambling"_s});
    m_list->setFocus();
    QTest::keyClick(m_list, Qt::Key_D);
    QCOMPARE(m_search->text(), u"d"_s);
    QVERIFY(m_search->hasFocus());
}

void TestAbilityPanel::enterAccepts()
{
    QSignalSpy accepted(m_panel.get(), &AbilityPanel::accepted);
    QTest::keyClicks(m_search, u"unscrambling"_s);
    QTest::keyClick(m_search, Qt::Key_Return);
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(selected(), QStringList{u"word unscrambling"_s}); // the first that was found
}

void TestAbilityPanel::followsTheFigureInSilence()
{
    QSignalSpy chosen(m_panel.get(), &AbilityPanel::abilitiesChosen);
    FigureSpec figure = figureOf({&m_catalog->abilities[1]}, {});
    m_panel->showFigure(figure);
    QCOMPARE(selected(), QStringList{u"word unscrambling"_s});
    figure = figureOf({&m_catalog->abilities[0]}, {});
    figure.panels.front().curves.pop_back(); // not the whole ability
    m_panel->showFigure(figure);
    QCOMPARE(selected(), QStringList());
    QCOMPARE(chosen.size(), 0);
}

void TestAbilityPanel::keepsTheSelectionOverAReload()
{
    m_list->setCurrentIndex(m_list->model()->index(1, 0));
    QSignalSpy chosen(m_panel.get(), &AbilityPanel::abilitiesChosen);
    auto shorter = std::make_shared<Catalog>(*m_catalog);
    shorter->abilities.erase(shorter->abilities.begin());
    m_panel->setCatalog(shorter);
    QCOMPARE(selected(), QStringList{u"word unscrambling"_s});
    m_panel->setCatalog(std::make_shared<Catalog>());
    QCOMPARE(selected(), QStringList());
    QCOMPARE(chosen.size(), 0);
}

QTEST_MAIN(TestAbilityPanel)
#include "tst_ability_panel.moc"
