#pragma once

#include <QString>

#include <limits>
#include <string>
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
    QString source;  ///< the paper and its table
    QString newName; ///< of the same weights, when this one is a former name; else empty
};

/// Looks a model up by its name, as programs write it: the folders and organisations before it do not count,
/// nor do case, '_' for '-', and marks of version and number format ("pythia-v1.1-1b-bf16").
/// @return null when it is not in the table; lives as long as the program
[[nodiscard]] const KnownModel *knownModel(std::string_view name);

/// The present name of a known model by a former one, as the table states it: that of the same weights, not
/// of a later training. Both in lower case with '-' for '_', without an organisation.
/// @return empty when it is no former name
[[nodiscard]] QString newNameOf(const QString &name);

/// What is behind the last '/' or '\'.
[[nodiscard]] std::string_view lastPart(std::string_view path);

/// The family of a model by its name alone: the name without its size ("Qwen1.5-0.5B" is a "Qwen1.5",
/// "Meta-Llama-3-8B-Instruct" a "Meta-Llama-3-Instruct"); the whole name when it has no size.
[[nodiscard]] QString familyByName(const QString &model);

/// The family of a model: that of the known model, or by the last part of its name.
[[nodiscard]] std::string familyOf(std::string_view model);

/// The parameters of a model as its name rounds them ("bloom-7b1" has 7.1e9); NaN when it does not say, or
/// says it of one of several experts ("8x7B").
[[nodiscard]] double parametersByName(const QString &model);

/// The step in the name of a checkpoint ("step512", "global_step512"); NaN when it has none.
[[nodiscard]] double stepOf(std::string_view checkpoint);

} // namespace onset
