#include "widgets/models/mapping_text.h"

#include "core/curve/known_chance.h"
#include "core/figure/quantity_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace onset {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onset::MappingText)
};

bool isScale(ColumnRole role)
{
    return role == ColumnRole::Parameters || role == ColumnRole::Tokens || role == ColumnRole::Flops;
}

/// "a to b", or "a" when they are the same.
QString range(const QString &low, const QString &high)
{
    return low == high ? low : Text::tr("%1 to %2").arg(low, high);
}

QString scoreEffect(const ColumnMapping &column, const ColumnSurvey &survey)
{
    const Metric metric = metricNamed(column.metric);
    const double unit = std::pow(10, column.exponent);
    const double low = survey.low * unit, high = survey.high * unit;
    const auto text = [](double value) { return QLocale().toString(value, 'g', 3); };
    QString effect = Text::tr("%L1 scores, %2").arg(survey.numbers).arg(range(text(low), text(high)));
    if (low < metric.low || high > metric.high)
        effect += Text::tr("; beyond %1 to %2 they are refused").arg(metric.low).arg(metric.high);
    const double chance = std::isnan(column.chance)
                              ? knownChance({column.benchmark, column.task, column.metric}).chance
                              : column.chance;
    if (!std::isnan(chance))
        effect += Text::tr("; chance %1").arg(text(chance));
    if (const qint64 words = survey.texts - survey.numbers; words > 0)
        effect += Text::tr("; %L1 texts are refused").arg(words);
    return effect;
}

QString scaleEffect(const ColumnMapping &column, const ColumnSurvey &survey)
{
    const double unit = std::pow(10, column.exponent);
    const auto text = [&](double value) {
        return column.role == ColumnRole::Flops ? powerText(value * unit) : shortCountText(value * unit);
    };
    return Text::tr("%L1 numbers, %2").arg(survey.numbers).arg(range(text(survey.low), text(survey.high)));
}

} // namespace

QString roleName(ColumnRole role)
{
    switch (role) {
    case ColumnRole::Ignored:
        return Text::tr("not read");
    case ColumnRole::Model:
        return Text::tr("model");
    case ColumnRole::Family:
        return Text::tr("family");
    case ColumnRole::Checkpoint:
        return Text::tr("checkpoint");
    case ColumnRole::Parameters:
        return Text::tr("parameters");
    case ColumnRole::Tokens:
        return Text::tr("training tokens");
    case ColumnRole::Flops:
        return Text::tr("training compute");
    case ColumnRole::Date:
        return Text::tr("date");
    case ColumnRole::Setting:
        return Text::tr("setting");
    case ColumnRole::Variant:
        return Text::tr("variant (seed, precision)");
    case ColumnRole::Score:
        return Text::tr("score");
    }
    return {};
}

std::vector<ColumnUnit> unitsOf(const ColumnMapping &column)
{
    if (column.role == ColumnRole::Score) {
        if (metricNamed(column.metric).proportion)
            return {{Text::tr("fraction"), 0}, {Text::tr("percent"), -2}};
        return {{Text::tr("as they are"), 0}};
    }
    if (column.role == ColumnRole::Flops)
        return {{Text::tr("FLOPs"), 0},       {Text::tr("10¹⁵ FLOPs"), 15}, {Text::tr("10¹⁸ FLOPs"), 18},
                {Text::tr("10²⁰ FLOPs"), 20}, {Text::tr("10²¹ FLOPs"), 21}, {Text::tr("10²² FLOPs"), 22},
                {Text::tr("10²³ FLOPs"), 23}, {Text::tr("10²⁴ FLOPs"), 24}};
    if (isScale(column.role))
        return {{Text::tr("as they are"), 0},
                {Text::tr("thousands (K)"), 3},
                {Text::tr("millions (M)"), 6},
                {Text::tr("billions (B)"), 9},
                {Text::tr("trillions (T)"), 12}};
    return {};
}

QString unitName(const ColumnMapping &column)
{
    const auto units = unitsOf(column);
    const auto unit = std::ranges::find(units, column.exponent, &ColumnUnit::exponent);
    if (unit != units.end())
        return unit->name;
    return units.empty() ? QString() : Text::tr("10^%1").arg(column.exponent);
}

QString effectOf(const ColumnMapping &column, const ColumnSurvey &survey)
{
    switch (column.role) {
    case ColumnRole::Ignored:
        return {};
    case ColumnRole::Model:
        return survey.different > 0
                   ? Text::tr("%L1 models in %L2 rows").arg(survey.different).arg(survey.texts)
                   : Text::tr("%L1 rows").arg(survey.texts);
    case ColumnRole::Score:
    case ColumnRole::Parameters:
    case ColumnRole::Tokens:
    case ColumnRole::Flops:
        if (survey.numbers == 0)
            return Text::tr("no numbers");
        return column.role == ColumnRole::Score ? scoreEffect(column, survey) : scaleEffect(column, survey);
    case ColumnRole::Family:
        return Text::tr("one curve for each");
    case ColumnRole::Checkpoint:
        return Text::tr("a curve over each model's training");
    case ColumnRole::Date:
        return Text::tr("%L1 dates").arg(survey.texts);
    case ColumnRole::Setting:
        return Text::tr("curves of their own for each");
    case ColumnRole::Variant:
        return Text::tr("tells rows of one model apart");
    }
    return {};
}

} // namespace onset
