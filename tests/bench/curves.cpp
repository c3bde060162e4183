#include "tests/bench/curves.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <sstream>

namespace onset {
namespace {

constexpr double kFloors[] = {0, 0, 0.1, 0.2, 0.25, 0.5};
constexpr int kQuestions[] = {100, 250, 500, 1000, 2000};

std::vector<std::string> fields(const std::string &line)
{
    std::vector<std::string> result;
    std::stringstream stream(line);
    for (std::string field; std::getline(stream, field, ',');)
        result.push_back(field);
    return result;
}

} // namespace

std::vector<fit::Points> syntheticCurves(int curves, int points)
{
    std::mt19937_64 generator(20220615);
    const auto uniform = [&](double low, double high) {
        return low + (high - low) * static_cast<double>(generator() >> 11) * 0x1p-53;
    };
    std::vector<fit::Points> result;
    for (int curve = 0; curve < curves; ++curve) {
        const double floor = kFloors[generator() % std::size(kFloors)];
        const double rise = (1 - floor) * uniform(0.3, 0.98);
        const double slope = std::exp(uniform(std::log(1.5), std::log(12)));
        const double midpoint = uniform(20, 23.8);
        const int questions = kQuestions[generator() % std::size(kQuestions)];
        fit::Points made;
        for (int i = 0; i < points; ++i) {
            const double x = 18 + 7.0 * i / (points - 1);
            const double p = floor + rise / (1 + std::exp(-slope * (x - midpoint)));
            int right = 0;
            for (int question = 0; question < questions; ++question)
                right += uniform(0, 1) < p;
            made.x.push_back(x);
            made.y.push_back(static_cast<double>(right) / questions);
            made.n.push_back(questions);
        }
        result.push_back(std::move(made));
    }
    return result;
}

std::vector<fit::Points> readCurves(const std::string &path)
{
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line))
        return {};
    const std::vector<std::string> header = fields(line);
    const auto column = [&](const char *name) {
        return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
    };
    const std::size_t task = column("task");
    const std::size_t flops = column("train_flops");
    const std::size_t value = column("value");
    const std::size_t last = std::max({task, flops, value});
    if (last >= header.size())
        return {};

    std::map<std::string, fit::Points> curves;
    while (std::getline(file, line)) {
        const std::vector<std::string> row = fields(line);
        if (row.size() <= last)
            return {};
        fit::Points &points = curves[row[task]];
        points.x.push_back(std::log10(std::stod(row[flops])));
        points.y.push_back(std::stod(row[value]));
    }
    std::vector<fit::Points> result;
    for (auto &[name, points] : curves)
        result.push_back(std::move(points));
    return result;
}

} // namespace onset
