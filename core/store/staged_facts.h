#pragma once

#include "core/store/imports.h"

#include <array>
#include <map>
#include <string>
#include <unordered_map>

struct sqlite3;

namespace onset {

/// What an import states beside its results, each fact once: scales of models, chance levels of measures,
/// reference lines. Row ids are those of the workbook.
class StagedFacts
{
public:
    /// How a row contradicts an earlier one in a scale of its model or in the chance level of its measure.
    /// Counts agree when one is the other, printed with fewer digits but two at least.
    /// @param model, measure  0: the row has none
    [[nodiscard]] Verdict contradiction(const Row &row, qint64 model, qint64 measure) const;
    /// Notes what a row states that contradicts nothing; what was stated first stays.
    void add(const Row &row, qint64 model, qint64 measure);
    [[nodiscard]] Verdict addReference(const Row &row, qint64 measure, qint64 source);

    /// Which of FLOPs, parameters and tokens are stated of a model.
    [[nodiscard]] std::array<bool, 3> stated(qint64 model) const;

    /// @return whether any of it is new to the workbook
    [[nodiscard]] Result<bool> store(sqlite3 *db, ImportId import) const;

private:
    struct Count
    {
        double value = Row::unknown; ///< NaN: nothing stated yet
        std::string origin;
        qint64 line = 0;
    };
    struct Date
    {
        std::string iso; ///< empty: nothing stated yet
        qint64 line = 0;
    };
    struct Scales
    {
        std::array<Count, 3> counts; ///< parameters, tokens, FLOPs
        Date date;
    };
    struct Level
    {
        double value;
        qint64 source;
        qint64 line;
    };

    [[nodiscard]] Result<bool> storeScales(sqlite3 *db, ImportId import) const;
    [[nodiscard]] Result<bool> storeChances(sqlite3 *db, ImportId import) const;
    [[nodiscard]] Result<bool> storeReferences(sqlite3 *db, ImportId import) const;

    std::unordered_map<qint64, Scales> m_scales;                  ///< by model
    std::unordered_map<qint64, Level> m_chances;                  ///< by measure
    std::map<std::pair<qint64, std::string>, Level> m_references; ///< by measure and label
};

} // namespace onset
