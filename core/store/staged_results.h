#pragma once

#include "core/base/result.h"

#include <span>
#include <string>
#include <tuple>
#include <vector>

struct sqlite3;

namespace onset {

struct ResultGroup;

/// A result of an import before its commit. Row ids are those of the workbook.
struct StagedResult
{
    quint32 measure, setting, family, model;
    quint32 source, file;
    quint32 note; ///< position in StagedResults::notes
    qint64 line;
    double value, standardError, n;

    [[nodiscard]] auto key() const { return std::tie(measure, setting, model); }
    [[nodiscard]] auto ability() const { return std::tie(measure, setting); }
    [[nodiscard]] auto order() const { return std::tie(measure, setting, family, model); }
};

/// Results to be stored, apart from those that are still being added.
struct ResultBatch
{
    std::vector<StagedResult> results;
    std::vector<std::string> notes{{}};

    [[nodiscard]] Result<> store(sqlite3 *db) const;
};

/// The results of an import, each key once, until they are compared with those of other imports and stored.
class StagedResults
{
public:
    explicit StagedResults(sqlite3 *db);

    /// Adds a result unless there is one with its key; then returns that.
    [[nodiscard]] const StagedResult *add(StagedResult result, std::string_view note);
    [[nodiscard]] const std::string &noteOf(const StagedResult &result) const { return m_notes[result.note]; }

    /// Row ids of the models that have results, each once.
    [[nodiscard]] std::vector<quint32> models() const;

    /// Whether many results wait that could be stored at once: there is nothing to compare them with, and all
    /// of them come behind those stored before.
    [[nodiscard]] bool canStoreBatch() const;
    /// Takes those that wait, to be stored before any other.
    [[nodiscard]] ResultBatch takeBatch();

    struct Comparison
    {
        qint64 duplicates = 0; ///< results that the workbook holds with the same value, error, n and note
        qint64 conflicts = 0;  ///< results that it holds with other values only
        bool news = false;     ///< storing them would change what a curve shows
    };
    [[nodiscard]] Result<Comparison> compare(sqlite3 *db);

    /// Stores those that no batch took, and forgets them all. @return how many there were
    [[nodiscard]] Result<qint64> store(sqlite3 *db);

private:
    void compareCurve(std::span<const StagedResult> results, ResultGroup held, Comparison &comparison) const;
    template <typename Key>
    void sort(Key key);
    void growSlots();
    [[nodiscard]] quint32 &slotOf(const StagedResult &result);

    bool m_others = false;    ///< the workbook held results before
    bool m_ascending = true;  ///< by key, as added
    std::size_t m_stored = 0; ///< the first of them, in batches
    std::vector<StagedResult> m_results;
    std::vector<std::string> m_notes{{}};
    /// Open-addressing hash table of positions in m_results, by key; empty while they ascend.
    std::vector<quint32> m_slots;
};

} // namespace onset
