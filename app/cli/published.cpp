#include "app/cli/published.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

/// What one source says of the curve's task, by key.
const Remark *find(const std::vector<Remark> &annotations, const CurveKey &key, const QString &what)
{
    const auto found = std::ranges::find_if(annotations, [&](const Remark &each) {
        return each.key == what && each.task == key.task && each.benchmark == key.benchmark;
    });
    return found == annotations.end() ? nullptr : &*found;
}

QString keyOf(Scale::Kind kind)
{
    switch (kind) {
    case Scale::Kind::Compute:
        return u"emergent from train_flops"_s;
    case Scale::Kind::Parameters:
        return u"emergent from params"_s;
    default:
        return {};
    }
}

} // namespace

Published publishedOnset(const std::vector<Remark> &annotations, const Curve &curve)
{
    const Remark *scale = find(annotations, curve.key, keyOf(curve.scale.kind));
    const Remark *model = find(annotations, curve.key, u"emergent from model"_s);
    if (!scale || !model ||
        std::ranges::find(curve.points, model->value, &CurvePoint::model) == curve.points.end())
        return {};
    const Remark *setting = find(annotations, curve.key, u"setting"_s);
    const Remark *group = find(annotations, curve.key, u"group"_s);
    if (setting && setting->value != curve.key.setting)
        return {};
    if (!setting && group && group->value == u"few-shot prompting" &&
        !curve.key.setting.startsWith(u"few-shot"))
        return {};
    return {scale->value.toDouble(), scale->source};
}

} // namespace onset::cli
