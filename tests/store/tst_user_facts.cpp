#include "core/store/user_facts.h"

#include "core/store/curves.h"
#include "core/store/imports.h"
#include "core/store/models.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

class TestUserFacts : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void placesAModel();
    void neverReplacesStatedComputeBySixNd();
    void goesBeforeEveryImport();
    void parametersAreThoseOfEveryCheckpoint();
    void setsChance();
    void refusesWhatIsNoScale();

private:
    void add(const Row &row);
    ModelInfo model(const QString &checkpoint = {});

    std::optional<QTemporaryDir> m_folder;
    std::optional<Workbook> m_workbook;
};

namespace {

ScaleKey key(Quantity quantity, const QString &checkpoint = {})
{
    return {.family = u"F"_s, .model = u"a"_s, .checkpoint = checkpoint, .quantity = quantity};
}

Row result(double value, std::string_view checkpoint = {})
{
    return {.line = 2,
            .family = "F",
            .model = "a",
            .checkpoint = checkpoint,
            .benchmark = "B",
            .task = "T",
            .metric = "accuracy",
            .value = value};
}

} // namespace

void TestUserFacts::init()
{
    m_workbook.reset();
    m_folder.emplace();
    m_workbook = Workbook::open(m_folder->filePath(u"w.onset"_s), Workbook::Mode::Create).value();
}

void TestUserFacts::add(const Row &row)
{
    static int count = 0;
    const QString name = u"import %1"_s.arg(++count);
    auto writer = ImportWriter::begin(*m_workbook, {.name = name, .hash = name}).value();
    VERIFY_RESULT(writer.add(row));
    VERIFY_RESULT(writer.commit());
}

ModelInfo TestUserFacts::model(const QString &checkpoint)
{
    const std::vector<ModelInfo> models = listModels(*m_workbook).value();
    const auto found = std::ranges::find(models, checkpoint, &ModelInfo::checkpoint);
    return found == models.end() ? ModelInfo() : *found;
}

void TestUserFacts::placesAModel()
{
    add(result(0.5));
    QCOMPARE(Curves(*m_workbook).find({}, {}).value().front().unplaced, 1);
    QVERIFY(std::isnan(UserFacts(*m_workbook).setScale(key(Quantity::Parameters), 7e9).value()));
    VERIFY_RESULT(UserFacts(*m_workbook).setScale(key(Quantity::Tokens), 1e12));
    const Curve curve = Curves(*m_workbook).find({}, {}).value().front();
    QCOMPARE(curve.unplaced, 0);
    QCOMPARE(curve.points.front().x, 6 * 7e9 * 1e12);
    QVERIFY(curve.points.front().flopsEstimated);
    QCOMPARE(model().parametersFrom.origin, QLatin1StringView(kFromUser));

    QCOMPARE(UserFacts(*m_workbook).setScale(key(Quantity::Tokens), std::nan("")).value(), 1e12);
    QCOMPARE(Curves(*m_workbook).find({}, {}).value().front().unplaced, 1);
}

void TestUserFacts::neverReplacesStatedComputeBySixNd()
{
    add({.family = "F", .model = "a", .flops = 3e21, .flopsOrigin = "reported"});
    VERIFY_RESULT(UserFacts(*m_workbook).setScale(key(Quantity::Parameters), 7e9));
    VERIFY_RESULT(UserFacts(*m_workbook).setScale(key(Quantity::Tokens), 1e12));
    QCOMPARE(model().flops, 3e21);
    QCOMPARE(model().flopsFrom.origin, u"reported"_s);
}

void TestUserFacts::goesBeforeEveryImport()
{
    add({.family = "F", .model = "a", .parameters = 1e9});
    VERIFY_RESULT(UserFacts(*m_workbook).setScale(key(Quantity::Parameters), 7e9));
    add({.family = "F", .model = "a", .parameters = 2e9});
    QCOMPARE(model().parameters, 7e9);
    VERIFY_RESULT(UserFacts(*m_workbook).setScale(key(Quantity::Parameters), std::nan("")));
    QCOMPARE(model().parameters, 2e9);
    QVERIFY(model().parametersFrom.import.startsWith(u"import"_s));
}

void TestUserFacts::parametersAreThoseOfEveryCheckpoint()
{
    add(result(0.5, "step1"));
    VERIFY_RESULT(UserFacts(*m_workbook).setScale(key(Quantity::Parameters, u"step1"_s), 7e9));
    VERIFY_RESULT(UserFacts(*m_workbook).setScale(key(Quantity::Tokens, u"step1"_s), 1e9));
    add(result(0.6, "step2"));
    QCOMPARE(model(u"step2"_s).parameters, 7e9);
    QVERIFY(std::isnan(model(u"step2"_s).tokens));
    QCOMPARE(model(u"step1"_s).tokens, 1e9);
}

void TestUserFacts::setsChance()
{
    Row row = result(0.5);
    row.chance = 0.25;
    add(row);
    const MeasureKey measure{u"B"_s, u"T"_s, u"accuracy"_s};
    VERIFY_RESULT(UserFacts(*m_workbook).setChance(measure, 0.5));
    QCOMPARE(Curves(*m_workbook).find({}, {}).value().front().chance, 0.5);
    const TaskInfo task = listTasks(*m_workbook).value().front();
    QCOMPARE(task.chanceFrom, QLatin1StringView(kFromUser));
    QCOMPARE(task.otherChances.size(), 1);
    QVERIFY2(task.otherChances.front().startsWith(u"0.25: import"_s), qPrintable(task.otherChances.front()));
    QVERIFY(task.otherChances.front().endsWith(u"line 2"_s));
    QCOMPARE(UserFacts(*m_workbook).setChance(measure, std::nan("")).value(), 0.5);
    QCOMPARE(Curves(*m_workbook).find({}, {}).value().front().chance, 0.25);
}

void TestUserFacts::refusesWhatIsNoScale()
{
    for (const double value : {0.0, -1.0, HUGE_VAL})
        QCOMPARE(UserFacts(*m_workbook).setScale(key(Quantity::Flops), value).error().code, Code::BadInput);
    QCOMPARE(UserFacts(*m_workbook).setChance({u"B"_s, u"T"_s, u"accuracy"_s}, 25).error().code,
             Code::BadInput);
    auto reader = Workbook::open(m_workbook->path(), Workbook::Mode::Read).value();
    QCOMPARE(UserFacts(reader).setScale(key(Quantity::Flops), 1).error().code, Code::ReadOnly);
}

ONSET_TEST(TestUserFacts)
#include "tst_user_facts.moc"
