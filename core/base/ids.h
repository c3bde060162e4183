#pragma once

#include <QtGlobal>

#include <compare>

namespace onset {

/// A row id of one table. Ids of different tables are different types, so one cannot pass for another.
template <typename Tag>
struct Id
{
    qint64 value = 0; ///< 0: no row

    [[nodiscard]] explicit operator bool() const { return value != 0; }
    auto operator<=>(const Id &) const = default;
};

using ImportId = Id<struct ImportTag>;

} // namespace onset
