#pragma once

#include "core/fit/noise/likelihood.h"

#include <Eigen/Core>

#include <array>
#include <map>
#include <optional>
#include <vector>

namespace onset::fit {

/// The log-likelihood of one curve's scores for very many mean curves at little cost, so that a search can
/// see where to look closer. Laws of counts with scatter are read from tables, one for each count that it
/// has met, between whose means it interpolates: of each count right to 0.35 and three tenths of what ln p is
/// below its maximum.
/// Not shared between threads.
class RoughLikelihood
{
public:
    static constexpr Eigen::Index kMostScatters = 8;
    using Scatters = Eigen::Array<double, kMostScatters, 1>;
    using Values = Eigen::Array<float, kMostScatters, 1>;

    /// Goes over to another curve. Tables stay while the law does.
    /// @param likelihood  of the points; it has to live as long as it is asked for
    void setTo(const Points &points, const Likelihood &likelihood);

    [[nodiscard]] double scatter(Eigen::Index i) const { return m_scatters[i]; }

    /// ℓ under each of the scatters.
    /// @param means  shape (m)
    [[nodiscard]] Values operator()(const Eigen::ArrayXd &means) const;

private:
    static constexpr std::size_t kMostMeans = 256;

    /// ln p of one count under each scatter at some means.
    struct Table
    {
        std::array<double, kMostMeans> means; ///< increasing, then ∞
        std::array<Values, kMostMeans> values;
        std::size_t last; ///< of the means
    };

    [[nodiscard]] Table tabulated(std::size_t i, double y, double n) const;
    static void addTo(Values &sum, const Table &table, double mean);

    const Likelihood *m_likelihood = nullptr;
    Scatters m_scatters = Scatters::Zero();
    Eigen::Index m_count = 1;                        ///< of scatters; the last is repeated
    std::optional<Likelihood> m_law;                 ///< of the tables
    std::map<std::array<double, 2>, Table> m_tables; ///< by score and number of questions
    std::vector<const Table *> m_rows;               ///< of each point; empty: they are asked each time
};

} // namespace onset::fit
