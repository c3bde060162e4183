#include "tests/support/test_class.h"

// Statistical Reference Datasets, nonlinear regression (National Institute of Standards and Technology): data
// and certified values as published. The certified sums of squares, reached again at the certified
// parameters, prove that the data are typed right.

#include "core/fit/solve/fitter.h"
#include "core/fit/solve/likelihood_solver.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace onset;
using namespace onset::fit;

class TestNist : public QObject
{
    Q_OBJECT

private slots:
    void certified_data();
    void certified();
    void ownRivals();
};

namespace {

const Points kMisra{
    {77.6, 114.9, 141.1, 190.8, 239.9, 289, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760},
    {10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4, 75.47, 81.78},
    {},
    {}};

const Points kBoxBod{{1, 2, 3, 5, 7, 10}, {109, 149, 149, 191, 213, 224}, {}, {}};

const Points kRat42{{9, 14, 21, 28, 42, 57, 63, 70, 79},
                    {8.93, 10.8, 18.59, 22.33, 39.35, 56.11, 61.73, 64.62, 67.08},
                    {},
                    {}};

const Points kRat43{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                    {16.08, 33.83, 65.8, 97.2, 191.55, 326.2, 386.87, 520.53, 590.03, 651.92, 724.93, 699.56,
                     689.96, 637.56, 717.41},
                    {},
                    {}};

const Points kMgh09{{4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625},
                    {0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246},
                    {},
                    {}};

const Points kThurber{
    {-3.067, -2.981, -2.921, -2.912, -2.84,  -2.797, -2.702, -2.699, -2.633, -2.481, -2.363, -2.322, -1.501,
     -1.46,  -1.274, -1.212, -1.1,   -1.046, -0.915, -0.714, -0.566, -0.545, -0.4,   -0.309, -0.109, -0.103,
     0.01,   0.119,  0.377,  0.79,   0.963,  1.006,  1.115,  1.572,  1.841,  2.047,  2.2},
    {80.574,   84.248,   87.264,   87.195,   89.076,   89.608,   89.868,   90.101,   92.405,   95.854,
     100.696,  101.06,   401.672,  390.724,  567.534,  635.316,  733.054,  759.087,  894.206,  990.785,
     1090.109, 1080.914, 1122.643, 1178.351, 1260.531, 1273.514, 1288.339, 1327.543, 1353.863, 1414.509,
     1425.208, 1421.384, 1442.962, 1464.35,  1468.705, 1447.894, 1457.628},
    {},
    {}};

const Points kEckerle4{{400,   405, 410,   415, 420,   425, 430,   435, 436.5, 438, 439.5, 441,
                        442.5, 444, 445.5, 447, 448.5, 450, 451.5, 453, 454.5, 456, 457.5, 459,
                        460.5, 462, 463.5, 465, 470,   475, 480,   485, 490,   495, 500},
                       {0.0001575, 0.0001699, 0.000235,  0.0003102, 0.0004917, 0.000871,  0.0017418,
                        0.00464,   0.0065895, 0.0097302, 0.0149002, 0.023731,  0.0401683, 0.0712559,
                        0.1264458, 0.2073413, 0.2902366, 0.3445623, 0.3698049, 0.3668534, 0.3106727,
                        0.2078154, 0.1164354, 0.0616764, 0.03372,   0.0194023, 0.0117831, 0.0074357,
                        0.0022732, 0.00088,   0.0004579, 0.0002345, 0.0001586, 0.0001143, 7.1e-05},
                       {},
                       {}};

/// level + rise·s(x; θ) with s given as a function; its derivatives are central differences.
class GivenShape final : public CurveShape
{
public:
    using Function = std::function<double(double, const Theta &)>;

    GivenShape(int size, Function s) : m_size(size), m_s(std::move(s)) {}
    int size() const override { return m_size; }
    void value(const Theta &theta, const Eigen::ArrayXd &x, Eigen::ArrayXd &s) const override
    {
        for (Eigen::Index i = 0; i < x.size(); ++i)
            s[i] = m_s(x[i], theta);
    }
    void gradient(const Theta &theta, const Eigen::ArrayXd &x, const Eigen::ArrayXd &,
                  Eigen::ArrayXXd &gradient) const override
    {
        for (Eigen::Index k = 0; k < theta.size(); ++k) {
            const double step = 1e-5 * std::max(std::abs(theta[k]), 1e-4);
            Theta up = theta, down = theta;
            up[k] += step;
            down[k] -= step;
            for (Eigen::Index i = 0; i < x.size(); ++i)
                gradient(i, k) = (m_s(x[i], up) - m_s(x[i], down)) / (2 * step);
        }
    }

private:
    int m_size;
    Function m_s;
};

/// μ = rise·s(x; θ): the certified parameters and starts come as they are published, `from` makes rise and θ.
struct Problem
{
    Points points;
    int size;
    GivenShape::Function s;
    std::function<std::vector<double>(const std::vector<double> &)> from; ///< published → (rise, θ)
    std::vector<std::vector<double>> starts;
    std::vector<double> certified;
    double rss;
    std::vector<Interval> box; ///< of θ, positive: our own start is a grid of equal steps in its logarithms
};

const auto kAsPublished = [](const std::vector<double> &b) { return b; };

std::vector<std::pair<const char *, Problem>> problems()
{
    const auto saturation = [](double x, const Theta &b) { return -std::expm1(-b[0] * x); };
    return {
        {"Misra1a",
         {kMisra,
          1,
          saturation,
          kAsPublished,
          {{500, 0.0001}, {250, 0.0005}},
          {2.3894212918E+02, 5.5015643181E-04},
          1.2455138894E-01,
          {{1e-5, 1e-1}}}},
        {"Misra1b",
         {kMisra,
          1,
          [](double x, const Theta &b) { return 1 - std::pow(1 + b[0] * x / 2, -2); },
          kAsPublished,
          {{500, 0.0001}, {300, 0.0002}},
          {3.3799746163E+02, 3.9039091287E-04},
          7.5464681533E-02,
          {{1e-5, 1e-1}}}},
        {"Misra1c",
         {kMisra,
          1,
          [](double x, const Theta &b) { return 1 - 1 / std::sqrt(1 + 2 * b[0] * x); },
          kAsPublished,
          {{500, 0.0001}, {600, 0.0002}},
          {6.3642725809E+02, 2.0813627256E-04},
          4.0966836971E-02,
          {{1e-5, 1e-1}}}},
        {"Misra1d",
         {kMisra,
          1,
          [](double x, const Theta &b) { return b[0] * x / (1 + b[0] * x); },
          kAsPublished,
          {{500, 0.0001}, {450, 0.0003}},
          {4.3736970754E+02, 3.0227324449E-04},
          5.6419295283E-02,
          {{1e-5, 1e-1}}}},
        {"BoxBOD",
         {kBoxBod,
          1,
          saturation,
          kAsPublished,
          {{1, 1}, {100, 0.75}},
          {2.1380940889E+02, 5.4723748542E-01},
          1.1680088766E+03,
          {{1e-3, 10}}}},
        {"MGH09",
         {kMgh09,
          3,
          [](double x, const Theta &b) { return (x * x + x * b[0]) / (x * x + x * b[1] + b[2]); },
          kAsPublished,
          {{25, 39, 41.5, 39}, {0.25, 0.39, 0.415, 0.39}},
          {1.9280693458E-01, 1.9128232873E-01, 1.2305650693E-01, 1.3606233068E-01},
          3.0750560385E-04,
          {{1e-2, 10}, {1e-2, 10}, {1e-2, 10}}}},
        {"Rat42",
         {kRat42,
          2,
          [](double x, const Theta &b) { return 1 / (1 + std::exp(b[0] - b[1] * x)); },
          kAsPublished,
          {{100, 1, 0.1}, {75, 2.5, 0.07}},
          {7.2462237576E+01, 2.6180768402E+00, 6.7359200066E-02},
          8.0565229338E+00,
          {{0.1, 10}, {0.01, 1}}}},
        {"Rat43",
         {kRat43,
          3,
          [](double x, const Theta &b) { return std::pow(1 + std::exp(b[0] - b[1] * x), -1 / b[2]); },
          kAsPublished,
          {{100, 10, 1, 1}, {700, 5, 0.75, 1.3}},
          {6.9964151270E+02, 5.2771253025E+00, 7.5962938329E-01, 1.2792483859E+00},
          8.7864049080E+03,
          {{0.1, 20}, {0.05, 5}, {0.1, 10}}}},
        {"Thurber",
         {kThurber,
          6,
          [](double x, const Theta &b) {
              return (1 + x * (b[0] + x * (b[1] + x * b[2]))) / (1 + x * (b[3] + x * (b[4] + x * b[5])));
          },
          [](const std::vector<double> &b) {
              return std::vector{b[0], b[1] / b[0], b[2] / b[0], b[3] / b[0], b[4], b[5], b[6]};
          },
          {{1000, 1000, 400, 40, 0.7, 0.3, 0.03}, {1300, 1500, 500, 75, 1, 0.4, 0.05}},
          {1.2881396800E+03, 1.4910792535E+03, 5.8323836877E+02, 7.5416644291E+01, 9.6629502864E-01,
           3.9797285797E-01, 4.9727297349E-02},
          5.6427082397E+03,
          {}}},
        {"Eckerle4",
         {kEckerle4,
          2,
          [](double x, const Theta &b) { return std::exp(-0.5 * std::pow((x - b[1]) / b[0], 2)); },
          [](const std::vector<double> &b) {
              return std::vector{b[0] / b[1], b[1], b[2]};
          },
          {{1, 10, 500}, {1.5, 5, 450}},
          {1.5543827178, 4.0888321754, 4.5154121844E+02},
          1.4635887487E-03,
          {{0.5, 50}, {400, 500}}}},
    };
}

double rssOf(const Problem &problem, const std::vector<double> &found)
{
    Theta theta(problem.size);
    std::copy(found.begin() + 1, found.end(), theta.data());
    double sum = 0;
    for (std::size_t i = 0; i < problem.points.size(); ++i)
        sum += std::pow(problem.points.y[i] - found[0] * problem.s(problem.points.x[i], theta), 2);
    return sum;
}

double digits(double found, double certified) { return -std::log10(std::abs(found / certified - 1) + 1e-16); }

/// A grid over the box, 24 places along each of one or two axes, else 12.
StartGrid gridOf(const Problem &problem)
{
    const int steps = problem.size > 2 ? 12 : 24;
    StartGrid grid;
    grid.theta.resize(problem.size, static_cast<Eigen::Index>(std::pow(steps, problem.size)));
    for (Eigen::Index node = 0; node < grid.theta.cols(); ++node) {
        Eigen::Index rest = node;
        for (Eigen::Index k = 0; k < problem.size; ++k, rest /= steps) {
            const Interval &range = problem.box[static_cast<std::size_t>(k)];
            const double share = static_cast<double>(rest % steps) / (steps - 1);
            grid.theta(k, node) = range.low * std::pow(range.high / range.low, share);
        }
        grid.neighbours.emplace_back().fill(static_cast<int>(node));
    }
    return grid;
}

/// Correct digits of the least correct parameter, and of the sum of squares.
/// @param start  as published; empty: from our own grid
std::pair<double, double> solved(const Problem &problem, const std::vector<double> &start)
{
    SearchSpace space{{{0, 0}, {-kInfinity, kInfinity}}};
    space.low = Theta::Constant(problem.size, -kInfinity);
    space.high = Theta::Constant(problem.size, kInfinity);
    for (std::size_t k = 0; start.empty() && k < problem.box.size(); ++k) {
        space.low[static_cast<Eigen::Index>(k)] = problem.box[k].low;
        space.high[static_cast<Eigen::Index>(k)] = problem.box[k].high;
    }
    LikelihoodSolver solver(problem.points.x, std::make_unique<GivenShape>(problem.size, problem.s), space,
                            start.empty() ? gridOf(problem) : StartGrid());
    const Likelihood likelihood(problem.points, Noise::Gaussian, 0, 1);
    Optimum found;
    if (start.empty()) {
        found = solver.solve(problem.points, likelihood);
    } else {
        const std::vector<double> from = problem.from(start);
        found.curve.rise = from[0];
        found.curve.theta = Eigen::Map<const Theta>(from.data() + 1, problem.size);
        found.scatter = 1;
        found = solver.polish(problem.points, likelihood, found);
    }
    const std::vector<double> certified = problem.from(problem.certified);
    double least = digits(found.curve.rise, certified[0]);
    for (int k = 0; k < problem.size; ++k)
        least = std::min(least, digits(found.curve.theta[k], certified[static_cast<std::size_t>(k) + 1]));
    return {least, digits(-2 * found.value, problem.rss)};
}

} // namespace

Q_DECLARE_METATYPE(Problem)

void TestNist::certified_data()
{
    QTest::addColumn<Problem>("problem");
    for (const auto &[name, problem] : problems())
        QTest::newRow(name) << problem;
}

void TestNist::certified()
{
    QFETCH(Problem, problem);
    QVERIFY(digits(rssOf(problem, problem.from(problem.certified)), problem.rss) > 9);
    const auto enough = [&](const std::vector<double> &start, const char *from) {
        const auto [parameters, rss] = solved(problem, start);
        qInfo("%s: parameters to %.1f digits, sum of squares to %.1f", from, parameters, rss);
        return parameters >= 6 && rss >= 6;
    };
    const bool first = enough(problem.starts[0], "first start");
    const bool second = enough(problem.starts[1], "second start");
    const bool own = !problem.box.empty() && enough({}, "own start");
    QVERIFY(own || (first && second));
}

/// Rat42 is our logistic and Rat43 our Richards curve, from the grid of their boxes.
void TestNist::ownRivals()
{
    Request request;
    request.floor = 0;
    request.box.rise = {0, 2000};
    request.box.slope = {0.001, 10};
    request.box.midpoint = {-100, 200};
    const Fit logistic = fit::fit(kRat42, request);
    QVERIFY(digits(logistic.rss, 8.0565229338E+00) > 6);
    QVERIFY(digits(logistic.parameter("ceiling"), 7.2462237576E+01) > 6);
    QVERIFY(digits(logistic.parameter("slope"), 6.7359200066E-02) > 6);
    QVERIFY(digits(logistic.parameter("midpoint"), 2.6180768402E+00 / 6.7359200066E-02) > 6);

    request.model = Model::Richards;
    const Fit richards = fit::fit(kRat43, request);
    const double b2 = 5.2771253025E+00, b3 = 7.5962938329E-01, b4 = 1.2792483859E+00;
    QVERIFY(digits(richards.rss, 8.7864049080E+03) > 6);
    QVERIFY(digits(richards.parameter("ceiling"), 6.9964151270E+02) > 6);
    QVERIFY(digits(richards.parameter("slope"), b3) > 6);
    QVERIFY(digits(richards.parameter("asymmetry"), 1 / b4) > 6);
    QVERIFY(digits(richards.parameter("midpoint"), (b2 - std::log(std::exp2(b4) - 1)) / b3) > 6);
}

ONSET_TEST(TestNist)
#include "tst_nist.moc"
