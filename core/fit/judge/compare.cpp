#include "core/fit/judge/compare.h"

#include "core/fit/curves/rival.h"
#include "core/fit/intervals/profile.h"
#include "core/fit/solve/shared_work.h"

#include <algorithm>
#include <cmath>

namespace onset::fit {

std::vector<Request> rivalRequests(const Points &points, const Measure &measure, Noise noise, Floor floor,
                                   double given)
{
    const double bound = floor == Floor::Given ? given : measure.chance;
    const bool binds = floor != Floor::Free && !std::isnan(bound);
    const bool frees = floor != Floor::Given;
    Request common;
    common.noise = noise;
    common.chance = measure.chance;
    common.best = measure.best;
    common.box = boxFor(points, measure.range, bound, measure.lowerIsBetter);

    std::vector<Request> requests;
    const auto add = [&](Model model, double heldFloor, double heldCeiling) {
        requests.push_back(common);
        requests.back().model = model;
        requests.back().floor = heldFloor;
        requests.back().ceiling = heldCeiling;
    };
    constexpr double kFree = std::numeric_limits<double>::quiet_NaN();
    for (const Model model : kModels) {
        const Rival &rival = rivalOf(model);
        const double cap = rival.endsAtBest ? measure.best : kFree;
        switch (rival.variants) {
        case Variants::None:
            break;
        case Variants::One:
            add(model, kFree, kFree);
            break;
        case Variants::Level:
            add(model, kFree, kFree);
            if (binds)
                add(model, bound, kFree);
            break;
        case Variants::Ceiling:
            if (!std::isnan(measure.best))
                add(model, kFree, measure.best);
            add(model, kFree, kFree);
            break;
        case Variants::Floor:
            if (binds)
                add(model, bound, cap);
            if (!binds || frees)
                add(model, kFree, cap);
            break;
        }
    }
    return requests;
}

std::string rivalName(const Request &request, const Measure &measure)
{
    std::string text(name(request.model));
    const Variants variants = rivalOf(request.model).variants;
    if (variants == Variants::Level && !std::isnan(request.floor))
        return text + (request.floor == measure.chance ? " at chance" : " at the floor");
    if (variants == Variants::Ceiling && std::isnan(request.ceiling) && !std::isnan(measure.best))
        return text + ", free ceiling";
    if (variants == Variants::Floor && std::isnan(request.floor) && !std::isnan(measure.chance))
        return text + ", free floor";
    return text;
}

Comparison compare(std::vector<Fit> fits)
{
    Comparison comparison;
    comparison.fits = std::move(fits);
    comparison.delta.assign(comparison.fits.size(), kNone);
    comparison.weight.assign(comparison.fits.size(), kNone);
    comparison.best = comparison.bestOf([](const Fit &) { return true; });
    if (comparison.best < 0)
        return comparison;
    const double best = comparison.fits[static_cast<std::size_t>(comparison.best)].aicc;
    double sum = 0;
    for (std::size_t i = 0; i < comparison.fits.size(); ++i) {
        if (comparison.fits[i].comparable != Comparable::Yes)
            continue;
        comparison.delta[i] = comparison.fits[i].aicc - best;
        comparison.weight[i] = std::exp(-comparison.delta[i] / 2);
        sum += comparison.weight[i];
    }
    for (double &weight : comparison.weight)
        weight /= sum; // NaN stays NaN
    return comparison;
}

std::size_t shownVariant(const std::vector<Fit> &variants)
{
    // A slope on the edge of its box, as of a rise between two neighbours, is no excuse for a wrong floor;
    // but what the scores determine is not given up for a little.
    const auto rank = [](const Fit &fit) {
        const bool told = fit.comparable == Comparable::Yes || fit.comparable == Comparable::Unidentified;
        return told ? 2 : fit.usable() ? 1 : 0;
    };
    const auto refutes = [](const Fit &held, const Fit &free) {
        constexpr double kLevel = 0.7, kLeast = 1.074,
                         kMost = 3.852; // the cut of very many models, and of one
        constexpr double kSure = 0.95;
        const double gain = 2 * (free.logLikelihood - held.logLikelihood);
        if (free.k <= held.k || free.m <= free.k || !std::isfinite(gain) || gain <= kLeast)
            return false;
        if (held.comparable == Comparable::Yes && free.comparable != Comparable::Yes)
            return gain > profileCut(free, kSure);
        return gain > kMost || gain > profileCut(free, kLevel);
    };
    const auto mostHeld = std::min_element(variants.begin(), variants.end(),
                                           [](const Fit &a, const Fit &b) { return a.k < b.k; });
    auto shown = static_cast<std::size_t>(mostHeld - variants.begin());
    for (std::size_t i = 0; i < variants.size(); ++i) {
        const int better = rank(variants[i]) - rank(variants[shown]);
        const bool identified =
            variants[i].comparable == Comparable::Yes && variants[shown].comparable != Comparable::Yes;
        if (better > 0 || (better == 0 && (identified || refutes(variants[shown], variants[i]))))
            shown = i;
    }
    return shown;
}

RivalFitter::RivalFitter() : m_shared(std::make_shared<SharedWork>()) {}

Comparison RivalFitter::operator()(const Points &points, const std::vector<Request> &requests)
{
    if (m_x != points.x ||
        !std::equal(requests.begin(), requests.end(), m_requests.begin(), m_requests.end(), sameRequest)) {
        m_x = points.x;
        m_requests = requests;
        m_fitters.clear();
        for (const Request &request : requests)
            m_fitters.emplace_back(points.x, request, m_shared);
    }
    std::vector<Fit> fits;
    fits.reserve(m_fitters.size());
    for (Fitter &fitter : m_fitters)
        fits.push_back(fitter.fit(points));
    return compare(std::move(fits));
}

} // namespace onset::fit
