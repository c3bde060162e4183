#include "core/fit/curves/fit.h"
#include "core/fit/solve/fitter.h"

#include "tests/support/test_class.h"

#include <QProcess>
#include <QTest>

#include <cmath>

using namespace onset::fit;
using namespace Qt::StringLiterals;
using Numbers = QVector<double>;

class TestScipy : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void sameOptimum_data();
    void sameOptimum();
};

namespace {

const QString kPython = u"/usr/bin/python3"_s;

/// Standard output of a Python program that ended well; otherwise nothing.
QByteArray python(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.start(kPython, arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool ended = process.waitForFinished(120'000);
    return ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0
               ? process.readAllStandardOutput()
               : QByteArray();
}

} // namespace

void TestScipy::initTestCase()
{
    if (python({u"-c"_s, u"import scipy; print('ok')"_s}, {}).isEmpty())
        QSKIP("python3-scipy is not installed: nothing to compare with");
}

void TestScipy::sameOptimum_data()
{
    QTest::addColumn<Numbers>("score");
    QTest::addColumn<bool>("midpointAbove67B"); // and below 175B

    // GPT-3 few-shot (K = 50), Brown et al. 2020 (arXiv 2005.14165), Table H.1; FLOPs from Table D.1.
    QTest::newRow("3-digit addition") << Numbers{.0015, .0045, .003, .0055, .0075, .009, .084, .804} << true;
    QTest::newRow("3-digit subtraction")
        << Numbers{.0005, .001, .0015, .0035, .0065, .0105, .092, .942} << true;
    QTest::newRow("4-digit addition") << Numbers{0, .0005, .0005, 0, .0015, .0015, .004, .255} << false;
    QTest::newRow("2-digit addition") << Numbers{.02, .041, .035, .045, .089, .119, .555, 1} << true;
}

void TestScipy::sameOptimum()
{
    QFETCH(Numbers, score);
    const Numbers flops{2.25e20, 6.41e20, 1.37e21, 2.38e21, 4.77e21, 1.2e22, 2.31e22, 3.14e23};
    Points points;
    QByteArray table;
    for (qsizetype i = 0; i < score.size(); ++i) {
        points.x.push_back(std::log10(flops[i]));
        points.y.push_back(score[i]);
        table +=
            QByteArray::number(points.x.back(), 'g', 17) + ' ' + QByteArray::number(score[i], 'g', 17) + '\n';
    }
    const Fit found = fit(points, {});
    QVERIFY(found.usable());

    const QByteArray printed =
        python({QStringLiteral(ONSET_SOURCE_DIR "/tests/fit/compare_scipy.py")}, table);
    const double rss = printed.split(' ').value(0).toDouble();
    QVERIFY2(rss > 0, "compare_scipy.py failed");
    // Four digits, unless both are exact but for rounding; never above SciPy's.
    QVERIFY2(std::abs(found.rss - rss) <= 5e-5 * rss,
             qPrintable(u"onset %1, SciPy %2"_s.arg(found.rss, 0, 'g', 12).arg(rss, 0, 'g', 12)));
    QVERIFY(found.rss <= rss * (1 + 1e-6));
    const double midpoint = found.parameter("midpoint");
    QTEST(midpoint > std::log10(flops[5]) && midpoint < std::log10(flops[7]), "midpointAbove67B");
}

ONSET_TEST(TestScipy)
#include "tst_scipy.moc"
