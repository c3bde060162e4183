#pragma once

#include "core/figure/figure_spec.h"

namespace onset::test {

/// A spec in which no member has its default.
[[nodiscard]] inline FigureSpec changedEverywhere()
{
    using namespace Qt::StringLiterals;
    CurveSpec curve{.key = {u"GPT-3"_s, u"GPT-3 175B"_s, u"BIG-bench"_s, u"wörter/„quoted\"\n“"_s,
                            u"exact match"_s, u"few-shot (K=2)"_s},
                    .source = u"gpt3"_s,
                    .label = u"a label"_s,
                    .baseline = true};
    PanelSpec panel{
        .plot = Plot::Differences,
        .title = u"a panel"_s,
        .curves = {curve, {.key = {.family = u"LaMDA"_s}}},
        .x = {Scale::Kind::Measure, {u"WikiText-103"_s, u"WikiText-103"_s, u"perplexity"_s}, u"as is"_s},
        .logX = false,
        .logY = true,
        .transform = Transform::ChanceNormalised,
        .xRange = AxisRange{1e-3, 1.0 / 3},
        .yRange = AxisRange{-5, 2.5e24},
        .cutoff = 1.0 / 7,
        .floor = -0.25,
        .ceiling = 0.75,
        .annotations =
            {{.kind = Annotation::Kind::Arrow, .text = u"α_{0}"_s, .x = 1e22, .y = 0.5, .x2 = -3, .y2 = 0.25},
             {},
             {.kind = Annotation::Kind::Bracket, .x = 1, .y = 0.5, .x2 = 2}},
        .gains = true};
    FigureSpec spec{.name = u"a name"_s,
                    .title = u"a title"_s,
                    .view = View::Strategies,
                    .selection = {{{u"GSM8K"_s, u"GSM8K"_s, u"accuracy"_s}, u"chain-of-thought"_s}, {}},
                    .columns = 3,
                    .sharedAxes = true,
                    .panels = {panel}};
    for (const Plot plot : {Plot::Onsets, Plot::Flat})
        spec.panels.push_back({.plot = plot});
    for (const Scale::Kind kind : {Scale::Kind::Parameters, Scale::Kind::Tokens, Scale::Kind::Date})
        spec.panels.push_back({.x = {kind}, .logX = true});
    for (const Transform transform :
         {Transform::ErrorRate, Transform::Power, Transform::Root, Transform::Logit, Transform::LogMinusLog})
        spec.panels.push_back({.transform = transform, .answerLength = 2.5});
    spec.layers = {.joinedPoints = true,
                   .errorBars = false,
                   .fits = false,
                   .bands = false,
                   .chanceLine = false,
                   .references = false,
                   .onset = false};
    spec.fit = {.model = fit::Model::Line,
                .noise = fit::Noise::BetaBinomial,
                .floor = FitSpec::Floor::Free,
                .replicates = 2000,
                .seed = 77};
    spec.style = {.widthMm = 88.5,
                  .heightMm = 60.25,
                  .fontFamily = u"Noto Sans"_s,
                  .fontPt = 7.5,
                  .linePt = 0.75,
                  .theme = Theme::Dark,
                  .legend = LegendPlace::Outside,
                  .panelLetters = true,
                  .footer = true};
    return spec;
}

} // namespace onset::test
