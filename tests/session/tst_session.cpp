#include "widgets/session/session.h"

#include "core/figure/views.h"
#include "tests/support/sample_workbook.h"
#include "tests/support/test_class.h"

#include <QSignalSpy>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestSession : public QObject
{
    Q_OBJECT
private slots:
    void opensOnAFittedFigure();
    void opensOnTheFigureAskedFor();
    void fillsAnEmptyWorkbook();
    void anEmptyWorkbookHasNoFigure();
    void aFileThatIsNoneKeepsTheOpenOne();
    void aDamagedFileIsToldAndNotEdited();
    void readsSparklines();
    void judgesAllAbilitiesInTime();
    void showsAnotherFigure();
    void verdictsFollowTheFigure();
    void bandsFollowTheVerdicts();
    void everyChangeOfTheFigureIsUndone();
    void aDragIsOneStep();
    void lookingCloserIsNoEdit();
    void nothingSupposedIsStored();
    void excludesAndUndoes();
    void importsAndUndoes();
    void anImportOfNothingNewIsNoEdit();
    void aScaleIsAnEdit();
    void aChanceLevelIsAnEdit();
    void aNameIsAnEdit();
    void aMappingIsRememberedAndForgotten();
    void keepsAFigureAndUndoes();
    void aFailedImportIsTold();
    void noticesEditsElsewhere();
    void savesACopy();
};

namespace {

/// A session on a new workbook that holds the sample table.
struct OpenSession
{
    explicit OpenSession(bool filled = true)
    {
        session.open({.path = folder.path(u"a.onset"_s), .mode = Workbook::Mode::Create});
        QVERIFY(QTest::qWaitFor([this] { return session.isOpen(); }, test::kLongestWait));
        if (!filled)
            return;
        session.importFiles({folder.write(u"table.csv"_s, test::SampleFolder::table)});
        QVERIFY(QTest::qWaitFor([this] { return session.content() != nullptr; }, test::kLongestWait));
    }
    /// The sample's first ability as a figure.
    FigureSpec addition() const { return firstFigure(session.catalog()->abilities); }
    const CurveContent &curve(std::size_t at = 0) const
    {
        return session.content()->panels.front().curves[at];
    }

    test::SampleFolder folder;
    Session session;
};

} // namespace

void TestSession::opensOnAFittedFigure()
{
    OpenSession filled;
    Session session;
    QSignalSpy composed(&session, &Session::figureComposed);
    QSignalSpy opened(&session, &Session::opened);
    session.open({.path = filled.session.path()});
    QVERIFY(composed.wait(test::kLongestWait));
    QCOMPARE(opened.size(), 1);
    QTRY_VERIFY(session.catalog());
    QCOMPARE(session.catalog()->abilities.size(), 2u);
    QCOMPARE(session.figure().panels.front().curves.size(), 2u);
    const CurveContent &curve = session.content()->panels.front().curves.front();
    QCOMPARE(curve.label, u"GPT-3"_s);
    QCOMPARE(curve.curve.points.size(), 5u);
    QVERIFY(curve.fit.usable());
}

void TestSession::opensOnTheFigureAskedFor()
{
    OpenSession filled;
    FigureSpec words = figureOf({&filled.session.catalog()->abilities.back()}, {});
    Session session;
    QSignalSpy composed(&session, &Session::figureComposed);
    session.open({.path = filled.session.path(), .figure = words});
    QVERIFY(composed.wait(test::kLongestWait));
    QCOMPARE(session.figure(), words);

    for (CurveSpec &curve : words.panels.front().curves)
        curve.key.family = u"unheard of"_s; // nothing of it is here: the first figure instead
    session.open({.path = filled.session.path(), .figure = words});
    QVERIFY(composed.wait(test::kLongestWait));
    QCOMPARE(session.figure(), filled.addition());
}

void TestSession::fillsAnEmptyWorkbook()
{
    const QString datasets = QStringLiteral(ONSET_SOURCE_DIR "/datasets");
    test::SampleFolder folder;
    Session session;
    QSignalSpy composed(&session, &Session::figureComposed);
    session.open({folder.path(u"a.onset"_s), Workbook::Mode::Create, datasets});
    QVERIFY(composed.wait(30000));
    QTRY_VERIFY(session.catalog());
    QVERIFY(session.catalog()->abilities.size() > 100);
    QVERIFY(session.content());
    QCOMPARE(session.figure().panels.front().curves.front().key.task, u"3-digit addition"_s);
}

void TestSession::anEmptyWorkbookHasNoFigure()
{
    OpenSession empty(false);
    QVERIFY(empty.session.isOpen());
    QVERIFY(!empty.session.content());
    QTRY_VERIFY(empty.session.catalog());
    QVERIFY(empty.session.catalog()->abilities.empty());
}

void TestSession::aFileThatIsNoneKeepsTheOpenOne()
{
    OpenSession filled;
    const QString before = filled.session.path();
    QSignalSpy failed(&filled.session, &Session::openingFailed);
    filled.session.open({.path = filled.folder.path(u"missing.onset"_s)});
    QVERIFY(failed.wait(test::kLongestWait));
    filled.session.open({.path = filled.folder.write(u"text.onset"_s, "no workbook at all, but some text")});
    QVERIFY(failed.wait(test::kLongestWait));
    QCOMPARE(failed[0][0].value<Error>().code, Code::NotFound);
    QCOMPARE(failed[1][0].value<Error>().code, Code::NotAWorkbook);
    QCOMPARE(filled.session.path(), before);
    QVERIFY(filled.session.content());
}

/// The page of the table of column maps is wrong, which opening does not read.
void TestSession::aDamagedFileIsToldAndNotEdited()
{
    const test::SampleFolder folder;
    const QString path = folder.path(u"a.onset"_s);
    QVERIFY(Workbook::open(path, Workbook::Mode::Create));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    constexpr qint64 page = 4096;
    QVERIFY(file.seek(file.size() - 4 * page) && file.write(QByteArray(page, '\x42')) == page);
    file.close();

    Session session;
    QSignalSpy failed(&session, &Session::failed);
    const auto error = [&] { return failed.last()[0].value<Error>(); };
    session.open({.path = path});
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(error().code, Code::NotAWorkbook);
    QVERIFY2(error().what.contains(u"is damaged"_s), qPrintable(error().what));

    QSignalSpy started(&session, &Session::editStarted);
    session.setChance({u"b"_s, u"t"_s, u"accuracy"_s}, 0.5);
    QCOMPARE(failed.size(), 2);
    QVERIFY(error().what.contains(u"is damaged"_s));
    QVERIFY(started.isEmpty());
    session.open({.path = folder.path(u"b.onset"_s), .mode = Workbook::Mode::Create}); // another is edited
    QTRY_COMPARE(session.path(), folder.path(u"b.onset"_s));
    session.setChance({u"b"_s, u"t"_s, u"accuracy"_s}, 0.5);
    QCOMPARE(started.size(), 1);
}

void TestSession::readsSparklines()
{
    OpenSession filled;
    QSignalSpy loaded(&filled.session, &Session::sparklinesLoaded);
    const CurveKey addition = filled.session.catalog()->abilities.front().key();
    filled.session.loadSparklines({addition});
    QVERIFY(loaded.wait(test::kLongestWait));
    const auto read = loaded[0][0].value<std::vector<Sparkline>>();
    QCOMPARE(read.size(), 1u);
    QCOMPARE(read.front().ability, addition);
    QCOMPARE(read.front().lines.size(), 2); // GPT-3 and LaMDA
    QCOMPARE(read.front().lines.front().size(), 5);
    QCOMPARE(read.front().lines.front().last(), QPointF(1, 0));
}

void TestSession::judgesAllAbilitiesInTime()
{
    OpenSession filled;
    Session session;
    QSignalSpy judged(&session, &Session::abilitiesJudged);
    session.open({.path = filled.session.path()});
    std::map<CurveKey, std::vector<Finding>> found;
    const auto all = [&] {
        while (!judged.isEmpty())
            for (const auto &ability : judged.takeFirst()[0].value<std::vector<AbilityFindings>>())
                found[ability.ability] = ability.curves;
        return found.size() == 2;
    };
    QTRY_VERIFY_WITH_TIMEOUT(all(), 60000);
    const auto &addition = found.at(session.catalog()->abilities.front().key());
    QCOMPARE(addition.size(), 2u);
    QCOMPARE(addition.front().family, u"GPT-3"_s);
    const CurveContent &drawn = session.content()->panels.front().curves.front();
    QTRY_VERIFY_WITH_TIMEOUT(session.content()->panels.front().curves.front().verdict, 60000);
    QCOMPARE(addition.front().headline, session.content()->panels.front().curves.front().verdict->headline);
    QCOMPARE(addition.front().models, int(drawn.curve.points.size()));
}

void TestSession::showsAnotherFigure()
{
    OpenSession filled;
    QSignalSpy composed(&filled.session, &Session::figureComposed);
    QSignalSpy changed(&filled.session, &Session::figureChanged);
    FigureSpec line = filled.addition();
    line.fit.model = fit::Model::Line;
    FigureSpec flat = line;
    flat.fit.model = fit::Model::Flat;
    filled.session.show(line);
    filled.session.show(flat); // before the first is there
    filled.session.show(flat);
    QCOMPARE(changed.size(), 2);
    QTRY_VERIFY(!composed.isEmpty());
    QCOMPARE(filled.session.content()->spec, flat);
    QCOMPARE(filled.curve().fit.request.model, fit::Model::Flat);
}

void TestSession::verdictsFollowTheFigure()
{
    OpenSession filled;
    QSignalSpy judged(&filled.session, &Session::figureJudged);
    FigureSpec figure = filled.addition();
    figure.fit.model = fit::Model::Line;
    filled.session.show(figure);
    QTRY_VERIFY(!judged.isEmpty() && filled.session.content()->spec == figure);
    QTRY_VERIFY(filled.curve().verdict);
    QCOMPARE(filled.curve().fit.request.model, fit::Model::Line);
    QVERIFY(std::isfinite(filled.curve().fit.parameters[1].interval.low));
}

void TestSession::bandsFollowTheVerdicts()
{
    OpenSession filled;
    Session &session = filled.session;
    QSignalSpy composed(&session, &Session::figureComposed), banded(&session, &Session::figureBanded),
        finished(&session, &Session::figureFinished);
    FigureSpec figure = filled.addition();
    figure.fit = {.model = fit::Model::Logistic, .replicates = 20'000};
    session.show(figure);
    QVERIFY(composed.wait(test::kLongestWait));
    QTRY_VERIFY(filled.curve().verdict);
    QVERIFY(filled.curve().band.replicates < 20'000); // a draft; the next figure ends the work on the rest
    figure.fit.replicates = 40;
    banded.clear();
    finished.clear();
    session.show(figure);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(banded.size(), 1);
    QCOMPARE(finished[0][0].value<ContentPtr>(), session.content());
    QCOMPARE(filled.curve().band.replicates, 40);
    QVERIFY(filled.curve(1).band.x.empty()); // of as many models as parameters there is none
    QVERIFY(filled.curve(0).verdict && filled.curve(1).verdict);
}

void TestSession::everyChangeOfTheFigureIsUndone()
{
    OpenSession filled;
    Session &session = filled.session;
    const FigureSpec first = filled.addition();
    session.show(first);
    session.undoStack()->clear();
    FigureSpec line = first;
    line.fit.model = fit::Model::Line;
    session.show(line);
    QCOMPARE(session.undoStack()->undoText(), u"Change the fit"_s);
    FigureSpec other = line;
    other.panels.front().x = {Scale::Kind::Parameters};
    session.show(other);
    QCOMPARE(session.undoStack()->undoText(), u"Change the horizontal axis"_s);
    FigureSpec words = figureOf({&session.catalog()->abilities[1]}, other);
    session.show(words);
    session.show(other); // going from ability to ability is one step
    session.show(words);
    QCOMPARE(session.undoStack()->count(), 3);
    QCOMPARE(session.undoStack()->undoText(), u"Show word unscrambling"_s);
    session.undoStack()->undo();
    QCOMPARE(session.figure(), other);
    session.undoStack()->undo();
    QCOMPARE(session.figure(), line);
    session.undoStack()->undo();
    QCOMPARE(session.figure(), first);
    session.undoStack()->redo();
    QCOMPARE(session.figure(), line);
}

void TestSession::aDragIsOneStep()
{
    OpenSession filled;
    Session &session = filled.session;
    const FigureSpec before = session.figure();
    session.undoStack()->clear();
    FigureSpec figure = before;
    for (const int gesture : {1, 1, 2})
        for (const double cutoff : {1e22, 2e22, 3e22}) {
            figure.panels.front().cutoff = gesture * cutoff;
            session.show(figure, gesture);
        }
    QCOMPARE(session.undoStack()->count(), 2);
    QCOMPARE(session.undoStack()->undoText(), u"Move the cut-off"_s);
    QTRY_COMPARE(session.content()->spec, figure); // the last one, though others were being composed
    session.undoStack()->undo();
    session.undoStack()->undo();
    QTRY_COMPARE(session.content()->spec, before);
}

void TestSession::lookingCloserIsNoEdit()
{
    OpenSession filled;
    Session &session = filled.session;
    QSignalSpy judged(&session, &Session::figureJudged), composed(&session, &Session::figureComposed);
    session.show(filled.addition());
    QTRY_VERIFY(filled.curve().verdict);
    session.undoStack()->clear();
    composed.clear();
    FigureSpec figure = session.figure();
    figure.panels.front().xRange = AxisRange{1e21, 1e23};
    session.look(figure);
    QCOMPARE(session.figure(), figure);
    QCOMPARE(session.content()->spec, figure);
    QVERIFY(filled.curve().verdict);
    QCOMPARE(session.content()->panels.front().x.low, 1e21);
    QVERIFY(session.undoStack()->count() == 0 && composed.isEmpty());
}

void TestSession::nothingSupposedIsStored()
{
    OpenSession filled;
    Session &session = filled.session;
    const Curve before = filled.curve().curve;
    session.suppose(Supposition{before.key, before.points.front().model, {}, 0.5});
    QTRY_VERIFY(filled.curve().curve.points.front().measured);
    QCOMPARE(filled.curve().curve.points.front().y, 0.5);
    Session other;
    other.open({.path = session.path()});
    QTRY_VERIFY(other.content());
    QVERIFY(!other.content()->panels.front().curves.front().curve.points.front().measured);
    session.show(figureOf({&session.catalog()->abilities[1]}, session.figure()));
    QVERIFY(!session.supposition());
}

void TestSession::excludesAndUndoes()
{
    OpenSession filled;
    Session &session = filled.session;
    QSignalSpy composed(&session, &Session::figureComposed);
    const CurveContent before = filled.curve();

    session.setExcluded({exclusionKey(before.curve, before.curve.points.back())}, true);
    QVERIFY(composed.wait(test::kLongestWait));
    QVERIFY(filled.curve().curve.points.back().excluded);
    QCOMPARE(filled.curve().fit.m, before.fit.m - 1);
    QCOMPARE(session.undoStack()->undoText(), u"Exclude GPT-3 175B"_s);

    session.undoStack()->undo();
    QVERIFY(composed.wait(test::kLongestWait));
    QVERIFY(!filled.curve().curve.points.back().excluded);
    QCOMPARE(filled.curve().fit.rss, before.fit.rss);

    session.undoStack()->redo();
    QVERIFY(composed.wait(test::kLongestWait));
    QVERIFY(filled.curve().curve.points.back().excluded);
}

void TestSession::importsAndUndoes()
{
    OpenSession filled;
    Session &session = filled.session;
    QCOMPARE(session.undoStack()->undoText(), u"Import table.csv"_s);
    QTRY_COMPARE(session.catalog()->abilities.size(), 2u);
    session.undoStack()->undo();
    QTRY_VERIFY(session.catalog()->abilities.empty());
    QTRY_VERIFY(!session.content());
    session.undoStack()->redo();
    QTRY_COMPARE(session.catalog()->abilities.size(), 2u);
    QTRY_VERIFY(session.content());
}

void TestSession::anImportOfNothingNewIsNoEdit()
{
    OpenSession filled;
    QSignalSpy imported(&filled.session, &Session::filesImported);
    const int edits = filled.session.undoStack()->count();
    filled.session.importFiles({filled.folder.path(u"table.csv"_s)});
    QVERIFY(imported.wait(test::kLongestWait));
    QCOMPARE(filled.session.undoStack()->count(), edits);
}

namespace {

/// The registry of the workbook as it is now.
RegistryPtr registryOf(Session &session)
{
    QSignalSpy loaded(&session, &Session::registryLoaded);
    session.loadRegistry();
    return loaded.wait(test::kLongestWait) ? loaded[0][0].value<RegistryPtr>() : nullptr;
}

} // namespace

void TestSession::aScaleIsAnEdit()
{
    OpenSession filled;
    QSignalSpy reloaded(&filled.session, &Session::catalogLoaded);
    const ScaleKey key{u"LaMDA"_s, u"LaMDA 68B"_s, {}, Quantity::Parameters};
    const auto parameters = [&] { return registryOf(filled.session)->models.back().parameters; };
    QCOMPARE(parameters(), 6.8e10);
    filled.session.setScale(key, 1e9);
    QVERIFY(reloaded.wait(test::kLongestWait));
    QCOMPARE(parameters(), 1e9);
    QCOMPARE(filled.session.undoStack()->undoText(), u"Parameters of LaMDA 68B"_s);
    filled.session.undoStack()->undo();
    QVERIFY(reloaded.wait(test::kLongestWait));
    QCOMPARE(parameters(), 6.8e10);
    filled.session.undoStack()->redo();
    QVERIFY(reloaded.wait(test::kLongestWait));
    QCOMPARE(parameters(), 1e9);

    QSignalSpy failed(&filled.session, &Session::failed);
    filled.session.setScale(key, -1);
    QVERIFY(failed.wait(test::kLongestWait));
    QCOMPARE(filled.session.undoStack()->count(), 2); // the import and the edit
}

void TestSession::aChanceLevelIsAnEdit()
{
    OpenSession filled;
    QSignalSpy composed(&filled.session, &Session::figureComposed);
    filled.session.setChance({u"arithmetic"_s, u"3-digit addition"_s, u"accuracy"_s}, 0.125);
    QTRY_COMPARE(filled.curve().curve.chance, 0.125);
    QCOMPARE(filled.session.undoStack()->undoText(), u"Chance level of 3-digit addition"_s);
    filled.session.undoStack()->undo();
    QTRY_COMPARE(filled.curve().curve.chance, 0.0);
}

void TestSession::aNameIsAnEdit()
{
    OpenSession filled;
    QSignalSpy reloaded(&filled.session, &Session::catalogLoaded);
    const auto models = [&] { return registryOf(filled.session)->models.size(); };
    QCOMPARE(models(), 6u);
    filled.session.sayModel({u"LaMDA"_s, u"LaMDA 68B"_s}, ModelName{u"GPT-3"_s, u"GPT-3 175B"_s});
    QVERIFY(reloaded.wait(test::kLongestWait));
    QCOMPARE(models(), 5u);
    QCOMPARE(filled.session.undoStack()->undoText(), u"LaMDA 68B is GPT-3 175B"_s);
    filled.session.undoStack()->undo();
    QVERIFY(reloaded.wait(test::kLongestWait));
    QCOMPARE(models(), 6u);
    filled.session.useRule(nameRules().front(), false);
    QVERIFY(reloaded.wait(test::kLongestWait));
    QCOMPARE(registryOf(filled.session)->unusedRules, QStringList{nameRules().front().name});
}

void TestSession::aMappingIsRememberedAndForgotten()
{
    OpenSession filled;
    const QString table =
        filled.folder.write(u"wide.csv"_s, "model,size,task one,remark\nm-1b,1,0.1,7\nm-2b,2,0.4,8\n");
    const QString more = filled.folder.write(u"more.csv"_s, "model,size,task one,remark\nm-3b,3,0.6,7\n");
    QSignalSpy previewed(&filled.session, &Session::tablesPreviewed);
    const auto preview = [&](const QString &file) {
        previewed.clear();
        filled.session.preview({file});
        return previewed.wait(test::kLongestWait) ? previewed[0][1].value<std::vector<TablePreview>>()
                                                  : std::vector<TablePreview>();
    };
    QCOMPARE(preview(table).size(), 1u);
    QCOMPARE(previewed[0][0].toStringList(), QStringList{table});
    TablePreview seen = preview(table).front();
    QVERIFY(!seen.saved);
    seen.mapping.columns[3].role = ColumnRole::Ignored;

    QSignalSpy imported(&filled.session, &Session::filesImported);
    filled.session.importFiles({table}, {{seen.header, mapOf(seen.mapping, seen.guess)}}, true);
    QVERIFY(imported.wait(test::kLongestWait));
    QCOMPARE(imported[0][0].value<ImportReport>().outcome.added, 2);
    QVERIFY(preview(more).front().saved);
    QCOMPARE(preview(more).front().mapping.json()[u"columns"_s][3][u"role"_s].toString(), u"ignored"_s);
    QSignalSpy reloaded(&filled.session, &Session::catalogLoaded);
    filled.session.undoStack()->undo();
    QVERIFY(reloaded.wait(test::kLongestWait));
    QVERIFY(!preview(more).front().saved);
    filled.session.undoStack()->redo();
    QVERIFY(reloaded.wait(test::kLongestWait));
    QVERIFY(preview(more).front().saved);
}

void TestSession::keepsAFigureAndUndoes()
{
    OpenSession filled;
    Session &session = filled.session;
    const auto names = [&] {
        QStringList kept;
        for (const SavedFigure &figure : session.catalog()->figures)
            kept += figure.name;
        return kept;
    };
    QTRY_VERIFY(session.catalog());
    FigureSpec figure = filled.addition();
    figure.name = u"mine"_s;
    session.keepFigure(figure);
    QTRY_COMPARE(names(), QStringList{u"mine"_s});
    QCOMPARE(session.figure(), figure);
    QCOMPARE(figureFromJson(session.catalog()->figures.front().json).value(), figure);

    figure.title = u"Another"_s;
    session.keepFigure(figure);
    QTRY_COMPARE(figureFromJson(session.catalog()->figures.front().json).value(), figure);
    session.undoStack()->undo();
    QTRY_COMPARE(figureFromJson(session.catalog()->figures.front().json).value().title, QString());
    session.removeFigure(u"mine"_s);
    QTRY_COMPARE(names(), QStringList());
    session.undoStack()->undo();
    QTRY_COMPARE(names(), QStringList{u"mine"_s});
    session.undoStack()->undo();
    QTRY_COMPARE(names(), QStringList());
}

void TestSession::aFailedImportIsTold()
{
    OpenSession filled;
    QSignalSpy failed(&filled.session, &Session::failed);
    QSignalSpy ended(&filled.session, &Session::editEnded);
    filled.session.importFiles({filled.folder.path(u"missing.csv"_s)});
    QVERIFY(failed.wait(test::kLongestWait));
    QCOMPARE(failed[0][0].value<Error>().code, Code::NotFound);
    QCOMPARE(ended.size(), 1);
}

void TestSession::noticesEditsElsewhere()
{
    OpenSession filled;
    QSignalSpy loaded(&filled.session, &Session::catalogLoaded);
    {
        auto other = Workbook::open(filled.session.path(), Workbook::Mode::Edit);
        QVERIFY(other.has_value());
        const QString more = filled.folder.write(
            u"more.csv"_s, QByteArray(test::SampleFolder::table).replace("word unscrambling", "anagrams"));
        Progress progress;
        QVERIFY(importFiles(*other, {more}, {}, progress).has_value());
    }
    filled.session.checkElsewhere();
    QVERIFY(loaded.wait(test::kLongestWait));
    QTRY_COMPARE(filled.session.catalog()->abilities.size(), 3u);
}

void TestSession::savesACopy()
{
    OpenSession filled;
    const QString copy = filled.folder.path(u"copy.onset"_s);
    QSignalSpy saved(&filled.session, &Session::copySaved);
    QSignalSpy failed(&filled.session, &Session::failed);
    filled.session.saveCopy(copy);
    QVERIFY(saved.wait(test::kLongestWait));
    QVERIFY(Workbook::open(copy, Workbook::Mode::Read).has_value());
    filled.session.saveCopy(copy);
    QVERIFY(failed.wait(test::kLongestWait)); // never over an existing file
}

ONSET_TEST(TestSession)
#include "tst_session.moc"
