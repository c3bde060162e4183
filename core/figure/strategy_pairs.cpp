#include "core/figure/strategy_pairs.h"

#include <QStringList>

#include <algorithm>
#include <set>
#include <tuple>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr std::size_t kMostPairs = 4;      // beside each other
constexpr std::size_t kMostStrategies = 3; // in one panel

QStringList partsOf(const QString &setting) { return setting.split(u", "_s); }

/// How much a setting helps the model, as its words tell: 0 named as what a strategy leaves out, 1 to 3 plain
/// prompting with no, one or more examples, 4 a strategy.
int helpIn(const QString &setting)
{
    const QStringList parts = partsOf(setting);
    const auto isPlain = [](const QString &part) {
        return part.endsWith("-shot"_L1) || part.startsWith("few-shot"_L1) || part == "greedy"_L1 ||
               part == "not stated"_L1;
    };
    if (std::ranges::any_of(parts, [](const QString &part) { return part.startsWith("no "_L1); }))
        return 0;
    if (!std::ranges::all_of(parts, isPlain))
        return 4;
    return parts.contains("zero-shot"_L1) ? 1 : parts.contains("one-shot"_L1) ? 2 : 3;
}

/// Models that both have of a family along the scale; 0 when either lacks it.
int modelsOf(const Ability &ability, const QString &family, const Scale &x)
{
    const auto found = std::ranges::find(ability.families, family, &AbilityFamily::name);
    if (found == ability.families.end())
        return 0;
    return x.kind == Scale::Kind::Compute ? found->placed : found->models;
}

bool comparable(const Ability &a, const Ability &b, const Scale &x)
{
    return std::ranges::any_of(a.families, [&](const AbilityFamily &family) {
        return modelsOf(a, family.name, x) >= 2 && modelsOf(b, family.name, x) >= 2;
    });
}

/// The settings of one measure, along a scale.
struct Settings
{
    std::vector<const Ability *> all;
    Scale x;

    /// The one that this one adds something to; null: it is the plainest.
    [[nodiscard]] const Ability *baselineOf(const Ability &ability) const
    {
        const QStringList parts = partsOf(ability.setting);
        const int help = helpIn(ability.setting);
        const Ability *best = nullptr;
        std::tuple<int, int, int> least; // of the best: how it is plainer, then how near it is to this one
        for (const Ability *other : all) {
            const QStringList others = partsOf(other->setting);
            const int lower = helpIn(other->setting);
            const bool within =
                others.size() < parts.size() &&
                std::ranges::all_of(others, [&](const QString &o) { return parts.contains(o); });
            if (other == &ability || (!within && lower >= help) || !comparable(ability, *other, x))
                continue;
            std::tuple<int, int, int> rank{2, help == 4 ? -lower : lower, 0}; // most examples, or none at all
            if (lower == 0)
                rank = {0, 0, 0};
            else if (within)
                rank = {1, -int(others.size()), lower};
            if (!best || rank < least) {
                best = other;
                least = rank;
            }
        }
        return best;
    }

    [[nodiscard]] std::vector<const Ability *> buildingOn(const Ability &ability) const
    {
        std::vector<const Ability *> found;
        for (const Ability *other : all)
            if (other != &ability && baselineOf(*other) == &ability)
                found.push_back(other);
        return found;
    }
};

struct Comparison
{
    const Ability *baseline;
    std::vector<const Ability *> strategies;
};

/// @param together  the chosen ones of the measure
Comparison comparisonOf(const Ability &ability, const std::vector<const Ability *> &together,
                        const Settings &settings)
{
    if (together.size() > 1) {
        std::vector<const Ability *> ordered = together;
        std::ranges::stable_sort(ordered, {}, [](const Ability *a) { return helpIn(a->setting); });
        return {ordered.front(), {ordered.begin() + 1, ordered.end()}};
    }
    if (helpIn(ability.setting) < 4)
        if (const auto building = settings.buildingOn(ability); !building.empty())
            return {&ability, building};
    if (const Ability *baseline = settings.baselineOf(ability))
        return {baseline, {&ability}};
    if (const auto building = settings.buildingOn(ability); !building.empty())
        return {&ability, building};
    for (const Ability *other : settings.all) // of two settings neither is plainer
        if (other != &ability && comparable(ability, *other, settings.x))
            return {other, {&ability}};
    return {&ability, {}};
}

void addPairs(const Comparison &comparison, const Scale &x, std::vector<StrategyPair> &pairs)
{
    std::vector<AbilityFamily> families = comparison.baseline->families;
    std::ranges::stable_sort(families, std::ranges::greater(), &AbilityFamily::models);
    bool added = false;
    const auto curve = [](const Ability &ability, const QString &family, bool baseline) {
        CurveSpec spec{.key = ability.key(), .label = ability.setting, .baseline = baseline};
        spec.key.family = family;
        return spec;
    };
    for (const AbilityFamily &family : families) {
        StrategyPair pair{{curve(*comparison.baseline, family.name, true)}};
        for (const Ability *strategy : comparison.strategies)
            if (modelsOf(*comparison.baseline, family.name, x) >= 2 &&
                modelsOf(*strategy, family.name, x) >= 2 && pair.curves.size() <= kMostStrategies)
                pair.curves.push_back(curve(*strategy, family.name, false));
        if (pair.curves.size() < 2)
            continue;
        pairs.push_back(std::move(pair));
        added = true;
    }
    if (!added) // which is then said
        pairs.push_back({{curve(*comparison.baseline, families.front().name, false)}});
}

} // namespace

std::vector<StrategyPair> strategyPairs(const std::vector<const Ability *> &chosen,
                                        const std::vector<Ability> &all, const Scale &x)
{
    std::vector<StrategyPair> pairs;
    std::set<MeasureKey> done;
    for (const Ability *ability : chosen) {
        if (!done.insert(ability->measure).second)
            continue;
        std::vector<const Ability *> together;
        Settings settings{{}, x};
        std::ranges::copy_if(chosen, std::back_inserter(together),
                             [&](const Ability *a) { return a->measure == ability->measure; });
        for (const Ability &other : std::ranges::equal_range(all, ability->measure, {}, &Ability::measure))
            settings.all.push_back(&other);
        addPairs(comparisonOf(*ability, together, settings), x, pairs);
    }
    pairs.resize(std::min(pairs.size(), kMostPairs));
    return pairs;
}

} // namespace onset
