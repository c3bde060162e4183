#include "core/store/annotations.h"

#include "core/store/sqlite.h"

namespace onset {

Result<std::vector<Remark>> listAnnotations(const Workbook &workbook)
{
    std::vector<Remark> annotations;
    sqlite::Statement rows(workbook.handle(), "SELECT DISTINCT benchmark, task, key, value, source "
                                              "FROM annotation ORDER BY 1, 2, 3, 4, 5");
    while (rows.step())
        annotations.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4)});
    return rows.done().map([&] { return std::move(annotations); });
}

} // namespace onset
