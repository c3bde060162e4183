#include "core/fit/curves/rival.h"

namespace onset::fit {

extern constexpr Rival kIsotonicRival{
    .name = "isotonic",
    .title = "Monotone",
    .words = "a monotone curve",
    .tip = "The best curve that never turns back: a yardstick, not a rival",
    .variants = Variants::None,
};

} // namespace onset::fit
