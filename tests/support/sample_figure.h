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
inline CatalogPtr sampleCatalog()
{
    using namespace Qt::StringLiterals;
    const Curve gpt3 =
        sampleCurve(u"GPT-3"_s, u"3-digit addition"_s, {{1e20, 0}, {1e21, 0.02}, {1e22, 0.1}, {1e23, 0.8}});
    const Curve lamda =
        sampleCurve(u"LaMDA"_s, u"3-digit addition"_s, {{1e21, 0}, {1e22, 0.05}, {1e23, 0.4}});
    const Curve words = sampleCurve(u"GPT-3"_s, u"word unscrambling"_s, {{1e20, 0.1}, {1e22, 0.3}});
    auto catalog = std::make_shared<Catalog>();
    for (const std::vector<Curve> &curves : {std::vector{gpt3, lamda}, std::vector{words}}) {
        const CurveKey &key = curves.front().key;
        catalog->abilities.push_back({{key.benchmark, key.task, key.metric}, key.setting, curves});
    }
    return catalog;
}

/// The first ability of `sampleCatalog` as a figure, with its fits.
inline std::shared_ptr<const FigureContent> sampleFigure(const FigureSpec &pattern = {})
{
    const CatalogPtr catalog = sampleCatalog();
    const auto source = [&catalog](const CurveSpec &spec, const Scale &scale) -> Result<Curve> {
        for (const Ability &ability : catalog->abilities) {
            for (Curve curve : ability.curves) {
                if (curve.key == spec.key) {
                    curve.scale = scale;
                    return curve;
                }
            }
        }
        return failure(Code::NotFound, spec.key.family);
    };
    Progress progress;
    return compose(figureOf({&catalog->abilities.front()}, pattern), source, 1, progress).value();
}

} // namespace onset::test
