#include "core/figure/figure_numbers.h"
#include "core/figure/markup.h"
#include "core/figure/numbers.h"
#include "core/figure/verdict_text.h"
#include "tests/support/csv.h"
#include "tests/support/figures.h"
#include "tests/support/pdflatex.h"
#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QTest>

#include <cmath>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

FigureSpec fittedSpec()
{
    FigureSpec spec = bundledFigure(u"gpt3"_s, u"three-digit-addition.json"_s);
    spec.fit = {.model = fit::Model::Logistic, .noise = fit::Noise::Gaussian, .replicates = 50};
    return spec;
}

Result<QByteArray> numbersOf(const FigureSpec &spec, FigureNumbers which)
{
    Progress progress;
    return figureNumbers(composed(spec), which, u"1.2.3"_s, 2, progress);
}

} // namespace

class TestNumbers : public QObject
{
    Q_OBJECT

private slots:
    void parametersInRows();
    void parametersForReading();
    void parametersCompile();
    void points();
    void curvesGoThroughTheirFits();
    void withoutFitsThereIsNothing();
};

/// Against the fit itself: each number is its own, rounded.
void TestNumbers::parametersInRows()
{
    Progress progress;
    const ContentPtr content = judged(composed(fittedSpec()), 2, progress).value();
    const test::Csv table = test::readCsv(csv(parameterRows(*content)));
    QCOMPARE(table.rows.size(), 3 * 4);
    qsizetype row = 0;
    for (const CurveContent &curve : content->panels[0].curves)
        for (int i = 0; i < curve.fit.count; ++i, ++row) {
            const fit::Parameter &parameter = curve.fit.parameters[std::size_t(i)];
            const bool place = parameter.name == "midpoint";
            const double value = place ? std::pow(10, parameter.value) : parameter.value;
            const double low = place ? std::pow(10, parameter.interval.low) : parameter.interval.low;
            const double high = place ? std::pow(10, parameter.interval.high) : parameter.interval.high;
            QCOMPARE(table.at(row, "curve"), curve.label);
            QCOMPARE(table.at(row, "parameter"), QLatin1StringView(parameter.name.data()));
            QCOMPARE(table.at(row, "given"), parameter.free ? u"0"_s : u"1"_s);
            QCOMPARE(table.number(row, "n"), 8.0);
            QCOMPARE(table.at(row, "status"), fitStatus(curve.fit));
            if (!parameter.free) {
                QCOMPARE(table.number(row, "value"), value);
                QVERIFY(table.at(row, "low").isEmpty());
                continue;
            }
            // Two digits of the half width leave at most a twentieth of it.
            const double half = std::isfinite(high) ? (high - low) / 2 : value - low;
            QVERIFY(std::abs(table.number(row, "value") - value) <= half / 20);
            QVERIFY(std::abs(table.number(row, "low") - low) <= half / 20);
            QVERIFY(std::isinf(high) ? std::isinf(table.number(row, "high"))
                                     : std::abs(table.number(row, "high") - high) <= half / 20);
        }
}

void TestNumbers::parametersForReading()
{
    const auto text = numbersOf(fittedSpec(), FigureNumbers::ParametersMarkdown);
    VERIFY_RESULT(text);
    const QStringList lines = QString::fromUtf8(*text).split(u'\n');
    QCOMPARE(lines[0],
             u"| Curve | Fit | Models | Floor (%) | Ceiling (%) | Slope (per decade) | Midpoint (FLOPs) |"_s);
    QVERIFY2(lines[2].startsWith(u"| few-shot (K=50) | a logistic curve | 8 | 0 (given) | "_s),
             qPrintable(lines[2]));
    QVERIFY2(lines[2].contains(u"] × 10²"_s), qPrintable(lines[2]));
    QVERIFY(lines[5].isEmpty() && lines[6].contains(u"profile likelihood"_s));

    FigureSpec two = fittedSpec(); // whose panels need names
    two.panels.push_back(two.panels[0]);
    two.panels[1].title = u"again"_s;
    two.panels[1].x = {.kind = Scale::Kind::Parameters};
    const Table table = parameterTable(*composed(two));
    QVERIFY(table.columns.contains(u"Midpoint (parameters)"_s));
    QCOMPARE(table.rows.size(), 6u);
    QCOMPARE(std::get<QString>(table.rows[3][0]), u"again"_s);
    QCOMPARE(table.rows[3].size(), std::size_t(table.columns.size()));
}

void TestNumbers::parametersCompile()
{
    FigureSpec spec = fittedSpec();
    spec.panels[0].curves[0].label = u"50 % & α_β [模] 10²"_s;
    const auto table = numbersOf(spec, FigureNumbers::ParametersLatex);
    const auto methods = numbersOf(spec, FigureNumbers::MethodsLatex);
    VERIFY_RESULT(table);
    VERIFY_RESULT(methods);
    if (const QString absent = test::whyNoPdflatex(); !absent.isEmpty())
        QSKIP(qPrintable(absent));
    const test::Typeset typeset =
        test::pdflatex(u"\\usepackage{booktabs}"_s, *table + "\\parbox{10cm}{" + *methods + "}");
    QVERIFY2(typeset.fault.isEmpty(), qPrintable(typeset.fault));
}

void TestNumbers::points()
{
    FigureSpec spec = fittedSpec();
    spec.panels[0].transform = Transform::ErrorRate;
    const ContentPtr content = composed(spec);
    const test::Csv table = test::readCsv(csv(pointRows(*content)));
    QCOMPARE(table.rows.size(), 24);
    const CurvePoint &point = content->panels[0].curves[1].curve.points[2];
    QCOMPARE(table.at(10, "curve"), u"one-shot"_s);
    QCOMPARE(table.at(10, "model"), point.model);
    QCOMPARE(table.number(10, "x"), point.x);
    QCOMPARE(table.number(10, "y"), point.y);
    QCOMPARE(table.number(10, "drawn"), 1 - point.y);
    QCOMPARE(table.at(10, "source"), point.source);
}

void TestNumbers::curvesGoThroughTheirFits()
{
    Progress progress;
    const ContentPtr content = banded(composed(fittedSpec()), kAllBands, 2, progress).value();
    const test::Csv table = test::readCsv(csv(curveRows(*content)));
    const CurveContent &curve = content->panels[0].curves[0];
    QCOMPARE(std::size_t(table.rows.size()), 3 * curve.band.x.size());
    for (qsizetype i = 0; i < qsizetype(curve.band.x.size()); ++i) {
        const double y = table.number(i, "y");
        QVERIFY(std::abs(y - curve.fit.mean(std::log10(table.number(i, "x")))) < 1e-9);
        QCOMPARE(table.number(i, "low"), curve.band.low[std::size_t(i)]);
        QCOMPARE(table.number(i, "drawn_high"), curve.band.high[std::size_t(i)]);
    }
    FigureSpec bare = fittedSpec();
    bare.layers.bands = false;
    const test::Csv without = test::readCsv(csv(curveRows(*composed(bare))));
    QVERIFY(without.rows.size() > 300);
    QVERIFY(without.at(0, "low").isEmpty() && !without.at(0, "y").isEmpty());
}

void TestNumbers::withoutFitsThereIsNothing()
{
    FigureSpec spec = fittedSpec();
    spec.layers.fits = false;
    for (const FigureNumbers which : {FigureNumbers::ParametersCsv, FigureNumbers::ParametersLatex,
                                      FigureNumbers::ParametersMarkdown, FigureNumbers::Fits}) {
        const auto none = numbersOf(spec, which);
        QVERIFY(!none);
        QCOMPARE(none.error().code, Code::NotFound);
    }
    VERIFY_RESULT(numbersOf(spec, FigureNumbers::Points));
    VERIFY_RESULT(numbersOf(spec, FigureNumbers::Methods));
}

ONSET_TEST(TestNumbers)
#include "tst_numbers.moc"
