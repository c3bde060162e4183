#include "core/import/formats.h"

#include <algorithm>
#include <array>

namespace onset {

#define ONSET_FORMAT(name)                                                                                   \
    namespace name {                                                                                         \
    Format format();                                                                                         \
    }
#include "core/import/formats.inc"
#undef ONSET_FORMAT

std::span<const Format> formats()
{
    static const std::array all{
#define ONSET_FORMAT(name) name::format(),
#include "core/import/formats.inc"
#undef ONSET_FORMAT
    };
    return all;
}

const Format *formatNamed(const QString &name)
{
    const auto format = std::ranges::find(formats(), name, &Format::name);
    return format == formats().end() ? nullptr : &*format;
}

const Format *formatOf(const Outline &outline)
{
    const auto format =
        std::ranges::find_if(formats(), [&](const Format &known) { return known.recognises(outline); });
    return format == formats().end() ? nullptr : &*format;
}

} // namespace onset
