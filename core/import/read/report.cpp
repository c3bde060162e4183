#include "core/import/read/report.h"

#include <algorithm>
#include <cmath>

namespace onset {

void FileReport::count(double stored)
{
    if (!std::isfinite(stored))
        return;
    valueSum += stored;
    valueMin = records == 0 ? stored : std::min(valueMin, stored);
    valueMax = records == 0 ? stored : std::max(valueMax, stored);
    ++records;
}

} // namespace onset
