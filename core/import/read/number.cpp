#include "core/import/read/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

namespace onset {

namespace {

/// Reads all of `text`; texts beyond the range of a double are not finite.
Number parsePlain(std::string_view text)
{
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    Number number;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number.value);
    if (end != text.data() + text.size() || code == std::errc::invalid_argument)
        number.fault = Number::Fault::NotANumber;
    else if (code == std::errc::result_out_of_range || !std::isfinite(number.value))
        number.fault = Number::Fault::NotFinite;
    return number;
}

/// Powers of ten by their letter.
int exponentOf(char letter, bool ofFlops)
{
    switch (letter) {
    case 'K':
    case 'k':
        return 3;
    case 'M':
        return 6;
    case 'B':
        return ofFlops ? 0 : 9;
    case 'G':
        return 9;
    case 'T':
        return 12;
    case 'P':
        return ofFlops ? 15 : 0;
    case 'E':
        return ofFlops ? 18 : 0;
    case 'Z':
        return ofFlops ? 21 : 0;
    case 'Y':
        return ofFlops ? 24 : 0;
    default:
        return 0;
    }
}

} // namespace

Number parseNumber(std::string_view text, int exponent)
{
    bool percent = false;
    if (text.ends_with('%')) {
        percent = true;
        exponent = -2;
        text = trimmed(text.substr(0, text.size() - 1));
    }
    Number number = parsePlain(text);
    number.percent = percent;
    if (number.fault != Number::Fault::None || exponent == 0)
        return number;
    // Written with the exponent and read again, the value is the nearest double; a product may not be.
    std::array<char, 64> shifted{};
    if (text.size() + 5 > shifted.size() || text.find_first_of("eE") != std::string_view::npos) {
        number.value *= std::pow(10.0, exponent);
        return number;
    }
    std::memcpy(shifted.data(), text.data(), text.size());
    char *end = shifted.data() + text.size();
    *end++ = 'e';
    end = std::to_chars(end, shifted.data() + shifted.size(), exponent).ptr;
    number.value = parsePlain({shifted.data(), static_cast<std::size_t>(end - shifted.data())}).value;
    return number;
}

Number parseCount(std::string_view text)
{
    bool ofFlops = false;
    for (const std::string_view unit : {"FLOPs", "FLOPS", "FLOP"}) {
        if (!ofFlops && text.ends_with(unit)) {
            ofFlops = true;
            text = trimmed(text.substr(0, text.size() - unit.size()));
        }
    }
    const int exponent = text.empty() ? 0 : exponentOf(text.back(), ofFlops);
    if (exponent != 0)
        text = trimmed(text.substr(0, text.size() - 1));
    if (text.ends_with('%'))
        return {.fault = Number::Fault::NotANumber};
    return parseNumber(text, exponent);
}

} // namespace onset
