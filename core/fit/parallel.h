#pragma once

#include "core/base/progress.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace onset::fit {

/// Calls a worker of its own in each thread with every index below `count`, in runs of neighbours. What
/// worker sees which index is left to chance, so results must depend on the index alone.
/// @param make  returns a worker, called as worker(index)
/// @param run   length of a run, ≥ 1: between two of them the work can be cancelled
/// @return false when cancelled before the end
template <typename MakeWorker>
[[nodiscard]] bool forEachIndex(std::size_t count, int threads, Progress &progress, MakeWorker &&make,
                                std::size_t run = 32)
{
    std::atomic<std::size_t> next = 0;
    std::mutex reporting;
    std::size_t done = 0;
    const auto work = [&] {
        auto worker = make();
        while (!progress.cancelled()) {
            const std::size_t begin = next.fetch_add(run);
            const std::size_t end = std::min(count, begin + run);
            if (begin >= end)
                return;
            for (std::size_t index = begin; index < end; ++index)
                worker(index);
            const std::lock_guard lock(reporting);
            done += end - begin;
            progress.report(static_cast<double>(done) / static_cast<double>(count));
        }
    };
    {
        const std::size_t runs = (count + run - 1) / run;
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < std::min(runs, static_cast<std::size_t>(std::max(1, threads))); ++i)
            others.emplace_back(work);
        work();
    }
    return done == count;
}

} // namespace onset::fit
