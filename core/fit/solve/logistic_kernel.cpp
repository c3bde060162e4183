#include "core/fit/solve/logistic_kernel.h"

namespace onset::fit {
namespace {

namespace baseline {
constexpr int kWidth = 2;
#include "core/fit/solve/logistic_kernel.inc"
} // namespace baseline

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define ONSET_X86_KERNELS

#pragma GCC push_options
#pragma GCC target("avx2,fma")
namespace avx2 {
constexpr int kWidth = 4;
#include "core/fit/solve/logistic_kernel.inc"
} // namespace avx2
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,fma,prefer-vector-width=512")
namespace avx512 {
constexpr int kWidth = 8;
#include "core/fit/solve/logistic_kernel.inc"
} // namespace avx512
#pragma GCC pop_options
#endif

std::vector<LogisticKernel> supported()
{
    std::vector<LogisticKernel> kernels{{baseline::scan, baseline::lows, baseline::model}};
#ifdef ONSET_X86_KERNELS
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        kernels.push_back({avx2::scan, avx2::lows, avx2::model});
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"))
        kernels.push_back({avx512::scan, avx512::lows, avx512::model});
#endif
    return kernels;
}

} // namespace

std::span<const LogisticKernel> logisticKernels()
{
    static const std::vector<LogisticKernel> kernels = supported();
    return kernels;
}

} // namespace onset::fit
