#include "core/fit/curves/rival.h"
#include "core/fit/solve/search_space.h"
#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace onset::fit;

/// What the rest takes for granted of every rival of the registry.
class TestRivals : public QObject
{
    Q_OBJECT

private slots:
    void describedInFull_data();
    void describedInFull();
    void printedAndBack_data();
    void printedAndBack();
    void namesAreApart();
};

namespace {

const std::vector<double> kPlaces{20, 20.5, 21, 22, 23, 24.5};

void addRivals()
{
    QTest::addColumn<Model>("model");
    for (const Model model : kModels)
        QTest::newRow(name(model).data()) << model;
}

} // namespace

void TestRivals::describedInFull_data() { addRivals(); }

void TestRivals::describedInFull()
{
    QFETCH(Model, model);
    const Rival &rival = rivalOf(model);
    for (const char *text : {rival.title, rival.words, rival.tip})
        QVERIFY(text && *text);
    QVERIFY(rival.parameters.size() <= std::size_t(kMaxParameters));
    int shapes = 0;
    for (std::size_t i = 0; i < rival.parameters.size(); ++i) {
        const RivalParameter &parameter = rival.parameters[i];
        QCOMPARE(parameter.role == Role::Level, i == 0);
        QCOMPARE(parameter.role == Role::Shape, i > 1);
        shapes += parameter.role == Role::Shape;
        QVERIFY(parameterOf(model, parameter.name) == &parameter); // named once
        QVERIFY(!parameter.given || i < 2);
    }
    Request request;
    request.model = model;
    const SearchSpace space = spaceOf(request, kPlaces);
    const StartGrid starts = startsOf(request, kPlaces);
    QCOMPARE(makeShape(request, referenceOf(model, kPlaces))->size(), shapes);
    QCOMPARE(int(space.low.size()), shapes);
    QCOMPARE(int(starts.theta.rows()), shapes);
    for (Eigen::Index node = 0; node < starts.theta.cols(); ++node)
        for (Eigen::Index i = 0; i < space.low.size(); ++i)
            QVERIFY(starts.theta(i, node) >= space.low[i] - 1e-12 &&
                    starts.theta(i, node) <= space.high[i] + 1e-12);
}

void TestRivals::printedAndBack_data() { addRivals(); }

void TestRivals::printedAndBack()
{
    QFETCH(Model, model);
    const auto parameters = rivalOf(model).parameters;
    std::vector<double> given;
    for (std::size_t i = 0; i < parameters.size(); ++i)
        given.push_back(0.3 + 0.1 * double(i));
    Request request;
    request.model = model;
    for (const double ceiling : {std::nan(""), 0.9}) {
        request.ceiling = ceiling; // a hinge ends there
        const Values found = printed(request, coefficients(request, given));
        for (std::size_t i = 0; i < given.size(); ++i)
            QVERIFY(std::abs(found[i] - given[i]) < 1e-14);
    }
}

void TestRivals::namesAreApart()
{
    std::set<std::string_view> names;
    for (const Model model : kModels)
        names.insert(name(model));
    QCOMPARE(names.size(), kModels.size());
    QCOMPARE(name(Model::Gompertz), std::string_view("gompertz"));
    QVERIFY(hasFloor(Model::Growth) && !hasFloor(Model::Power) && !hasFloor(Model::Line));
    QVERIFY(hasCeiling(Model::Step) && !hasCeiling(Model::Power) && !hasCeiling(Model::Hinge));
    QVERIFY(hasMidpoint(Model::Richards) && !hasMidpoint(Model::Step));
}

ONSET_TEST(TestRivals)
#include "tst_rivals.moc"
