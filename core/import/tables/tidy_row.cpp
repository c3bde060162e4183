#include "core/import/tables/tidy_row.h"

#include "core/curve/scale.h"
#include "core/import/read/import_text.h"

#include <algorithm>
#include <cmath>

namespace onset::tidy {

namespace {

QString reasonOf(Number::Fault fault)
{
    return fault == Number::Fault::NotANumber ? ImportText::tr("is not a number")
                                              : ImportText::tr("is not a finite number");
}

std::optional<Fault> faultAt(Column column, const QString &reason)
{
    return reason.isEmpty() ? std::nullopt : std::optional(Fault{column, reason});
}

/// A number without the percent sign behind it.
double asWritten(std::string_view text)
{
    if (text.ends_with('%'))
        text = trimmed(text.substr(0, text.size() - 1));
    return parseNumber(text).value;
}

} // namespace

Units &MetricUnits::of(std::string_view spelling)
{
    if (recent.second && spelling == recent.first)
        return *recent.second;
    auto known = bySpelling.find(spelling);
    if (known == bySpelling.end()) {
        const Metric metric = metricNamed(QString::fromUtf8(spelling));
        Units &units =
            byName.try_emplace(metric.name, Units{metric, metric.name.toStdString()}).first->second;
        known = bySpelling.emplace(spelling, &units).first;
    }
    recent = *known;
    return *known->second;
}

void MetricUnits::add(const MetricUnits &others)
{
    for (const auto &[name, other] : others.byName) {
        Units &units = byName.try_emplace(name, Units{other.metric, other.name}).first->second;
        units.seen.add(other.seen);
        units.chance = units.chance || other.chance;
    }
}

bool RowParser::isDate(std::string_view text)
{
    if (m_dates.contains(text))
        return true;
    if (std::isnan(decimalYear(QString::fromUtf8(text))))
        return false;
    m_dates.emplace(text);
    return true;
}

std::optional<Fault> RowParser::parseScales(const DelimitedReader &reader, Row &row)
{
    for (const auto &[column, count] :
         {std::pair(Params, &row.parameters), std::pair(Tokens, &row.tokens), std::pair(Flops, &row.flops)}) {
        const std::string_view text = m_layout.text(reader, column);
        if (text.empty())
            continue;
        const Number number = parseCount(text);
        if (number.fault != Number::Fault::None)
            return Fault{column, reasonOf(number.fault)};
        if (number.value <= 0)
            return Fault{column, ImportText::tr("must be above 0")};
        *count = number.value;
    }
    row.flopsOrigin = m_layout.text(reader, FlopsOrigin);
    constexpr std::array<std::string_view, 4> origins{"", "reported", "6ND", "inferred"};
    if (std::ranges::find(origins, row.flopsOrigin) == origins.end())
        return Fault{FlopsOrigin, ImportText::tr("must be reported, 6ND or inferred")};
    row.date = m_layout.text(reader, ReleaseDate);
    if (!row.date.empty() && !isDate(row.date))
        return Fault{ReleaseDate, ImportText::tr("is no date of the form YYYY, YYYY-MM or YYYY-MM-DD")};
    return std::nullopt;
}

std::optional<Fault> RowParser::parseSetting(const DelimitedReader &reader, Row &row) const
{
    row.strategy = m_layout.text(reader, Strategy);
    row.decoding = m_layout.text(reader, Decoding);
    const std::string_view text = m_layout.text(reader, Shots);
    if (text.empty())
        return std::nullopt;
    constexpr double mostShots = 1e6; // beyond any prompt
    const Number shots = parseNumber(text);
    if (shots.fault != Number::Fault::None || shots.percent || shots.value < 0 || shots.value > mostShots ||
        shots.value != std::floor(shots.value))
        return Fault{Shots, ImportText::tr("must be a whole number, 0 or more")};
    row.shots = static_cast<int>(shots.value);
    return std::nullopt;
}

/// A score, or its error or a level in the unit of scores.
/// @param percent  it is a percentage even without a percent sign
/// @param share    stays as it is when nothing is written
std::optional<Fault> RowParser::parseShare(const DelimitedReader &reader, Column column, const Units &units,
                                           bool percent, Number &share) const
{
    const std::string_view text = m_layout.text(reader, column);
    if (text.empty())
        return std::nullopt;
    share = parseNumber(text, percent ? -2 : 0);
    if (share.fault != Number::Fault::None)
        return Fault{column, reasonOf(share.fault)};
    if (share.percent && !units.metric.proportion)
        return Fault{column,
                     ImportText::tr("has a percent sign, but %1 is no proportion").arg(units.metric.name)};
    return std::nullopt;
}

std::optional<Fault> RowParser::parseScore(const DelimitedReader &reader, Row &row)
{
    const Units &units = m_units.of(m_layout.text(reader, MetricName));
    const Metric &metric = units.metric;
    row.metric = units.name;
    Number value{.value = Row::unknown}, standardError = value, chance = value;
    if (auto fault = parseShare(reader, Value, units, units.percent(), value))
        return fault;
    m_stored = value.percent || units.percent() ? asWritten(m_layout.text(reader, Value)) : value.value;
    if (auto fault =
            parseShare(reader, StandardError, units, units.percent() || value.percent, standardError))
        return fault;
    if (auto fault = parseShare(reader, Chance, units, units.percent(), chance))
        return fault;
    row.value = value.value;
    row.standardError = standardError.value;
    row.chance = chance.value;
    if (auto fault = faultAt(Value, faultOfLevel(row.value, metric)))
        return fault;
    if (auto fault = faultAt(StandardError, faultOfError(row.standardError, metric)))
        return fault;
    if (auto fault = faultAt(Chance, faultOfLevel(row.chance, metric)))
        return fault;
    const std::string_view text = m_layout.text(reader, Examples);
    if (text.empty())
        return std::nullopt;
    constexpr double mostExamples = 1e15; // whole numbers are exact in a double up to there
    const Number n = parseCount(text);
    if (n.fault != Number::Fault::None || n.value < 1 || n.value > mostExamples ||
        n.value != std::floor(n.value))
        return Fault{Examples, ImportText::tr("must be a whole number above 0")};
    row.n = n.value;
    return std::nullopt;
}

std::optional<Fault> RowParser::parse(const DelimitedReader &reader, Row &row)
{
    const auto field = [&](Column column) { return m_layout.text(reader, column); };
    row = Row{.line = reader.line()};
    m_stored = Row::unknown;
    row.reference = field(ReferenceLabel);
    row.note = field(Note);
    row.source = field(Source);
    if (row.reference.empty()) {
        row.family = field(Family);
        row.model = field(Model);
        row.checkpoint = field(Checkpoint);
        if (row.model.empty())
            return Fault{Model, ImportText::tr("is empty, and so is reference: a row needs one of them")};
        if (row.family.empty())
            return Fault{Family, ImportText::tr("is empty")};
        if (auto fault = parseScales(reader, row))
            return fault;
        const bool hasScale = !std::isnan(row.parameters) || !std::isnan(row.tokens) ||
                              !std::isnan(row.flops) || !row.date.empty();
        if (field(MetricName).empty() && field(Value).empty() && hasScale)
            return std::nullopt;
        if (auto fault = parseSetting(reader, row))
            return fault;
    } else if (!field(Model).empty()) {
        return Fault{ReferenceLabel, ImportText::tr("names a reference line, but the row has a model too")};
    }
    row.benchmark = field(Benchmark);
    row.task = field(Task);
    for (const Column needed : {Benchmark, Task, MetricName, Value}) {
        if (field(needed).empty())
            return Fault{needed, ImportText::tr("is empty")};
    }
    return parseScore(reader, row);
}

} // namespace onset::tidy
