#include "core/store/user_facts.h"

#include "core/curve/metric.h"
#include "core/store/sqlite.h"
#include "core/store/store_text.h"

#include <array>
#include <cmath>

namespace onset {

namespace {

constexpr std::array<std::string_view, 3> kQuantities{"parameters", "tokens", "flops"};

/// Replaces the value of one row. The key's values are bound from ?1 on, the new one after them.
template <typename... Key>
Result<double> exchange(Workbook &workbook, std::string_view find, std::string_view put,
                        std::string_view remove, double value, const Key &...key)
{
    if (auto editable = workbook.requireEditable(); !editable)
        return tl::unexpected(editable.error());
    sqlite3 *const db = workbook.handle();
    auto transaction = sqlite::Transaction::begin(db);
    if (!transaction)
        return tl::unexpected(transaction.error());
    sqlite::Statement found(db, find);
    const double before = found.bind(key...).step() ? found.real(0) : std::nan("");
    return found.run()
        .and_then([&] {
            return std::isnan(value) ? sqlite::Statement(db, remove).bind(key...).run()
                                     : sqlite::Statement(db, put).bind(key..., value).run();
        })
        .and_then([&] { return transaction->commit(); })
        .map([&] { return before; });
}

} // namespace

Result<double> UserFacts::setScale(const ScaleKey &key, double value)
{
    if (std::isinf(value) || value <= 0)
        return failure(Code::BadInput, StoreText::tr("A size or training compute is a number above 0."));
    const std::string_view quantity = kQuantities[static_cast<std::size_t>(key.quantity)];
    const QString checkpoint = key.quantity == Quantity::Parameters ? QString() : key.checkpoint;
    return exchange(m_workbook,
                    "SELECT value FROM user_scale WHERE family = ?1 AND model = ?2 AND checkpoint = ?3 "
                    "AND quantity = ?4",
                    "INSERT OR REPLACE INTO user_scale(family, model, checkpoint, quantity, value) "
                    "VALUES(?1, ?2, ?3, ?4, ?5)",
                    "DELETE FROM user_scale WHERE family = ?1 AND model = ?2 AND checkpoint = ?3 "
                    "AND quantity = ?4",
                    value, key.family, key.model, checkpoint, quantity);
}

Result<double> UserFacts::setChance(const MeasureKey &key, double value)
{
    const Metric metric = metricNamed(key.metric);
    if (std::isinf(value) || value < metric.low || value > metric.high)
        return failure(Code::BadInput, StoreText::tr("A chance level of %1 lies in %2 to %3.")
                                           .arg(metric.name)
                                           .arg(metric.low)
                                           .arg(metric.high));
    return exchange(m_workbook,
                    "SELECT value FROM user_chance WHERE benchmark = ?1 AND task = ?2 AND metric = ?3",
                    "INSERT OR REPLACE INTO user_chance(benchmark, task, metric, value) "
                    "VALUES(?1, ?2, ?3, ?4)",
                    "DELETE FROM user_chance WHERE benchmark = ?1 AND task = ?2 AND metric = ?3", value,
                    key.benchmark, key.task, key.metric);
}

} // namespace onset
