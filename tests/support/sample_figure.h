#pragma once

#include "core/figure/figure_content.h"
#include "widgets/session/catalog.h"

#include <cmath>
#include <utility>
#include <vector>

namespace onset::test {

/// A curve of a family along training compute, with 100 questions a score and chance 0.
inline Curve sampleCurve(const QString &family, const QString &task,
                         const std::vector<std::pair<double, double>> &points)
{
    using namespace Qt::StringLiterals;
    Curve curve;
    curve.key = {family, {}, u"arithmetic"_s, task, u"accuracy"_s, u"few-shot (K=50)"_s};
    curve.metric = {.name = u"accuracy"_s, .counts = true, .generated = true};
    curve.chance = 0;
    curve.best = 1;
    for (const auto &[x, y] : points) {
        CurvePoint point;
        point.model = u"%1 %2"_s.arg(family).arg(curve.points.size());
        point.x = point.flops = x;
        point.y = y;
        point.n = 100;
        point.parameters = std::round(x / 1e12);
        point.source = u"Table %1"_s.arg(curve.points.size());
        curve.points.push_back(point);
    }
    return curve;
}

/// Two families on one task and one of them on another.
inline std::vector<Curve> sampleCurves()
{
    using namespace Qt::StringLiterals;
    return {
        sampleCurve(u"GPT-3"_s, u"3-digit addition"_s, {{1e20, 0}, {1e21, 0.02}, {1e22, 0.1}, {1e23, 0.8}}),
        sampleCurve(u"LaMDA"_s, u"3-digit addition"_s, {{1e21, 0}, {1e22, 0.05}, {1e23, 0.4}}),
        sampleCurve(u"GPT-3"_s, u"word unscrambling"_s, {{1e20, 0.1}, {1e22, 0.3}})};
}

/// What a workbook with these curves lists.
inline std::vector<Ability> sampleAbilities()
{
    std::vector<Ability> abilities;
    for (const Curve &curve : sampleCurves()) {
        const auto &[family, run, benchmark, task, metric, setting] = curve.key;
        if (abilities.empty() || abilities.back().measure.task != task)
            abilities.push_back({{benchmark, task, metric}, setting, {}});
        const int models = int(curve.points.size());
        abilities.back().families.push_back({family, models, models});
    }
    return abilities;
}

inline CatalogPtr sampleCatalog() { return makeCatalog(sampleAbilities(), {}); }

/// The first ability of `sampleCatalog` as a figure, with its fits.
inline std::shared_ptr<const FigureContent> sampleFigure(const FigureSpec &pattern = {})
{
    const auto source = [](const CurveSpec &spec, const Scale &scale) -> Result<Curve> {
        for (Curve curve : sampleCurves()) {
            if (curve.key == spec.key) {
                curve.scale = scale;
                return curve;
            }
        }
        return failure(Code::NotFound, spec.key.family);
    };
    const std::vector<Ability> abilities = sampleAbilities();
    Progress progress;
    return compose(figureOf({&abilities.front()}, pattern), source, 1, progress).value();
}

} // namespace onset::test
