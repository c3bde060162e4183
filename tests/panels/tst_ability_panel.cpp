#include "widgets/panels/ability_panel.h"

#include "tests/support/sample_figure.h"
#include "tests/support/test_class.h"
#include "widgets/panels/glossary.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

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
    void narrowsByItsMenus();
    void ordersVerdictsAsTheyArrive();
    void copiesAndListsRows();
    void explainsItsColumns();

private:
    AbilityFindings found(int ability, fit::Headline headline) const;
    using Abilities = std::vector<const Ability *>;
    QStringList selected() const;

    std::unique_ptr<AbilityPanel> m_panel;
    QLineEdit *m_search = nullptr;
    QTreeView *m_list = nullptr;
    CatalogPtr m_catalog;
};

void TestAbilityPanel::init()
{
    m_panel = std::make_unique<AbilityPanel>();
    m_search = m_panel->findChild<QLineEdit *>();
    m_list = m_panel->findChild<QTreeView *>();
    m_catalog = test::sampleCatalog();
    m_panel->setCatalog(m_catalog);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

QStringList TestAbilityPanel::selected() const
{
    QStringList names;
    for (const QModelIndex &index : m_list->selectionModel()->selectedRows())
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
    m_list->scrollTo(m_list->model()->index(500, 0), QTreeView::PositionAtTop);
    QTRY_VERIFY(!wanted.isEmpty());
    QCOMPARE(keys().front().task, u"task 500"_s);
    wanted.clear();
    m_list->scrollToTop(); // these are there
    m_list->viewport()->repaint();
    QTest::qWait(50);
    QVERIFY(wanted.isEmpty());
}

AbilityFindings TestAbilityPanel::found(int ability, fit::Headline headline) const
{
    return {m_catalog->abilities[std::size_t(ability)].key(), {{.family = u"GPT-3"_s, .headline = headline}}};
}

void TestAbilityPanel::narrowsByItsMenus()
{
    m_panel->setFindings({found(0, fit::Headline::Emergent), found(1, fit::Headline::Flat)});
    m_list->setCurrentIndex(m_list->model()->index(1, 0));
    QSignalSpy chosen(m_panel.get(), &AbilityPanel::abilitiesChosen);
    const QList<QToolButton *> facets = m_panel->findChildren<QToolButton *>(Qt::FindDirectChildrenOnly);
    QCOMPARE(facets.size(), 2);
    QMenu *verdicts = facets.back()->menu();
    emit verdicts->aboutToShow();
    QCOMPARE(verdicts->actions().size(), 3); // all, emergent, flat
    QCOMPARE(verdicts->actions()[2]->text(), u"Flat (1)"_s);
    verdicts->actions()[2]->trigger();
    QCOMPARE(m_list->model()->rowCount(), 1);
    QCOMPARE(selected(), QStringList{u"word unscrambling"_s});
    QCOMPARE(facets.back()->text(), u"Flat"_s);
    QTest::keyClick(m_search, Qt::Key_Escape);
    QCOMPARE(m_list->model()->rowCount(), 2);
    QMenu *benchmarks = facets.front()->menu();
    emit benchmarks->aboutToShow();
    QCOMPARE(benchmarks->actions()[1]->text(), u"arithmetic (2)"_s);
    QCOMPARE(chosen.size(), 0); // the figure stays
}

void TestAbilityPanel::ordersVerdictsAsTheyArrive()
{
    m_list->setCurrentIndex(m_list->model()->index(0, 0));
    m_list->header()->setSortIndicator(AbilityModel::Verdict, Qt::AscendingOrder);
    QCOMPARE(selected(), QStringList{u"3-digit addition"_s});
    m_panel->setFindings({found(0, fit::Headline::Flat), found(1, fit::Headline::Emergent)});
    QTRY_COMPARE(m_list->model()->index(0, 0).data(), u"word unscrambling"_s);
    QCOMPARE(selected(), QStringList{u"3-digit addition"_s});
    QCOMPARE(m_list->currentIndex().row(), 1);
}

void TestAbilityPanel::copiesAndListsRows()
{
    m_panel->setFindings({found(1, fit::Headline::Flat)});
    m_list->setCurrentIndex(m_list->model()->index(1, 0));
    QCOMPARE(m_panel->selectedText(), u"Ability\tVerdict\tOnset (FLOPs)\tΔAICc\tModels\tBenchmark\tSource\n"
                                      "word unscrambling\tFlat\t\t\t2\tarithmetic\t\n"_s);
    QCOMPARE(m_panel->csv().count(u'\n'), 3);
}

void TestAbilityPanel::explainsItsColumns()
{
    QHeaderView *header = m_list->header();
    const auto menuOf = [&](int column) {
        emit header->customContextMenuRequested({header->sectionViewportPosition(column) + 5, 5});
        return header->findChild<QMenu *>();
    };
    QVERIFY(!menuOf(AbilityModel::Benchmark));
    QSignalSpy asked(m_panel.get(), &AbilityPanel::termAsked);
    for (const int column : {AbilityModel::Verdict, AbilityModel::Onset, AbilityModel::Evidence}) {
        const std::unique_ptr<QMenu> menu(menuOf(column));
        QVERIFY(menu);
        menu->actions().front()->trigger();
        const QString term = asked.takeFirst().front().toString();
        QVERIFY(std::ranges::find(glossary(), term, &Term::key) != glossary().end());
    }
}

ONSET_WINDOW_TEST(TestAbilityPanel)
#include "tst_ability_panel.moc"
