#include "core/figure/views.h"

#include "core/base/grouped.h"
#include "core/figure/figure_text.h"
#include "core/figure/panel_grid.h"
#include "core/figure/strategy_pairs.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <tuple>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr double kPanelWidthMm = 70, kPanelHeightMm = 55; // of each panel when there are many
constexpr double kRowMm = 4.5, kRowsAroundMm = 25;        // of a panel of rows, and of all around them
constexpr double kUsualLength = 5;                        // steps of an answer, until the reader says
constexpr std::size_t kMostMetrics = 2;                   // further ones of a task
constexpr std::size_t kMostSelected = 1000;               // that a figure remembers

/// Of the same task, in whatever metric and setting.
std::span<const Ability> sameTask(const std::vector<Ability> &all, const Ability &ability)
{
    const auto task = [](const Ability &a) { return std::tie(a.measure.benchmark, a.measure.task); };
    return std::ranges::equal_range(all, task(ability), {}, task);
}

/// Models that both have, of families with two of them or more.
int modelsInCommon(const Ability &a, const Ability &b)
{
    int models = 0;
    for (const AbilityFamily &mine : a.families)
        for (const AbilityFamily &other : b.families)
            if (const int both = std::min(mine.models, other.models); mine.name == other.name && both >= 2)
                models += both;
    return models;
}

/// By name.
std::vector<const AbilityFamily *> shownFamilies(const Ability &ability)
{
    std::vector<const AbilityFamily *> families;
    for (const AbilityFamily &family : ability.families)
        families.push_back(&family);
    const auto most = families.begin() + std::ptrdiff_t(std::min(families.size(), kMostFamilies));
    if (most != families.end()) {
        std::ranges::partial_sort(families, most, {}, [](const AbilityFamily *family) {
            return std::tuple(-family->placed, -family->models, QStringView(family->name));
        });
        families.erase(most, families.end());
    }
    std::ranges::sort(families, {}, &AbilityFamily::name);
    return families;
}

/// ", 24 of 1,000 families" behind a title; empty when all are shown.
QString leftOut(const Ability &ability)
{
    return ability.families.size() <= kMostFamilies ? QString()
                                                    : FigureText::tr(", %1 of %2 families")
                                                          .arg(kMostFamilies)
                                                          .arg(grouped(std::ssize(ability.families)));
}

std::vector<CurveSpec> curvesOf(const Ability &ability)
{
    std::vector<CurveSpec> curves;
    CurveKey key = ability.key();
    for (const AbilityFamily *family : shownFamilies(ability)) {
        key.family = family->name;
        curves.push_back({.key = key});
    }
    return curves;
}

/// What panels of any view have in common with those of another.
PanelSpec plain(const FigureSpec &pattern)
{
    PanelSpec panel = pattern.panels.empty() ? PanelSpec{} : pattern.panels.front();
    panel.plot = Plot::Scores;
    panel.gains = false;
    panel.title.clear();
    panel.curves.clear();
    panel.xRange = panel.yRange = std::nullopt;
    panel.floor = panel.ceiling = std::nullopt;
    panel.annotations.clear();
    return panel;
}

/// What stands over a figure, and over the panels of each ability.
struct Titles
{
    QString figure;
    QStringList abilities; ///< shape (chosen)
};

/// What all have in common is said once: a single ability, or the setting.
Titles titlesOf(const std::vector<const Ability *> &chosen)
{
    if (chosen.size() == 1)
        return {titleOf(*chosen.front()), {QString()}};
    const bool common = chosen.front()->statesSetting() && std::ranges::all_of(chosen, [&](const Ability *a) {
                            return a->setting == chosen.front()->setting;
                        });
    Titles titles;
    if (common)
        titles.figure = chosen.front()->setting;
    for (const Ability *ability : chosen)
        titles.abilities << (common ? ability->measure.task + leftOut(*ability) : titleOf(*ability));
    return titles;
}

void giveRoom(FigureSpec &figure)
{
    const int count = int(figure.panels.size());
    const int columns = std::max(1, columnsOf(count, figure.columns));
    const int rows = (count + columns - 1) / columns;
    figure.style.widthMm = std::max(FigureStyle{}.widthMm, columns * kPanelWidthMm);
    figure.style.heightMm = std::max(FigureStyle{}.heightMm, rows * kPanelHeightMm);
}

FigureSpec strategies(const std::vector<const Ability *> &chosen, const std::vector<Ability> &all,
                      FigureSpec figure, const PanelSpec &pattern)
{
    const std::vector<StrategyPair> pairs = strategyPairs(chosen, all, pattern.x);
    for (const Plot plot : {Plot::Scores, Plot::Differences})
        for (const StrategyPair &pair : pairs) {
            PanelSpec panel = pattern;
            panel.plot = plot;
            panel.curves = pair.curves;
            if (plot == Plot::Scores)
                panel.title = u"%1, %2"_s.arg(pair.curves.front().key.task, pair.curves.front().key.family);
            figure.panels.push_back(panel);
        }
    figure.columns = int(pairs.size());
    return figure;
}

/// A perplexity that most models of the abilities have.
std::optional<Scale> perplexityOf(const std::vector<const Ability *> &chosen, const std::vector<Ability> &all)
{
    std::optional<Scale> scale;
    int most = 0;
    for (const Ability &ability : all) {
        if (!ability.measure.metric.contains("perplexity"_L1))
            continue;
        int models = 0;
        for (const Ability *one : chosen)
            models += modelsInCommon(*one, ability);
        if (models > most) {
            most = models;
            scale = {Scale::Kind::Measure, ability.measure, ability.setting};
        }
    }
    return scale;
}

FigureSpec scales(const std::vector<const Ability *> &chosen, const std::vector<Ability> &all,
                  FigureSpec figure, const PanelSpec &pattern)
{
    std::vector<std::pair<Scale, QString>> scales{
        {{Scale::Kind::Compute}, FigureText::tr("Training compute")},
        {{Scale::Kind::Parameters}, FigureText::tr("Parameters")}};
    if (const auto perplexity = perplexityOf(chosen, all))
        scales.emplace_back(*perplexity, FigureText::tr("Perplexity"));
    const Titles titles = titlesOf(chosen);
    figure.title = titles.figure;
    for (std::size_t i = 0; i < chosen.size(); ++i)
        for (const auto &[scale, name] : scales) {
            PanelSpec panel = pattern;
            if (panel.x != scale)
                panel.cutoff = std::nullopt; // which is a place on that one
            panel.x = scale;
            panel.logX = std::nullopt;
            panel.title = chosen.size() == 1 ? name : titles.abilities[qsizetype(i)];
            panel.curves = curvesOf(*chosen[i]);
            figure.panels.push_back(panel);
        }
    figure.columns = int(scales.size());
    return figure;
}

/// How telling a metric is beside another one of its task; smaller is more.
std::size_t rankOf(const QString &metric)
{
    static const QStringList telling{u"cross-entropy"_s,
                                     u"probability of correct answer"_s,
                                     u"log-probability of correct answer"_s,
                                     u"negative log-probability of correct answer"_s,
                                     u"exact match"_s,
                                     u"multiple-choice grade"_s,
                                     u"accuracy"_s,
                                     u"BLEU"_s,
                                     u"sequence F1"_s,
                                     u"F1"_s,
                                     u"ROUGE-L"_s};
    const qsizetype found = telling.indexOf(metric);
    return std::size_t(found < 0 ? telling.size() : found);
}

/// Other metrics of the task that at least two models of a family have as well.
std::vector<const Ability *> otherMetrics(const Ability &ability, const std::vector<Ability> &all)
{
    const bool counts = metricNamed(ability.measure.metric).counts;
    std::vector<const Ability *> others;
    for (const Ability &other : sameTask(all, ability))
        if (metricNamed(other.measure.metric).counts != counts && modelsInCommon(ability, other) > 0)
            others.push_back(&other);
    std::ranges::stable_sort(others, {}, [&](const Ability *other) {
        return std::tuple(rankOf(other->measure.metric), other->setting != ability.setting);
    });
    const auto metric = [](const Ability *other) { return other->measure.metric; };
    others.erase(std::ranges::unique(others, {}, metric).begin(), others.end());
    others.resize(std::min(others.size(), kMostMetrics));
    return others;
}

FigureSpec metrics(const std::vector<const Ability *> &chosen, const std::vector<Ability> &all,
                   const FigureSpec &before, FigureSpec figure, const PanelSpec &pattern)
{
    const auto isProportion = [](const Ability *a) { return metricNamed(a->measure.metric).proportion; };
    const bool lenses = std::ranges::all_of(chosen, isProportion);
    const auto asked = std::ranges::find_if(before.panels, [](const PanelSpec &panel) {
        return panel.transform == Transform::Root || panel.transform == Transform::Power;
    });
    const Titles titles = titlesOf(chosen);
    figure.title = titles.figure;
    std::vector<std::vector<const Ability *>> others;
    std::size_t further = kMostMetrics;
    for (const Ability *ability : chosen) {
        others.push_back(otherMetrics(*ability, all));
        further = std::min(further, others.back().size());
    }
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const auto add = [&](const Ability &ability, const QString &what, Transform transform,
                             double answerLength = 1) {
            PanelSpec panel = pattern;
            panel.transform = transform;
            panel.answerLength = answerLength;
            const QString &title = titles.abilities[qsizetype(i)];
            panel.title = title.isEmpty() ? what : u"%1: %2"_s.arg(title, what);
            panel.curves = curvesOf(ability);
            figure.panels.push_back(panel);
        };
        add(*chosen[i], chosen[i]->measure.metric, Transform::Raw);
        if (lenses) {
            const bool known = asked != before.panels.end();
            add(*chosen[i], FigureText::tr("by steps"), known ? asked->transform : Transform::Root,
                known ? asked->answerLength : kUsualLength);
            add(*chosen[i], FigureText::tr("logit"), Transform::Logit);
        }
        for (std::size_t k = 0; k < further; ++k)
            add(*others[i][k], others[i][k]->measure.metric, Transform::Raw);
    }
    if (chosen.size() > 1)
        figure.columns = int((lenses ? 3 : 1) + further);
    return figure;
}

FigureSpec rows(const std::vector<const Ability *> &chosen, Plot plot, FigureSpec figure,
                const PanelSpec &pattern)
{
    PanelSpec &panel = figure.panels.emplace_back(pattern);
    panel.plot = plot;
    panel.transform = Transform::Raw;
    for (const Ability *ability : chosen) {
        const std::vector<CurveSpec> curves = curvesOf(*ability);
        panel.curves.insert(panel.curves.end(), curves.begin(), curves.end());
    }
    figure.style.widthMm = FigureStyle{}.widthMm;
    figure.style.heightMm =
        std::max(FigureStyle{}.heightMm, kRowsAroundMm + kRowMm * double(panel.curves.size()));
    return figure;
}

} // namespace

std::size_t mostAbilities(View view)
{
    switch (view) {
    case View::Curve:
    case View::SmallMultiples:
        return 200;
    case View::Families:
        return 12;
    case View::Scales:
        return 6;
    case View::Strategies:
    case View::Metrics:
        return 4;
    case View::Onsets:
    case View::Frontier:
        return 40;
    }
    Q_UNREACHABLE();
}

QString titleOf(const Ability &ability)
{
    QString title = ability.measure.task;
    if (ability.statesSetting())
        title += u", "_s + ability.setting;
    return title + leftOut(ability);
}

PanelSpec panelOf(const Ability &ability, const PanelSpec &pattern)
{
    PanelSpec panel = pattern;
    panel.title = titleOf(ability);
    panel.xRange = panel.yRange = std::nullopt;
    panel.curves = curvesOf(ability);
    return panel;
}

FigureSpec figureOf(const std::vector<const Ability *> &abilities, const FigureSpec &pattern)
{
    FigureSpec figure = pattern;
    const PanelSpec panel = plain(pattern);
    figure.name.clear();
    figure.title.clear();
    figure.view = View::Curve;
    figure.selection.clear();
    figure.columns = 0;
    figure.sharedAxes = false;
    figure.panels.clear();
    for (const Ability *ability : abilities)
        figure.panels.push_back(panelOf(*ability, panel));
    giveRoom(figure);
    return figure;
}

std::vector<AbilityKey> selectionOf(const FigureSpec &figure)
{
    std::vector<AbilityKey> selection = figure.selection;
    if (!selection.empty())
        return selection;
    for (const PanelSpec &panel : figure.panels)
        for (const CurveSpec &curve : panel.curves)
            if (const AbilityKey key = abilityOf(curve.key);
                std::ranges::find(selection, key) == selection.end())
                selection.push_back(key);
    return selection;
}

FigureSpec viewOf(View view, std::vector<const Ability *> chosen, const std::vector<Ability> &all,
                  const FigureSpec &pattern)
{
    std::vector<AbilityKey> selection; // of another view, too, that can show more
    if (view != View::Curve || chosen.size() > mostAbilities(view))
        for (std::size_t i = 0; i < std::min(chosen.size(), kMostSelected); ++i)
            selection.push_back({chosen[i]->measure, chosen[i]->setting});
    chosen.resize(std::min(chosen.size(), mostAbilities(view)));
    FigureSpec figure = figureOf(chosen, pattern);
    figure.selection = std::move(selection);
    if (view == View::Curve)
        return figure;
    figure.view = view;
    if (view == View::SmallMultiples) {
        const bool again = pattern.view == View::SmallMultiples;
        figure.sharedAxes = again ? pattern.sharedAxes : true;
        figure.columns = again ? pattern.columns : 0;
        if (chosen.size() > 1) {
            const Titles titles = titlesOf(chosen);
            figure.title = titles.figure;
            for (std::size_t i = 0; i < chosen.size(); ++i)
                figure.panels[i].title = titles.abilities[qsizetype(i)];
        }
        giveRoom(figure);
        return figure;
    }
    if (view == View::Families) {
        for (PanelSpec &panel : figure.panels)
            panel.gains = true;
        return figure;
    }

    figure.panels.clear();
    const PanelSpec panel = plain(pattern);
    switch (view) {
    case View::Strategies:
        figure = strategies(chosen, all, std::move(figure), panel);
        break;
    case View::Scales:
        figure = scales(chosen, all, std::move(figure), panel);
        break;
    case View::Metrics:
        figure = metrics(chosen, all, pattern, std::move(figure), panel);
        break;
    case View::Onsets:
        return rows(chosen, Plot::Onsets, std::move(figure), panel);
    case View::Frontier:
        return rows(chosen, Plot::Flat, std::move(figure), panel);
    default:
        break;
    }
    giveRoom(figure);
    return figure;
}

} // namespace onset
