#include "core/store/figures.h"

#include "core/store/sqlite.h"
#include "core/store/store_text.h"

#include <QStringList>

#include <algorithm>

namespace onset {

Result<std::vector<Figures::Entry>> Figures::list() const
{
    std::vector<Entry> figures;
    sqlite::Statement rows(m_workbook.handle(),
                           "SELECT name, spec, import IS NOT NULL FROM figure ORDER BY name");
    while (rows.step())
        figures.push_back({rows.text(0), rows.bytes(1).toByteArray(), rows.integer(2) != 0});
    return rows.done().map([&] { return std::move(figures); });
}

Result<Figures::Entry> Figures::find(const QString &name) const
{
    auto figures = list();
    if (!figures)
        return tl::unexpected(figures.error());
    std::vector<Entry> candidates;
    for (const Entry &entry : *figures) {
        if (entry.name == name)
            return entry;
        if (entry.name.startsWith(name))
            candidates.push_back(entry);
    }
    if (candidates.empty())
        return failure(Code::NotFound,
                       StoreText::tr("There is no figure “%1” in “%2”; list the figures to see their names.")
                           .arg(name, m_workbook.path()));
    if (candidates.size() > 1) {
        QStringList names;
        for (const Entry &entry : candidates)
            names << QStringLiteral("“%1”").arg(entry.name);
        return failure(Code::BadInput, StoreText::tr("Several figures begin with “%1”: %2; name one of them.")
                                           .arg(name, names.join(QStringLiteral(", "))));
    }
    return candidates.front();
}

Result<> Figures::put(const Entry &entry)
{
    return m_workbook.requireEditable().and_then([&] {
        return sqlite::Statement(m_workbook.handle(),
                                 "INSERT OR REPLACE INTO figure(name, spec) VALUES(?1, ?2)")
            .bind(entry.name, QString::fromUtf8(entry.json))
            .run();
    });
}

Result<> Figures::remove(const QString &name)
{
    return m_workbook.requireEditable().and_then([&] {
        return sqlite::Statement(m_workbook.handle(), "DELETE FROM figure WHERE name = ?1").bind(name).run();
    });
}

} // namespace onset
