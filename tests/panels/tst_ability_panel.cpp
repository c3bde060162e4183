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
    void keepsTheSelectionOverASearch();
    void asksForSparklinesOfWhatIsSeen();

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
    m_panel->showFigure(viewOf(View::Onsets,
                               {&m_catalog->abilities[0], &m_catalog->abilities[1]}, // in one panel
                               m_catalog->abilities, {}));
    QCOMPARE(selected(), (QStringList{u"3-digit addition"_s, u"word unscrambling"_s}));
    QCOMPARE(chosen.size(), 0);
}

void TestAbilityPanel::keepsTheSelectionOverAReload()
{
    m_list->setCurrentIndex(m_list->model()->index(1, 0));
    QSignalSpy chosen(m_panel.get(), &AbilityPanel::abilitiesChosen);
    m_panel->setCatalog(makeCatalog({m_catalog->abilities[1]}, {}));
    QCOMPARE(selected(), QStringList{u"word unscrambling"_s});
    m_panel->setCatalog(std::make_shared<Catalog>());
    QCOMPARE(selected(), QStringList());
    QCOMPARE(chosen.size(), 0);
}

void TestAbilityPanel::keepsTheSelectionOverASearch()
{
    m_list->setCurrentIndex(m_list->model()->index(1, 0));
    m_search->setText(u"word"_s);
    QCOMPARE(selected(), QStringList{u"word unscrambling"_s});
    QCOMPARE(m_list->currentIndex().row(), 0);
    m_search->clear();
    QCOMPARE(selected(), QStringList{u"word unscrambling"_s});
    QCOMPARE(m_list->currentIndex().row(), 1);
    m_search->setText(u"digit"_s);
    QCOMPARE(selected(), QStringList());
}

void TestAbilityPanel::asksForSparklinesOfWhatIsSeen()
{
    std::vector<Ability> many;
    for (int i = 0; i < 1000; ++i)
        many.push_back({{u"b"_s, u"task %1"_s.arg(i, 3, 10, QChar(u'0')), u"accuracy"_s},
                        u"zero-shot"_s,
                        {{u"F"_s, 2, 2}}});
    QSignalSpy wanted(m_panel.get(), &AbilityPanel::sparklinesWanted);
    const auto keys = [&] { return wanted.last()[0].value<std::vector<CurveKey>>(); };
    m_panel->setCatalog(makeCatalog(many, {}));
    QTRY_VERIFY(!wanted.isEmpty() && keys().front().task == u"task 000");
    QVERIFY(keys().size() < 50);

    std::vector<Sparkline> read;
    for (const CurveKey &key : keys())
        read.push_back({key, {QPolygonF({{0, 1}, {1, 0}})}});
    m_panel->setSparklines(read);
    wanted.clear();
    m_list->scrollTo(m_list->model()->index(500, 0), QListView::PositionAtTop);
    QTRY_VERIFY(!wanted.isEmpty());
    QCOMPARE(keys().front().task, u"task 500"_s);
    wanted.clear();
    m_list->scrollToTop(); // these are there
    m_list->viewport()->repaint();
    QTest::qWait(50);
    QVERIFY(wanted.isEmpty());
}

QTEST_MAIN(TestAbilityPanel)
#include "tst_ability_panel.moc"
