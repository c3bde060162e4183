#pragma once

#include "core/import/read/format.h"

#include <string>

/// Result files of EleutherAI's lm-evaluation-harness, versions 0.2 to 0.4, and of BigScience's fork of it:
/// objects of metrics by task, or by task and prompt.
namespace onset::lm_eval {

/// What a file says of the model that it is about, UTF-8.
struct Model
{
    std::string family = {}, name = {}, checkpoint = {};
    double parameters = Row::unknown, tokens = Row::unknown, flops = Row::unknown;
    std::string_view parametersOrigin = {}, tokensOrigin = {}; ///< as a row has them

    /// Into a row, which then refers to these texts.
    void fill(Row &row) const;
};

/// From `model_name`, `config.model_args` and `config.model_revision`, then the path; its scales from the
/// file, then from the known models and what the name of the checkpoint says.
[[nodiscard]] Model modelOf(const json::Value &root, const QString &path);

} // namespace onset::lm_eval
