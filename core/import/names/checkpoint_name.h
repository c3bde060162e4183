#pragma once

#include <limits>
#include <string>
#include <string_view>

namespace onset {

/// What the path or name of a checkpoint says: "/ckpts/nova-1b/step-2000/hf",
/// "nova-1b-stage1-step1000-tokens5B".
struct CheckpointName
{
    std::string model = {};  ///< without the checkpoint; empty: only folders such as "hf" that name nothing
    std::string folder = {}; ///< above the model's; may be empty
    std::string checkpoint = {}; ///< "step2000", "stage1-step1000", "epoch3"; empty: none is said
    double tokens = std::numeric_limits<double>::quiet_NaN(); ///< seen by it; NaN: not said
    bool isPath = false; ///< begins at a root or ends in folders that name no model: no name of a hub
};

/// Folders that name nothing ("hf_model", "checkpoints", the snapshots of a hub's cache) and steps are passed
/// over from the end, until one names the model. A known model keeps its name whatever it ends in.
[[nodiscard]] CheckpointName checkpointIn(std::string_view path);

/// Whether a checkpoint is of a training's second stage or a later one
/// ("stage2-ingredient1-step1000-tokens3B"): its steps and tokens count from the start of that stage.
[[nodiscard]] bool isOfLaterStage(std::string_view checkpoint);

/// The tokens that the name of a checkpoint states ("stage1-step1000-tokens5B" has 5e9); NaN when it does
/// not, or counts them from a later stage's start.
[[nodiscard]] double tokensOf(std::string_view checkpoint);

} // namespace onset
