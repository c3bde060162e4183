#pragma once

#include "core/store/workbook.h"

#include <QByteArray>

#include <vector>

namespace onset {

/// Figures kept in a workbook: a name and the JSON form of a FigureSpec.
class Figures
{
public:
    struct Entry
    {
        QString name;
        QByteArray json;
        bool bundled = false; ///< came with a dataset; what `put` stores is the user's own
    };

    explicit Figures(Workbook &workbook) : m_workbook(workbook) {}
    [[nodiscard]] Result<std::vector<Entry>> list() const;
    /// By its whole name, or by an unambiguous beginning.
    /// @error NotFound; BadInput with the candidates when several begin so
    [[nodiscard]] Result<Entry> find(const QString &name) const;
    /// Adds a figure or replaces the one of this name. @error ReadOnly
    [[nodiscard]] Result<> put(const Entry &entry);
    /// Removing a name that is not there is no error. @error ReadOnly
    [[nodiscard]] Result<> remove(const QString &name);

private:
    Workbook &m_workbook;
};

} // namespace onset
