#include "core/store/staged_results.h"

#include "core/store/result_reader.h"
#include "core/store/sqlite.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <unordered_map>

namespace onset {

namespace {

constexpr quint32 kFree = ~quint32{0};

/// From this many on, filling an empty table and then making its index is quicker than keeping the index.
constexpr std::size_t kBulk = 20000;

std::size_t hashOf(const StagedResult &result)
{
    constexpr quint64 golden = 0x9e3779b97f4a7c15; // 2⁶⁴/φ
    quint64 mixed = result.measure;
    for (const quint32 part : {result.setting, result.model})
        mixed = std::rotl(mixed * golden, 29) + part;
    return mixed * golden >> 20;
}

bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

bool saysTheSame(const StagedResult &result, const std::string &note, const ResultRow &held)
{
    return result.value == held.value && same(result.standardError, held.standardError) &&
           same(result.n, held.n) && QString::fromStdString(note) == held.note;
}

Result<bool> holdsResults(sqlite3 *db)
{
    sqlite::Statement any(db, "SELECT 1 FROM result LIMIT 1");
    const bool found = any.step();
    return any.run().map([found] { return found; });
}

} // namespace

/// Where the key's position is, or would be.
quint32 &StagedResults::slotOf(const StagedResult &result)
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = hashOf(result) & mask;
    while (m_slots[at] != kFree && m_results[m_slots[at]].key() != result.key())
        at = (at + 1) & mask;
    return m_slots[at];
}

void StagedResults::growSlots()
{
    m_slots.assign(std::bit_ceil(std::max<std::size_t>(1024, 4 * m_results.size())), kFree);
    for (std::size_t i = 0; i < m_results.size(); ++i)
        slotOf(m_results[i]) = static_cast<quint32>(i);
}

const StagedResult *StagedResults::add(StagedResult result, std::string_view note)
{
    if (2 * (m_results.size() + 1) > m_slots.size())
        growSlots();
    quint32 &slot = slotOf(result);
    if (slot != kFree)
        return &m_results[slot];
    slot = static_cast<quint32>(m_results.size());
    if (!note.empty() && note != m_notes.back())
        m_notes.emplace_back(note);
    result.note = note.empty() ? 0 : static_cast<quint32>(m_notes.size() - 1);
    m_results.push_back(result);
    return nullptr;
}

/// Brings the results of a curve together; afterwards nothing can be added.
void StagedResults::sort()
{
    const auto inOrder = [](const StagedResult &a, const StagedResult &b) { return a.order() < b.order(); };
    if (!std::is_sorted(m_results.begin(), m_results.end(), inOrder))
        std::sort(m_results.begin(), m_results.end(), inOrder);
}

std::vector<quint32> StagedResults::models() const
{
    std::vector<bool> seen;
    std::vector<quint32> found;
    for (const StagedResult &result : m_results) {
        if (result.model >= seen.size())
            seen.resize(std::bit_ceil(std::size_t{result.model} + 1));
        if (!seen[result.model])
            found.push_back(result.model);
        seen[result.model] = true;
    }
    return found;
}

Result<StagedResults::Comparison> StagedResults::compare(sqlite3 *db)
{
    sort();
    const auto others = holdsResults(db);
    if (!others)
        return tl::unexpected(others.error());
    Comparison comparison{.news = !*others && !m_results.empty()};
    if (!*others)
        return comparison;

    sqlite::Statement held(db, "SELECT result.id, model, file.import, value, standard_error, n, note "
                               "FROM result JOIN model ON model.id = result.model "
                               "JOIN import_file file ON file.id = result.file "
                               "JOIN import ON import.id = file.import "
                               "WHERE measure = ?1 AND setting = ?2 AND family = ?3 "
                               "ORDER BY import.bundled, file.import DESC, result.id");
    for (auto first = m_results.cbegin(), last = first; first != m_results.cend(); first = last) {
        last = std::find_if(first, m_results.cend(),
                            [&](const StagedResult &result) { return result.curve() != first->curve(); });
        ResultGroup group;
        std::unordered_map<qint64, std::vector<ResultRow>> known; // by model
        held.bind(qint64{first->measure}, qint64{first->setting}, qint64{first->family});
        while (held.step()) {
            group.rows.push_back({held.integer(0), held.integer(1), held.integer(2), held.real(3),
                                  held.real(4), held.real(5), held.text(6), 0});
            known[held.integer(1)].push_back(group.rows.back());
        }
        if (auto read = held.run(); !read)
            return tl::unexpected(read.error());
        keepWinners(group);
        std::unordered_map<qint64, ResultRow> shown; // by model
        for (ResultRow &row : group.rows)
            shown.emplace(row.model, std::move(row));

        for (auto result = first; result != last; ++result) {
            const auto says = [&](const ResultRow &row) {
                return saysTheSame(*result, noteOf(*result), row);
            };
            const std::vector<ResultRow> &rows = known[result->model];
            comparison.duplicates += std::ranges::any_of(rows, says);
            comparison.conflicts +=
                !rows.empty() && std::ranges::find(rows, result->value, &ResultRow::value) == rows.end();
            const auto winner = shown.find(result->model);
            comparison.news = comparison.news || winner == shown.end() || !says(winner->second);
        }
    }
    return comparison;
}

Result<qint64> StagedResults::store(sqlite3 *db)
{
    const auto others = holdsResults(db);
    if (!others)
        return tl::unexpected(others.error());
    const bool bulk = m_results.size() >= kBulk && !*others;
    QByteArray makeIndex;
    if (bulk) {
        sqlite::Statement index(db, "SELECT sql FROM sqlite_schema WHERE name = 'result_curve'");
        if (index.step())
            makeIndex = index.bytes(0).toByteArray();
        auto dropped = index.run().and_then([&] { return sqlite::execute(db, "DROP INDEX result_curve"); });
        if (!dropped)
            return tl::unexpected(dropped.error());
    }
    {
        const sqlite::WithoutForeignKeys trusted(db); // the ids come from this transaction's dictionaries
        sqlite::Statement insert(
            db, "INSERT INTO result(measure, setting, model, value, standard_error, n, note, "
                "source, file, line) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
        for (const StagedResult &result : m_results) {
            auto stored = insert
                              .bind(qint64{result.measure}, qint64{result.setting}, qint64{result.model},
                                    result.value, result.standardError, result.n, m_notes[result.note],
                                    qint64{result.source}, qint64{result.file}, result.line)
                              .run();
            if (!stored)
                return tl::unexpected(stored.error());
        }
    }
    if (bulk) {
        if (auto made = sqlite::execute(db, makeIndex.constData()); !made)
            return tl::unexpected(made.error());
    }
    return std::ssize(m_results);
}

} // namespace onset
