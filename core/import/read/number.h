#pragma once

#include <string_view>

namespace onset {

/// A number read from a field; `fault` tells why there is none.
struct Number
{
    enum class Fault { None, NotANumber, NotFinite };

    double value = 0;
    bool percent = false; ///< written with a percent sign, which `value` has already taken into account
    Fault fault = Fault::None;
};

/// Reads a decimal number in the C locale, for example "-0.5", "3.1e23" or "77.0%"; no thousands separators.
/// @param exponent  the value is multiplied by 10^exponent as if written so: "77" with −2 is exactly 0.77
[[nodiscard]] Number parseNumber(std::string_view text, int exponent = 0);

/// Reads a count, which may have a multiplier: K, M, B or G, T; with FLOP also P, E, Z, Y: "7B", "2T", "84
/// ZFLOP".
[[nodiscard]] Number parseCount(std::string_view text);

/// Without blanks at either end.
[[nodiscard]] inline std::string_view trimmed(std::string_view text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

} // namespace onset
