#pragma once

#include "core/base/text_set.h"
#include "core/store/imports.h"

#include <array>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

struct sqlite3;

namespace onset {

/// What an import states beside its results, each fact once: scales of models, chance levels of measures,
/// reference lines. Row ids are those of the workbook.
class StagedFacts
{
public:
    StagedFacts() { m_texts.insert({}); }

    /// A level of a measure, as one file states it.
    struct Level
    {
        double value;
        qint64 source;
        qint64 file, line;
    };

    /// How a row contradicts an earlier one in a scale of its model, or one of its file in the chance level
    /// of its measure. Counts agree when one is the other, printed with fewer digits but two at least.
    /// @param model, measure  0: the row has none
    [[nodiscard]] Verdict contradiction(const Row &row, qint64 model, qint64 measure, qint64 file) const;
    /// Another chance level that an earlier file states, when the row is the first of its file to state one;
    /// null when there is none. Both are kept.
    [[nodiscard]] const Level *otherChance(const Row &row, qint64 measure, qint64 file) const;
    /// Notes what a row states that contradicts nothing; what was stated first stays.
    void add(const Row &row, qint64 model, qint64 measure, qint64 file);
    /// Files may differ, which keeps both.
    [[nodiscard]] Verdict addReference(const Row &row, qint64 measure, qint64 source, qint64 file);

    /// Gives a model those scales of another one that it does not state itself: as stated here, else as the
    /// workbook shows them.
    [[nodiscard]] Result<> inherit(sqlite3 *db, qint64 heir, qint64 model);
    /// Which of FLOPs, parameters and tokens are stated of a model.
    [[nodiscard]] std::array<bool, 3> stated(qint64 model) const;

    /// @return whether any of it is new to the workbook
    [[nodiscard]] Result<bool> store(sqlite3 *db, ImportId import) const;

private:
    /// Of one model; a million of them stay small.
    struct Scales
    {
        std::array<double, 3> counts{Row::unknown, Row::unknown, Row::unknown}; ///< as kCounts; NaN: not
                                                                                ///< stated yet
        std::array<qint64, 3> lines{};
        std::array<quint32, 3> origins{}; ///< in m_texts
        quint32 date = 0;                 ///< in m_texts; 0: not stated yet
        qint64 dateLine = 0;
    };
    class ScaleRows;
    using Levels = std::vector<Level>; ///< of one file each, the newest last

    [[nodiscard]] Result<bool> storeScales(sqlite3 *db, ImportId import) const;
    [[nodiscard]] Result<bool> storeChances(sqlite3 *db, ImportId import) const;
    [[nodiscard]] Result<bool> storeReferences(sqlite3 *db, ImportId import) const;

    [[nodiscard]] quint32 numberOf(std::string_view text) { return m_texts.insert(text).first; }

    TextSet m_texts;                                               ///< origins and dates; the first is empty
    std::unordered_map<qint64, Scales> m_scales;                   ///< by model
    std::unordered_map<qint64, Levels> m_chances;                  ///< by measure
    std::map<std::pair<qint64, std::string>, Levels> m_references; ///< by measure and label
};

} // namespace onset
