#pragma once

#include "core/curve/metric.h"
#include "core/import/names/placed_model.h"
#include "core/import/read/format.h"

namespace onset {

/// A score where it stands in a JSON file.
struct JsonScore
{
    json::Value value;
    Metric metric;
    double standardError = Row::unknown; ///< in the unit of the file; 0 and NaN: none
    bool percent = false;                ///< a proportion that is written as a percentage
};

/// Brings the scores of a JSON file into an import: counts, checks, converts and stores them, and says where
/// they stood. What is missing (null, NaN, Infinity or text) is counted for a note.
class JsonScores
{
public:
    /// @param expected  how many there are, for the progress
    JsonScores(ImportFile &file, std::size_t expected) : m_file(file), m_expected(expected) {}

    /// @param row  all but value, error, metric, line and source. An n that is no number of items counts as
    ///             unknown, and then follows from the error where the score is a mean of 0/1 outcomes.
    /// @error Io; Cancelled
    [[nodiscard]] Result<> store(const JsonScore &score, Row row);
    /// Counts a number that is no score to be stored.
    [[nodiscard]] Result<> leaveOut(const json::Value &value);
    /// Adds the notes on all scores so far to the report.
    void addNotes();

private:
    ImportFile &m_file;
    std::size_t m_expected, m_done = 0;
    qint64 m_missing = 0, m_percent = 0;
};

/// A metric of which a file says whether lower is better: its word goes before what is known by the name.
/// @param lowerIsBetter  a boolean; anything else says nothing
[[nodiscard]] Metric directed(const Metric &metric, const json::Value &lowerIsBetter);

/// A number in units of 10^exponent, the nearest to it as it was written; NaN of what is not finite.
[[nodiscard]] double shifted(double number, int exponent);

/// As placedModel, with the parameters that its name rounds when nothing else is known.
[[nodiscard]] PlacedModel modelBySize(std::string_view name);

} // namespace onset
