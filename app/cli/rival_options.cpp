#include "app/cli/rival_options.h"

#include "app/cli/command.h"
#include "core/fit/curves/rival.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

/// A parameter that can be bounded, by the name it is printed under.
struct Bounded
{
    const char *name;
    fit::Interval fit::Box::*box;
    bool positive = false;
    bool held = true; ///< may be fixed

    [[nodiscard]] bool isPlace() const { return box == &fit::Box::midpoint; } ///< given as a scale
    [[nodiscard]] bool isOf(fit::Model model) const;
};

bool Bounded::isOf(fit::Model model) const
{
    const fit::Rival &rival = fit::rivalOf(model);
    if (box == &fit::Box::floor)
        return fit::hasFloor(model);
    if (box == &fit::Box::rise)
        return !rival.starts.empty();
    const fit::RivalParameter *parameter = fit::parameterOf(model, name);
    return parameter && parameter->box == box;
}

const std::vector<Bounded> &boundedParameters()
{
    using fit::Box;
    static const std::vector<Bounded> all{
        {"floor", &Box::floor},
        {"rise", &Box::rise, false, false},
        {"slope", &Box::slope, true},
        {"midpoint", &Box::midpoint},
        {"break", &Box::midpoint},
        {"exponent", &Box::exponent, true},
        {"asymmetry", &Box::asymmetry, true},
        {"exponent-change", &Box::exponentChange},
        {"sharpness", &Box::sharpness, true},
    };
    return all;
}

const Bounded *boundedNamed(const std::string &name)
{
    const auto found =
        std::ranges::find_if(boundedParameters(), [&](const Bounded &each) { return name == each.name; });
    return found == boundedParameters().end() ? nullptr : &*found;
}

/// One --bound or --fix.
struct Held
{
    const Bounded *parameter;
    fit::Interval range;
};

std::optional<double> numberOf(const QString &text)
{
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    return isNumber && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<Held> heldOf(const std::string &argument)
{
    const QString words = text(argument);
    const QString name = words.section(u'=', 0, 0);
    const QStringList ends = words.section(u'=', 1).split(u':');
    const Bounded *parameter = boundedNamed(name.toStdString());
    const auto low = numberOf(ends.front()), high = numberOf(ends.back());
    if (!parameter || ends.size() > 2 || !low || !high || *low > *high)
        return std::nullopt;
    return Held{parameter, {*low, *high}};
}

QString namesOf(const std::vector<const Bounded *> &parameters)
{
    QStringList names;
    for (const Bounded *parameter : parameters)
        names << QLatin1StringView(parameter->name);
    return names.join(u", "_s);
}

/// Names that an option takes.
QString choices(bool fixing, const std::vector<fit::Model> &models)
{
    std::vector<const Bounded *> found;
    for (const Bounded &each : boundedParameters())
        if ((!fixing || each.held) &&
            std::ranges::any_of(models, [&](fit::Model model) { return each.isOf(model); }))
            found.push_back(&each);
    return namesOf(found);
}

std::vector<fit::Model> modelsAsked(const std::string &name)
{
    if (name == "auto" || name == "all")
        return {fit::kModels.begin(), fit::kModels.end()};
    return {*std::ranges::find_if(fit::kModels, [&](fit::Model model) { return fit::name(model) == name; })};
}

std::string checkArgument(const std::string &argument, bool fixing)
{
    const std::optional<Held> held = heldOf(argument);
    const bool one = argument.find(':') == std::string::npos;
    if (held && one == fixing && (!fixing || held->parameter->held)) {
        if (held->parameter->positive && !(held->range.low > 0))
            return help(Words::tr("%1: it must be above 0").arg(text(argument)));
        return {};
    }
    const std::vector<fit::Model> all(fit::kModels.begin(), fit::kModels.end());
    return help((fixing ? Words::tr("%1 is not NAME=VALUE with a name of %2")
                        : Words::tr("%1 is not NAME=LOW:HIGH, LOW ≤ HIGH, with a name of %2"))
                    .arg(text(argument), choices(fixing, all)));
}

/// One of the words, or a finite number.
CLI::Validator wordOrNumber(const std::vector<std::string> &words)
{
    return CLI::Validator(
        [words](const std::string &argument) -> std::string {
            if (std::ranges::find(words, argument) != words.end() || numberOf(text(argument)))
                return {};
            QStringList names;
            for (const std::string &word : words)
                names << text(word);
            return help(Words::tr("%1 is neither %2 nor a number").arg(text(argument), names.join(u", "_s)));
        },
        "");
}

Result<> hold(fit::Request &request, const Held &held, const Scale &scale)
{
    const Bounded &parameter = *held.parameter;
    if (!parameter.isOf(request.model))
        return {};
    fit::Interval range = held.range;
    if (parameter.isPlace()) {
        range = {scale.toFit(range.low), scale.toFit(range.high)};
        if (range.low > range.high)
            std::swap(range.low, range.high);
        if (!std::isfinite(range.low) || !std::isfinite(range.high))
            return failure(Code::BadInput, Words::tr("The %1 is no place on the scale %2.")
                                               .arg(QLatin1StringView(parameter.name), scale.name()));
    }
    if (parameter.box == &fit::Box::floor) {
        // A floor at chance would be held there, whatever its bounds are.
        request.floor = range.low == range.high ? range.low : kUnknown;
    }
    request.box.*parameter.box = range;
    return {};
}

std::vector<Held> heldOf(const RivalOptions &options)
{
    std::vector<Held> all;
    for (const std::vector<std::string> *arguments : {&options.bounds, &options.fixed})
        for (const std::string &argument : *arguments)
            all.push_back(*heldOf(argument)); // checked by the parser
    return all;
}

/// Where floors were bounded apart, two rivals may have become the same.
void removeTwins(std::vector<fit::Request> &requests)
{
    std::vector<fit::Request> apart;
    for (const fit::Request &request : requests)
        if (std::ranges::none_of(apart,
                                 [&](const fit::Request &other) { return sameRequest(request, other); }))
            apart.push_back(request);
    requests = std::move(apart); // one curve of twenty thousand does not keep the room of all rivals
}

} // namespace

void addRivalOptions(CLI::App &parser, RivalOptions &options, RivalChoice choice)
{
    const bool toFit = choice == RivalChoice::ToFit;
    std::vector<std::string> models{"all"};
    if (toFit)
        models.insert(models.begin(), "auto");
    for (const fit::Model model : fit::kModels)
        if (toFit || model != fit::Model::Isotonic)
            models.emplace_back(fit::name(model));
    parser
        .add_option("--model", options.model,
                    help(toFit ? Words::tr("Rival to fit; auto: the best one by AICc")
                               : Words::tr("Mean curve to forecast with, beside flat and line")))
        ->check(CLI::IsMember(models))
        ->capture_default_str();
    parser
        .add_option("--noise", options.noise,
                    help(Words::tr("Noise of the scores; auto: extra-scatter where all are counts, else "
                                   "stated-error where all have one, else gaussian")))
        ->check(
            CLI::IsMember({"auto", "gaussian", "binomial", "beta-binomial", "extra-scatter", "stated-error"}))
        ->capture_default_str();
    parser
        .add_option(
            "--floor", options.floor,
            help(toFit ? Words::tr("Floor of the rivals that have one: chance (0 for generated answers, "
                                   "else free, when chance is not stated; of a named rival free where the "
                                   "scores speak against it), free, or a value")
                       : Words::tr("Floor of the rivals that have one: chance (0 for generated answers, "
                                   "else free, when chance is not stated), free, or a value")))
        ->check(wordOrNumber({"chance", "free"}))
        ->capture_default_str();
    parser
        .add_option("--ceiling", options.ceiling,
                    help(Words::tr("Ceiling of the rivals that have one: auto (the best score for power and "
                                   "hinge, else free), free, or a value")))
        ->check(wordOrNumber({"auto", "free"}))
        ->capture_default_str();
    const auto repeatable = [&](const char *option, std::vector<std::string> &arguments, const char *form,
                                const QString &meaning, bool fixing) {
        parser.add_option(option, arguments, help(meaning))
            ->type_name(form)
            ->expected(1)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
            ->check(CLI::Validator(
                [fixing](const std::string &argument) { return checkArgument(argument, fixing); }, ""));
    };
    repeatable("--bound", options.bounds, "NAME=LOW:HIGH",
               Words::tr("Keep a parameter between two values, midpoint and break as scales; repeatable"),
               false);
    repeatable("--fix", options.fixed, "NAME=VALUE", Words::tr("Hold a parameter at a value; repeatable"),
               true);
}

Result<> checkHeld(const RivalOptions &options)
{
    const std::vector<fit::Model> models = modelsAsked(options.model);
    for (const Held &held : heldOf(options)) {
        if (std::ranges::any_of(models, [&](fit::Model model) { return held.parameter->isOf(model); }))
            continue;
        const QString names = choices(false, models);
        return failure(Code::BadInput,
                       names.isEmpty()
                           ? Words::tr("%1 has no parameter that can be bounded.").arg(text(options.model))
                           : Words::tr("%1 has no %2 that can be bounded, only: %3.")
                                 .arg(text(options.model), QLatin1StringView(held.parameter->name), names));
    }
    return {};
}

std::optional<fit::Noise> noiseFor(const RivalOptions &options, const Curve &curve, const fit::Points &points)
{
    if (options.noise == "auto")
        return fit::defaultNoise(points, curve.metric.counts);
    constexpr std::array kLaws{fit::Noise::Gaussian, fit::Noise::StatedError, fit::Noise::Binomial,
                               fit::Noise::ExtraScatter, fit::Noise::BetaBinomial};
    const fit::Noise law =
        *std::ranges::find_if(kLaws, [&](fit::Noise each) { return fit::name(each) == options.noise; });
    return fit::allows(points, curve.metric.counts, law) ? std::optional(law) : std::nullopt;
}

Result<std::vector<fit::Request>> requestsFor(const RivalOptions &options, const Curve &curve,
                                              const fit::Points &points, fit::Noise noise)
{
    const fit::Measure measure = measureOf(curve);
    const auto given = numberOf(text(options.floor));
    const fit::Floor floor = given                     ? fit::Floor::Given
                             : options.floor == "free" ? fit::Floor::Free
                                                       : fit::Floor::ChanceAndFree;
    std::vector<fit::Request> requests =
        fit::rivalRequests(points, measure, noise, floor, given.value_or(kUnknown));
    if (options.model == "all" || options.model == "isotonic") {
        fit::Request monotone = requests.front();
        monotone.model = fit::Model::Isotonic;
        requests.push_back(monotone);
    }

    const auto ceiling = numberOf(text(options.ceiling));
    const std::vector<Held> held = heldOf(options);
    for (fit::Request &request : requests) {
        if (options.ceiling != "auto" &&
            (fit::hasCeiling(request.model) || request.model == fit::Model::Power ||
             request.model == fit::Model::Hinge))
            request.ceiling = ceiling.value_or(kUnknown);
        for (const Held &each : held)
            if (const Result<> done = hold(request, each, curve.scale); !done)
                return tl::unexpected(done.error());
    }
    const std::vector<fit::Model> models = modelsAsked(options.model);
    if (models.size() == 1)
        std::erase_if(requests, [&](const fit::Request &each) { return each.model != models.front(); });
    removeTwins(requests);
    return requests;
}

} // namespace onset::cli
