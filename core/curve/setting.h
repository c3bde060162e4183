#pragma once

#include <QString>

#include <optional>

namespace onset {

/// How a model was asked.
struct Setting
{
    QString strategy;                        ///< "chain-of-thought", "scratchpad"…; empty: plain prompting
    std::optional<int> shots = std::nullopt; ///< worked examples in the prompt; empty: not stated
    QString decoding = {}; ///< "greedy", "self-consistency (40 samples)"…; empty: not stated

    /// The one name of a setting: strategy, shots in words and decoding joined by ", ", for example
    /// "few-shot (K=50)", "chain-of-thought, few-shot (K=8)", "zero-shot, greedy"; "not stated" when all are
    /// empty.
    [[nodiscard]] QString name() const;
    bool operator==(const Setting &) const = default;
};

} // namespace onset
