#include "core/fit/across/two_stage.h"

#include "core/fit/curves/parameters.h"
#include "core/fit/intervals/redraw.h"
#include "core/fit/parallel.h"
#include "core/fit/solve/fitter.h"

#include <algorithm>
#include <cmath>

namespace onset::fit {
namespace {

/// The scores over −loss, in increasing order.
Points overLoss(const LossAndScore &models)
{
    std::vector<std::size_t> order(models.score.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return models.lossOfScored[a] > models.lossOfScored[b];
    });
    const auto sorted = [&](const std::vector<double> &values) {
        std::vector<double> result;
        for (const std::size_t i : order)
            if (i < values.size())
                result.push_back(values[i]);
        return result;
    };
    Points points{sorted(models.lossOfScored), sorted(models.score.y), sorted(models.score.n),
                  sorted(models.score.se)};
    for (double &loss : points.x)
        loss = -loss;
    return points;
}

Request linkRequest(LossLink link, Request request, const std::vector<double> &x)
{
    request.model = link == LossLink::Sigmoid ? Model::Logistic : Model::Growth;
    const Interval box = midpointBox({}, x);
    request.box.midpoint = {box.low, std::min(0.0, box.high)};
    return request;
}

Request lossRequest(const Points &loss)
{
    Request request;
    request.model = Model::Power;
    request.box = boxFor(loss, {0, kInfinity}, kNone, true);
    return request;
}

/// NaN where it overflows.
std::vector<double> through(const Fit &loss, const Fit &link, const std::vector<double> &at)
{
    if (!loss.usable() || !link.usable())
        return std::vector(at.size(), kNone);
    const Eigen::ArrayXd turned = -means(loss, values(loss), at);
    const Eigen::ArrayXd scores =
        means(link, values(link), {turned.data(), static_cast<std::size_t>(turned.size())});
    const Eigen::ArrayXd known = scores.isFinite().select(scores, kNone);
    return {known.begin(), known.end()};
}

} // namespace

double TwoStage::at(double scale) const { return through(loss, link, {scale}).front(); }

TwoStage twoStage(const LossAndScore &models, LossLink link, Request request, const std::vector<double> &at,
                  const Bootstrap &options, Progress &progress)
{
    TwoStage result;
    result.x = at;
    result.mean = result.low = result.high = std::vector(at.size(), kNone);
    if (models.loss.size() == 0 || models.score.size() == 0 ||
        models.lossOfScored.size() != models.score.size())
        return result;
    const Points scores = overLoss(models);
    const Request first = lossRequest(models.loss), second = linkRequest(link, request, scores.x);
    request.model = Model::Logistic;
    result.loss = fit(models.loss, first);
    result.link = fit(scores, second);
    result.direct = fit(models.score, request);
    result.mean = through(result.loss, result.link, at);
    const bool known = result.loss.usable() && result.link.usable() && result.loss.m > result.loss.k &&
                       result.link.m > result.link.k;
    if (!known || options.replicates < 1)
        return result;

    const Redraw losses(models.loss, result.loss), answers(scores, result.link);
    const auto replicates = static_cast<std::size_t>(options.replicates);
    std::vector<std::vector<double>> curves(replicates);
    const bool finished = forEachIndex(replicates, options.threads, progress, [&] {
        return [&, lossFitter = Fitter(models.loss.x, first),
                linkFitter = Fitter(scores.x, second)](std::size_t replicate) mutable {
            const std::uint64_t stream = ~options.seed; // of its own
            curves[replicate] = through(lossFitter.fit(losses(options.seed, replicate)),
                                        linkFitter.fit(answers(stream, replicate)), at);
        };
    });
    if (!finished)
        return result;
    result.replicates = options.replicates;
    result.failed = static_cast<int>(std::erase_if(curves, [](const std::vector<double> &curve) {
        return std::any_of(curve.begin(), curve.end(), [](double score) { return std::isnan(score); });
    }));
    std::vector<double> scoresAt(curves.size());
    for (std::size_t k = 0; k < at.size() && !curves.empty(); ++k) {
        std::transform(curves.begin(), curves.end(), scoresAt.begin(),
                       [k](const std::vector<double> &curve) { return curve[k]; });
        const Interval interval = percentileInterval(scoresAt, options.level);
        result.low[k] = interval.low;
        result.high[k] = interval.high;
    }
    return result;
}

} // namespace onset::fit
