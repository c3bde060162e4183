#pragma once

#include "core/store/imports.h"

#include <string>

namespace onset {

/// A model on its way into rows. Unknown scales are NaN.
struct PlacedModel
{
    std::string family = {}, name = {};
    double parameters = Row::unknown, tokens = Row::unknown, flops = Row::unknown;
    std::string_view parametersOrigin = {}, tokensOrigin = {}; ///< as a row has them

    /// Refers to these texts.
    [[nodiscard]] Row row() const;
};

/// A model by its name alone: in the family and with the scales of the table of known models, or in the
/// family that the name shows.
[[nodiscard]] PlacedModel placedModel(std::string_view name);

} // namespace onset
