#pragma once

#include "core/import/read/format.h"

/// Logs of training runs: one run a file, one step a row, one score a column.
///
/// `eval/…` columns are those of OLMo's trainer: task, split, method, shots and metric stand in the name, as
/// in "eval/downstream/arc_challenge_test_rc_5shot_len_norm". `train_accuracy`, `test_loss` and so on are
/// those of small experiments.
///
/// The model is the file's name, its family the folder, and each row a checkpoint "step200"; so each file is
/// a run, and the last rows of the files in a folder are a family curve. Tokens and FLOPs of a checkpoint
/// come from its row; `final.json` of the OLMo ladder in the same folder gives parameters, and FLOPs a token
/// where the log has no FLOPs. A log without tokens stores its steps as a measure "steps", an axis to plot
/// along. Validation losses are measures of the same checkpoints, so that accuracy can be seen against loss.
/// The accuracies on held-out data are what a report counts as records; all scores are stored.
namespace onset::train_log {

[[nodiscard]] bool recognises(const Outline &outline);
/// @error BadInput, Cancelled, Io
[[nodiscard]] Result<> read(ImportFile &file);

/// A table with one finished run a row: facts about runs whose logs hold the scores. Reports the runs only.
[[nodiscard]] bool recognisesSummary(const Outline &outline);
[[nodiscard]] Result<> readSummary(ImportFile &file);

/// What `final.json` of the OLMo ladder says of the run with a log of this name; unknown numbers are NaN.
struct Size
{
    double parameters = Row::unknown;
    double flopsPerToken = Row::unknown;
};
[[nodiscard]] Size sizeOf(const json::Value &config, std::string_view log);

/// `final.json` as a file of its own: parameters of the runs that it names.
[[nodiscard]] bool recognisesConfig(const Outline &outline);
[[nodiscard]] Result<> readConfig(ImportFile &file);

} // namespace onset::train_log
