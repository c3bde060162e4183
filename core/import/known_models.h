#pragma once

#include <QString>

#include <limits>
#include <string_view>

namespace onset {

/// What the bundled table says of a published model. Unknown numbers are NaN.
struct KnownModel
{
    QString family;
    QString name; ///< as the table spells it
    double parameters = std::numeric_limits<double>::quiet_NaN();
    double tokens = std::numeric_limits<double>::quiet_NaN(); ///< seen by the finished model
    double flops = std::numeric_limits<double>::quiet_NaN();  ///< as its authors report, never 6ND
    double tokensPerStep = std::numeric_limits<double>::quiet_NaN();
    QString source; ///< the paper and its table
};

/// Looks a model up by its name, as programs write it: the folders and organisations before it do not count,
/// nor do case, '_' for '-', and marks of version and number format ("pythia-v1.1-1b-bf16").
/// @return null when it is not in the table; lives as long as the program
[[nodiscard]] const KnownModel *knownModel(std::string_view name);

/// What is behind the last '/' or '\'.
[[nodiscard]] std::string_view lastPart(std::string_view path);

/// The family of a model by its name alone: the name without its size ("Qwen1.5-0.5B" is a "Qwen1.5",
/// "Meta-Llama-3-8B-Instruct" a "Meta-Llama-3-Instruct"); the whole name when it has no size.
[[nodiscard]] QString familyByName(const QString &model);

/// The step in the name of a checkpoint ("step512", "global_step512"); NaN when it has none.
[[nodiscard]] double stepOf(std::string_view checkpoint);

} // namespace onset
