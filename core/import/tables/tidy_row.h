#pragma once

#include "core/curve/metric.h"
#include "core/import/read/number.h"
#include "core/import/read/score.h"
#include "core/import/tables/tidy_layout.h"
#include "core/store/imports.h"

#include <map>
#include <set>
#include <string>

namespace onset::tidy {

/// How the numbers of one metric are written in one file.
struct Units
{
    Metric metric;
    std::string name;    ///< UTF-8 of metric.name
    ShareUnit seen = {}; ///< in its values
    bool chance = false; ///< chance levels are stated, without a percent sign

    /// Errors and chance levels are written alike.
    [[nodiscard]] bool percent() const { return metric.proportion && seen.percent(); }
};

/// The metrics of one file.
struct MetricUnits
{
    std::map<QString, Units> byName;
    std::map<std::string, Units *, std::less<>> bySpelling; ///< as the file spells them

    std::pair<std::string, Units *> recent = {}; ///< of neighbours it is the same

    /// Made when it is new.
    [[nodiscard]] Units &of(std::string_view spelling);
    /// What was seen in another part of the file.
    void add(const MetricUnits &others);
};

struct Fault
{
    Column column;
    QString reason;
};

/// Reads the fields of one record into a Row, or says why it is none.
class RowParser
{
public:
    RowParser(const Layout &layout, MetricUnits &units) : m_layout(layout), m_units(units) {}

    std::optional<Fault> parse(const DelimitedReader &reader, Row &row);
    /// The score of the record parsed last as it is written, without its percent sign; NaN when it has none.
    [[nodiscard]] double stored() const { return m_stored; }

private:
    std::optional<Fault> parseScales(const DelimitedReader &reader, Row &row);
    std::optional<Fault> parseSetting(const DelimitedReader &reader, Row &row) const;
    std::optional<Fault> parseScore(const DelimitedReader &reader, Row &row);
    [[nodiscard]] std::optional<Fault> parseShare(const DelimitedReader &reader, Column column,
                                                  const Units &units, bool percent, Number &share) const;
    [[nodiscard]] bool isDate(std::string_view text);

    const Layout &m_layout;
    MetricUnits &m_units;
    double m_stored = Row::unknown;
    std::set<std::string, std::less<>> m_dates; ///< found good
};

} // namespace onset::tidy
