#include "core/store/staged_results.h"

#include "core/store/result_reader.h"
#include "core/store/rows.h"
#include "core/store/sqlite.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <unordered_map>

namespace onset {

namespace {

constexpr quint32 kFree = ~quint32{0};
constexpr std::size_t kBatch = std::size_t{1} << 16;

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

/// Results as the columns of their table.
class StoredRows : public sqlite::Rows
{
public:
    StoredRows(std::span<const StagedResult> results, const std::vector<std::string> &notes)
        : m_results(results), m_notes(notes)
    {}

    [[nodiscard]] std::size_t count() const override { return m_results.size(); }
    void read(std::size_t row, int column, sqlite::Cell &cell) const override
    {
        const StagedResult &result = m_results[row];
        switch (column) {
        case 0:
            return cell.set(qint64{result.measure});
        case 1:
            return cell.set(qint64{result.setting});
        case 2:
            return cell.set(qint64{result.model});
        case 3:
            return cell.set(result.value);
        case 4:
            return cell.set(result.standardError);
        case 5:
            return cell.set(result.n);
        case 6:
            return cell.set(std::string_view(m_notes[result.note]));
        case 7:
            return cell.set(qint64{result.source});
        case 8:
            return cell.set(qint64{result.file});
        default:
            return cell.set(result.line);
        }
    }

private:
    std::span<const StagedResult> m_results;
    const std::vector<std::string> &m_notes;
};

Result<> storeResults(sqlite3 *db, const StoredRows &rows)
{
    return sqlite::insert(
        db, "result(measure, setting, model, value, standard_error, n, note, source, file, line)", 10, rows);
}

} // namespace

Result<> ResultBatch::store(sqlite3 *db) const { return storeResults(db, StoredRows(results, notes)); }

StagedResults::StagedResults(sqlite3 *db)
{
    sqlite::Statement any(db, "SELECT 1 FROM result LIMIT 1");
    m_others = any.step();
}

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
    m_ascending = m_ascending && (m_results.empty() || m_results.back().key() < result.key());
    if (!m_ascending) {
        if (2 * (m_results.size() + 1) > m_slots.size())
            growSlots();
        quint32 &slot = slotOf(result);
        if (slot != kFree)
            return &m_results[slot];
        slot = static_cast<quint32>(m_results.size());
    }
    if (!note.empty() && note != m_notes.back())
        m_notes.emplace_back(note);
    result.note = note.empty() ? 0 : static_cast<quint32>(m_notes.size() - 1);
    m_results.push_back(result);
    return nullptr;
}

/// Afterwards nothing can be added.
template <typename Key>
void StagedResults::sort(Key key)
{
    const std::span waiting(m_results.begin() + std::ptrdiff_t(m_stored), m_results.end());
    if (!std::ranges::is_sorted(waiting, {}, key))
        std::ranges::sort(waiting, {}, key);
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

bool StagedResults::canStoreBatch() const
{
    return !m_others && m_ascending && m_results.size() - m_stored >= kBatch;
}

ResultBatch StagedResults::takeBatch()
{
    ResultBatch batch;
    batch.results.assign(m_results.begin() + std::ptrdiff_t(m_stored), m_results.end());
    m_stored = m_results.size();
    for (StagedResult &result : batch.results) {
        if (result.note == 0)
            continue;
        if (m_notes[result.note] != batch.notes.back())
            batch.notes.push_back(m_notes[result.note]);
        result.note = static_cast<quint32>(batch.notes.size() - 1);
    }
    return batch;
}

/// @param results  of one curve, not empty
/// @param held     of the same, in the order of keepWinners
void StagedResults::compareCurve(std::span<const StagedResult> results, ResultGroup held,
                                 Comparison &comparison) const
{
    std::unordered_map<qint64, std::vector<ResultRow>> known; // by model
    for (const ResultRow &row : held.rows)
        known[row.model].push_back(row);
    keepWinners(held);
    std::unordered_map<qint64, ResultRow> shown; // by model
    for (ResultRow &row : held.rows)
        shown.emplace(row.model, std::move(row));

    for (const StagedResult &result : results) {
        const auto says = [&](const ResultRow &row) { return saysTheSame(result, noteOf(result), row); };
        const auto rows = known.find(result.model);
        if (rows != known.end()) {
            comparison.duplicates += std::ranges::any_of(rows->second, says);
            comparison.conflicts +=
                std::ranges::find(rows->second, result.value, &ResultRow::value) == rows->second.end();
        }
        const auto winner = shown.find(result.model);
        comparison.news = comparison.news || winner == shown.end() || !says(winner->second);
    }
}

Result<StagedResults::Comparison> StagedResults::compare(sqlite3 *db)
{
    Comparison comparison{.news = !m_others && !m_results.empty()};
    if (!m_others)
        return comparison;
    sort(&StagedResult::order); // brings the results of a curve together

    // all families of a measure and setting at once: a query for each would read them all each time
    sqlite::Statement held(db, "SELECT family, model, file.import, value, standard_error, n, note "
                               "FROM result JOIN model ON model.id = result.model "
                               "JOIN import_file file ON file.id = result.file "
                               "JOIN import ON import.id = file.import "
                               "WHERE measure = ?1 AND setting = ?2 "
                               "ORDER BY family, import.bundled, file.import DESC, model");
    const auto partOf = [](auto first, auto last, auto key) {
        return std::span(first, std::find_if(first, last, [&](const StagedResult &result) {
                             return std::invoke(key, result) != std::invoke(key, *first);
                         }));
    };
    for (auto first = m_results.cbegin(); first != m_results.cend();) {
        const std::span ability = partOf(first, m_results.cend(), &StagedResult::ability);
        first += std::ssize(ability);
        bool more = held.bind(qint64{ability.front().measure}, qint64{ability.front().setting}).step();
        for (auto result = ability.begin(); result != ability.end();) {
            const std::span curve = partOf(result, ability.end(), &StagedResult::family);
            result += std::ssize(curve);
            while (more && held.integer(0) < curve.front().family)
                more = held.step();
            ResultGroup group;
            for (; more && held.integer(0) == curve.front().family; more = held.step())
                group.rows.push_back({held.integer(1), held.integer(2), held.real(3), held.real(4),
                                      held.real(5), held.text(6), 0});
            if (group.rows.empty())
                comparison.news = true;
            else
                compareCurve(curve, std::move(group), comparison);
        }
        if (auto read = held.run(); !read)
            return tl::unexpected(read.error());
    }
    return comparison;
}

Result<qint64> StagedResults::store(sqlite3 *db)
{
    sort(&StagedResult::key);
    const std::span waiting(m_results.begin() + std::ptrdiff_t(m_stored), m_results.end());
    const qint64 count = std::ssize(m_results);
    const auto stored = storeResults(db, StoredRows(waiting, m_notes));
    m_results = {}; // joining names takes its room
    m_slots = {};
    return stored.map([count] { return count; });
}

} // namespace onset
