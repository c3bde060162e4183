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
        bool bundled = false;
    };

    explicit Figures(Workbook &workbook) : m_workbook(workbook) {}
    [[nodiscard]] Result<std::vector<Entry>> list() const;
    /// By its whole name, or by an unambiguous beginning.
    /// @error NotFound; BadInput with the candidates when several begin so
    [[nodiscard]] Result<Entry> find(const QString &name) const;
    [[nodiscard]] Result<> put(const Entry &entry);
    [[nodiscard]] Result<> remove(const QString &name);

private:
    Workbook &m_workbook;
};

} // namespace onset
