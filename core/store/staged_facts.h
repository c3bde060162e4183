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
    /// Notes all scales that the row states, or none when one contradicts an earlier row. Counts agree when
    /// one is the other, printed with fewer digits but two at least.
    [[nodiscard]] Verdict addScales(const Row &row, qint64 model);
    [[nodiscard]] Verdict addChance(const Row &row, qint64 measure);
    [[nodiscard]] Verdict addReference(const Row &row, qint64 measure, qint64 source);

    /// @return whether any of it is new to the workbook
    [[nodiscard]] Result<bool> store(sqlite3 *db, ImportId import) const;

private:
    struct Count
    {
        double value;
        std::string origin;
        qint64 line = 0; ///< 0: nothing stated yet
    };
    struct Date
    {
        std::string iso;
        qint64 line = 0;
    };
    struct Scales
    {
        std::array<Count, 3> counts = {}; ///< parameters, tokens, FLOPs
        Date date = {};
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
