#include "tests/cli/program.h"
#include "tests/cli/sums.h"
#include "tests/support/csv.h"
#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

/// `onset fit` as a process: its rivals, what they hold, their noise and intervals.
class TestFitCommand : public QObject
{
    Q_OBJECT

private slots:
    void rivals();
    void freesARefutedFloor();
    void autoTakesTheBest();
    void placesAreScales();
    void holds_data();
    void holds();
    void boundsWhereBounded();
    void noise_data();
    void noise();
    void impossibleNoise();
    void intervals_data();
    void intervals();
    void caseBootstrapIsWider();
    void bootstrapUnderItsOwnNoise();
    void reasons();
    void degenerate_data();
    void degenerate();
    void sameBytesEverywhere();

private:
    [[nodiscard]] test::Csv fit(const QStringList &arguments) const
    {
        const test::Ended ended = m_program.onset(QStringList{u"fit"_s, u"--format"_s, u"csv"_s} + arguments);
        return ended.status == 0 ? test::readCsv(ended.out) : test::Csv();
    }
    [[nodiscard]] QString sums() const
    {
        return m_program.file(u"sums.csv"_s, test::kTidyHeader + test::kTidyRows);
    }

    test::Program m_program; ///< its default workbook is filled once
};

namespace {

const QStringList kAddition{u"--family"_s,         u"GPT-3"_s,     u"--task"_s,
                            u"3-digit addition"_s, u"--setting"_s, u"few-shot*"_s};

/// The row's parameter of this name: "value", "low" or "high"; NaN when empty or not there.
double parameter(const test::Csv &fits, qsizetype row, const QString &name, const char *part = "value")
{
    for (int i = 1; i <= 7; ++i)
        if (fits.at(row, qPrintable(u"p%1_name"_s.arg(i))) == name)
            return fits.number(row, qPrintable(u"p%1_%2"_s.arg(i).arg(QLatin1StringView(part))));
    return qQNaN();
}

qsizetype rowOf(const test::Csv &fits, const QString &model)
{
    for (qsizetype i = 0; i < fits.rows.size(); ++i)
        if (fits.at(i, "model") == model)
            return i;
    return -1;
}

} // namespace

void TestFitCommand::rivals()
{
    const test::Csv fits = fit(QStringList{u"--model"_s, u"all"_s, u"--interval"_s, u"none"_s} + kAddition);
    QStringList names;
    double sum = 0;
    for (qsizetype i = 0; i < fits.rows.size(); ++i) {
        names << fits.at(i, "model");
        sum += fits.at(i, "weight").isEmpty() ? 0 : fits.number(i, "weight");
        QVERIFY(fits.at(i, "p1_low").isEmpty()); // none asked for
    }
    QCOMPARE(names.join(u"; "_s),
             u"flat; flat at chance; line; power; power, free ceiling; growth; growth, free floor; hinge; "
             "hinge, free floor; step; logistic; logistic, free floor; gompertz; gompertz, free floor; "
             "richards; richards, free floor; bnsl; isotonic"_s);
    QVERIFY(std::abs(sum - 1) < 1e-12);
    QCOMPARE(parameter(fits, rowOf(fits, u"logistic"_s), u"floor"_s), 0.0); // bound to the stated chance
    QVERIFY(parameter(fits, rowOf(fits, u"logistic, free floor"_s), u"floor"_s) > 0);
    QVERIFY(fits.at(rowOf(fits, u"isotonic"_s), "aicc").isEmpty());
}

/// Chance is 0, and the small models get some three in a hundred right.
void TestFitCommand::freesARefutedFloor()
{
    QByteArray rows = "family,model,train_flops,benchmark,task,metric,value,n_examples,chance_level\n";
    const char *scores[] = {".03", ".026", ".034", ".028", ".036", ".09", ".31", ".68", ".87", ".9", ".91"};
    for (int i = 0; i < 11; ++i)
        rows += "Delta,D" + QByteArray::number(i) + ',' + QByteArray::number(std::pow(10, 20 + 0.25 * i)) +
                ",Made,spelling,accuracy," + scores[i] + ",500,0\n";
    const QString table = m_program.file(u"floor.csv"_s, rows);
    const auto fitted = [&](const QStringList &more) {
        return m_program.onset(QStringList{u"fit"_s, u"--format"_s, u"csv"_s, u"--table"_s, table,
                                           u"--model"_s, u"logistic"_s, u"--interval"_s, u"none"_s} +
                               more);
    };
    const test::Ended ended = fitted({});
    const test::Csv free = test::readCsv(ended.out);
    QCOMPARE(free.at(0, "model"), u"logistic, free floor"_s);
    QVERIFY(std::abs(parameter(free, 0, u"floor"_s) - 0.03) < 0.01);
    QVERIFY2(ended.err.contains("speak against a floor at chance"), ended.err);
    const test::Ended held = fitted({u"--floor"_s, u"0"_s});
    QCOMPARE(test::readCsv(held.out).at(0, "model"), u"logistic"_s);
    QVERIFY(held.err.isEmpty());
}

void TestFitCommand::autoTakesTheBest()
{
    const QStringList arguments{u"--family"_s,  u"GPT-3"_s,     u"--task"_s,     u"?-digit*"_s,
                                u"--setting"_s, u"few-shot*"_s, u"--interval"_s, u"none"_s};
    const test::Csv all = fit(arguments + QStringList{u"--model"_s, u"all"_s});
    const test::Csv best = fit(arguments + QStringList{u"--model"_s, u"auto"_s});
    QVERIFY(best.rows.size() > 3);
    for (qsizetype i = 0; i < best.rows.size(); ++i) {
        double smallest = qInf(), weight = 0;
        for (qsizetype j = 0; j < all.rows.size(); ++j) {
            if (all.at(j, "task") == best.at(i, "task") && all.number(j, "aicc") < smallest) {
                smallest = all.number(j, "aicc");
                weight = all.number(j, "weight");
            }
        }
        QCOMPARE(best.number(i, "aicc"), smallest);
        QCOMPARE(best.number(i, "weight"), weight);
    }
}

void TestFitCommand::placesAreScales()
{
    for (const QString &model : {u"hinge"_s, u"step"_s, u"bnsl"_s, u"logistic"_s}) {
        const test::Csv fits = fit(QStringList{u"--model"_s, model} + kAddition);
        const QString name = model == u"logistic" ? u"midpoint"_s : u"break"_s;
        QCOMPARE(fits.rows.size(), 1);
        const double at = parameter(fits, 0, name);
        QVERIFY2(at > 2.25e18 && at < 3.14e26, qPrintable(model)); // FLOPs, not their logarithm
        const double low = parameter(fits, 0, name, "low"), high = parameter(fits, 0, name, "high");
        QVERIFY(low <= at && at <= high);
        QVERIFY(low == -qInf() || low > 1e15);
    }
}

void TestFitCommand::holds_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("value");
    const auto row = [](const QString &model, const QString &option, const QString &argument,
                        const QString &name, double value) {
        QTest::newRow(qPrintable(u"%1 %2 %3"_s.arg(model, option, argument)))
            << model << option << argument << name << value;
    };
    for (const QString &sigmoid : {u"logistic"_s, u"gompertz"_s, u"richards"_s}) {
        row(sigmoid, u"--fix"_s, u"slope=3"_s, u"slope"_s, 3);
        row(sigmoid, u"--fix"_s, u"midpoint=4e22"_s, u"midpoint"_s, 4e22);
        row(sigmoid, u"--fix"_s, u"floor=0.01"_s, u"floor"_s, 0.01);
        row(sigmoid, u"--floor"_s, u"0.01"_s, u"floor"_s, 0.01);
        row(sigmoid, u"--ceiling"_s, u"0.9"_s, u"ceiling"_s, 0.9);
    }
    row(u"richards"_s, u"--fix"_s, u"asymmetry=2"_s, u"asymmetry"_s, 2);
    row(u"hinge"_s, u"--fix"_s, u"break=1e22"_s, u"break"_s, 1e22);
    row(u"hinge"_s, u"--floor"_s, u"0.01"_s, u"floor"_s, 0.01);
    row(u"power"_s, u"--fix"_s, u"exponent=0.5"_s, u"exponent"_s, 0.5);
    row(u"power"_s, u"--ceiling"_s, u"0.9"_s, u"ceiling"_s, 0.9);
    row(u"growth"_s, u"--fix"_s, u"exponent=0.5"_s, u"exponent"_s, 0.5);
    row(u"bnsl"_s, u"--fix"_s, u"exponent-change=1"_s, u"exponent-change"_s, 1);
    row(u"bnsl"_s, u"--fix"_s, u"break=1e22"_s, u"break"_s, 1e22);
    row(u"bnsl"_s, u"--fix"_s, u"sharpness=0.2"_s, u"sharpness"_s, 0.2);
}

void TestFitCommand::holds()
{
    QFETCH(QString, model);
    QFETCH(QString, option);
    QFETCH(QString, argument);
    QFETCH(QString, name);
    QFETCH(double, value);
    const test::Csv held =
        fit(QStringList{u"--model"_s, model, option, argument, u"--noise"_s, u"gaussian"_s} + kAddition);
    QCOMPARE(held.rows.size(), 1);
    const double found = parameter(held, 0, name);
    QVERIFY2(std::abs(found / value - 1) < 1e-9, qPrintable(QString::number(found, 'g', 12)));
    QVERIFY(std::isnan(parameter(held, 0, name, "low"))); // given, not estimated
    const test::Csv free = fit(QStringList{u"--model"_s, model, u"--floor"_s, u"free"_s, u"--ceiling"_s,
                                           u"free"_s, u"--noise"_s, u"gaussian"_s} +
                               kAddition);
    QVERIFY(held.number(0, "rss") >= free.number(0, "rss") * (1 - 1e-6));
}

void TestFitCommand::boundsWhereBounded()
{
    const test::Csv fits = fit(QStringList{u"--model"_s, u"all"_s, u"--bound"_s, u"slope=2:5"_s, u"--bound"_s,
                                           u"midpoint=1e21:2e22"_s, u"--bound"_s, u"floor=0.01:0.02"_s} +
                               kAddition);
    int sigmoids = 0;
    for (qsizetype i = 0; i < fits.rows.size(); ++i) {
        const double midpoint = parameter(fits, i, u"midpoint"_s), floor = parameter(fits, i, u"floor"_s);
        QVERIFY(std::isnan(floor) || (floor >= 0.01 - 1e-9 && floor <= 0.02 + 1e-9));
        if (std::isnan(midpoint))
            continue;
        ++sigmoids;
        QVERIFY(midpoint >= 1e21 * (1 - 1e-9) && midpoint <= 2e22 * (1 + 1e-9));
        QVERIFY(parameter(fits, i, u"slope"_s) >= 2 - 1e-9 && parameter(fits, i, u"slope"_s) <= 5 + 1e-9);
    }
    QCOMPARE(sigmoids, 3); // the floors bound to chance have become the free ones
}

void TestFitCommand::noise_data()
{
    QTest::addColumn<QString>("law");
    QTest::addColumn<bool>("scatters");
    QTest::newRow("gaussian") << u"gaussian"_s << true;
    QTest::newRow("binomial") << u"binomial"_s << false;
    QTest::newRow("beta-binomial") << u"beta-binomial"_s << true;
    QTest::newRow("extra-scatter") << u"extra-scatter"_s << true;
}

void TestFitCommand::noise()
{
    QFETCH(QString, law);
    QFETCH(bool, scatters);
    const QStringList arguments{u"--table"_s, sums(), u"--model"_s, u"logistic"_s, u"--noise"_s, law};
    const test::Csv fits = fit(arguments);
    QCOMPARE(fits.rows.size(), 1);
    QCOMPARE(fits.at(0, "noise"), law);
    QCOMPARE(!fits.at(0, "scatter").isEmpty(), scatters);
    QVERIFY(parameter(fits, 0, u"midpoint"_s) > 1.2e21 && parameter(fits, 0, u"midpoint"_s) < 9.6e21);
}

void TestFitCommand::impossibleNoise()
{
    const QString unknown = m_program.file(
        u"unknown.csv"_s, test::kTidyHeader + QByteArray(test::kTidyRows).replace(",100,0,", ",,0,"));
    for (const QString &law : {u"binomial"_s, u"stated-error"_s}) {
        const test::Ended ended =
            m_program.onset({u"fit"_s, u"--table"_s, unknown, u"--noise"_s, law, u"--format"_s, u"csv"_s});
        QCOMPARE(ended.status, 0);
        QVERIFY2(ended.err.contains("--noise " + law.toUtf8()), ended.err);
        QCOMPARE(test::readCsv(ended.out).at(0, "status"), u"noise-not-possible"_s);
    }
    QCOMPARE(fit({u"--table"_s, unknown}).at(0, "noise"), u"gaussian"_s); // what auto takes
}

void TestFitCommand::intervals_data()
{
    QTest::addColumn<QStringList>("options");
    for (const char *kind : {"profile", "wald", "bootstrap"})
        QTest::newRow(kind) << QStringList{u"--interval"_s, QString::fromLatin1(kind)};
}

/// All agree about a midpoint that the points fix well.
void TestFitCommand::intervals()
{
    QFETCH(QStringList, options);
    const test::Csv fits = fit(QStringList{u"--model"_s, u"logistic"_s, u"--noise"_s, u"gaussian"_s,
                                           u"--replicates"_s, u"500"_s, u"--floor"_s, u"0"_s} +
                               options + kAddition);
    const double low = parameter(fits, 0, u"midpoint"_s, "low");
    const double high = parameter(fits, 0, u"midpoint"_s, "high");
    QVERIFY2(low > 2e22 && low < 4.34e22, qPrintable(QString::number(low)));
    QVERIFY2(high > 4.32e22 && high < 1e23, qPrintable(QString::number(high)));
    QVERIFY(std::isnan(parameter(fits, 0, u"floor"_s, "low"))); // held
}

/// Draws of few models leave out those that fix the midpoint: wider.
void TestFitCommand::caseBootstrapIsWider()
{
    const QStringList arguments =
        QStringList{u"--model"_s,    u"logistic"_s,  u"--noise"_s,     u"gaussian"_s,
                    u"--interval"_s, u"bootstrap"_s, u"--resampling"_s} +
        kAddition;
    QStringList parametric = arguments, cases = arguments;
    parametric.insert(7, u"parametric"_s);
    cases.insert(7, u"case"_s);
    const test::Csv narrow = fit(parametric), wide = fit(cases);
    QVERIFY(parameter(wide, 0, u"midpoint"_s, "low") < parameter(narrow, 0, u"midpoint"_s, "low"));
    QVERIFY(parameter(wide, 0, u"midpoint"_s, "high") > parameter(wide, 0, u"midpoint"_s));
}

/// Counts drawn anew and fitted by their own law: near the profile, and not what normal scores give.
void TestFitCommand::bootstrapUnderItsOwnNoise()
{
    const QStringList arguments =
        QStringList{u"--model"_s, u"logistic"_s, u"--floor"_s, u"free"_s} + kAddition;
    const test::Csv profile = fit(arguments);
    const test::Csv bootstrap =
        fit(arguments + QStringList{u"--interval"_s, u"bootstrap"_s, u"--replicates"_s, u"400"_s});
    for (const char *end : {"low", "high"}) {
        const double ratio =
            parameter(bootstrap, 0, u"midpoint"_s, end) / parameter(profile, 0, u"midpoint"_s, end);
        QVERIFY2(ratio > 0.5 && ratio < 2, qPrintable(QString::number(ratio)));
    }
    QVERIFY(parameter(bootstrap, 0, u"floor"_s, "low") >= 0); // shares of right answers, not normal scores
}

void TestFitCommand::reasons()
{
    const test::Csv fits = fit({u"--table"_s, sums(), u"--model"_s, u"all"_s});
    QCOMPARE(fits.at(rowOf(fits, u"logistic"_s), "status"), u"too-few-models"_s);
    // nine models, and GPT-3 has eight
    QCOMPARE(fit(QStringList{u"--model"_s, u"bnsl"_s} + kAddition).at(0, "status"), u"too-few-models"_s);
    const test::Ended table = m_program.onset({u"fit"_s, u"--table"_s, sums(), u"--model"_s, u"logistic"_s});
    QVERIFY2(table.out.contains("Too few models: it takes 6 or more, and there are 5."), table.out);
}

void TestFitCommand::degenerate_data()
{
    QTest::addColumn<QList<QByteArray>>("scores");
    QTest::addColumn<QByteArray>("questions");
    const auto same = [](qsizetype n, const char *score) { return QList<QByteArray>(n, score); };
    QTest::newRow("one model") << same(1, "0.5") << QByteArray("100");
    QTest::newRow("two models") << QList<QByteArray>{"0", "0.9"} << QByteArray("100");
    QTest::newRow("all wrong") << same(8, "0") << QByteArray("100");
    QTest::newRow("all right") << same(8, "1") << QByteArray("100");
    QTest::newRow("all equal, questions unknown") << same(8, "0.5") << QByteArray("");
    QTest::newRow("one question") << QList<QByteArray>{"0", "0", "0", "1", "0", "1", "1", "1"}
                                  << QByteArray("1");
}

/// Every rival says something: a status, and no number that is none.
void TestFitCommand::degenerate()
{
    QFETCH(QList<QByteArray>, scores);
    QFETCH(QByteArray, questions);
    QByteArray rows;
    for (qsizetype i = 0; i < scores.size(); ++i)
        rows += "F,F " + QByteArray::number(i) + ",1e9,1e11,1e" + QByteArray::number(20 + i) +
                ",reported,B,t,5,accuracy," + scores[i] + ',' + questions + ",0,test\n";
    const QString table = m_program.file(u"degenerate.csv"_s, test::kTidyHeader + rows);
    for (const QString &interval : {u"profile"_s, u"wald"_s}) {
        const test::Ended ended = m_program.onset({u"fit"_s, u"--table"_s, table, u"--model"_s, u"all"_s,
                                                   u"--interval"_s, interval, u"--format"_s, u"csv"_s});
        QVERIFY2(ended.status == 0 && ended.err.isEmpty(), ended.err);
        QVERIFY(!ended.out.contains("nan"));
        const test::Csv fits = test::readCsv(ended.out);
        QCOMPARE(fits.rows.size(), 18);
        for (qsizetype i = 0; i < fits.rows.size(); ++i)
            QVERIFY(!fits.at(i, "status").isEmpty());
    }
    QCOMPARE(m_program.onset({u"fit"_s, u"--table"_s, table}).status, 0);
}

void TestFitCommand::sameBytesEverywhere()
{
    test::Program german;
    const bool isGerman = test::turnGerman(german);
    const QStringList arguments{
        u"fit"_s,     u"--family"_s, u"GPT-3"_s,     u"--task"_s,    u"[34]-digit addition"_s,
        u"--model"_s, u"all"_s,      u"--setting"_s, u"few-shot*"_s, u"--interval"_s,
        u"profile"_s, u"--format"_s};
    for (const QString &format : {u"csv"_s, u"table"_s}) {
        const auto bytes = [&](const test::Program &program, const QString &threads) {
            return program.onset(arguments + QStringList{format, u"--threads"_s, threads}).out;
        };
        const QByteArray one = bytes(m_program, u"1"_s);
        QVERIFY(one.size() > 10'000);
        QCOMPARE(bytes(m_program, u"3"_s), one);
        if (isGerman)
            QCOMPARE(bytes(german, u"2"_s), one);
    }
    if (!isGerman)
        QSKIP("a German locale cannot be made (localedef and /usr/share/i18n are in the package locales)");
}

ONSET_TEST(TestFitCommand)
#include "tst_fit_command.moc"
