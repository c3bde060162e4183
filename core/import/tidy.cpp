#include "core/import/tidy.h"

#include "core/curve/metric.h"
#include "core/curve/scale.h"
#include "core/import/number.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace onset::tidy {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onset::TidyTable)
};

enum Column {
    Family,
    Model,
    Checkpoint,
    Params,
    Tokens,
    Flops,
    FlopsOrigin,
    Date_,
    Benchmark,
    Task,
    Strategy,
    Shots,
    Decoding,
    MetricName,
    Value,
    StandardError,
    Examples,
    Chance,
    ReferenceLabel,
    Note,
    Source,
    kColumns
};

/// Names as printed in reports, then other spellings.
constexpr std::array<std::array<std::string_view, 4>, kColumns> kNames{{
    {"model_family", "family"},
    {"model"},
    {"checkpoint"},
    {"params", "parameters", "n_params"},
    {"train_tokens", "tokens"},
    {"train_flops", "flops", "compute"},
    {"flops_origin"},
    {"date"},
    {"benchmark"},
    {"task"},
    {"strategy", "setting"},
    {"shots", "n_shots"},
    {"decoding"},
    {"metric"},
    {"value", "score"},
    {"stderr", "standard_error"},
    {"n_examples", "n"},
    {"chance_level", "chance"},
    {"reference"},
    {"note"},
    {"source"},
}};

std::optional<Column> columnNamed(std::string_view name)
{
    for (std::size_t column = 0; column < kNames.size(); ++column) {
        if (std::ranges::find(kNames[column], name) != kNames[column].end())
            return static_cast<Column>(column);
    }
    return std::nullopt;
}

QString nameOf(Column column) { return QLatin1StringView(kNames[column].front()); }

/// Which field holds which column; −1: none.
struct Layout
{
    std::array<int, kColumns> field;
    std::size_t fields = 0;
    QStringList keptOut = {};

    [[nodiscard]] bool has(Column column) const { return field[column] >= 0; }
};

Result<Layout> layoutOf(const std::vector<std::string_view> &header, const QString &file)
{
    Layout layout{.field = {}, .fields = header.size()};
    layout.field.fill(-1);
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto column = columnNamed(columnName(header[i]));
        if (!column)
            layout.keptOut << QString::fromUtf8(header[i]);
        else if (layout.has(*column))
            return failure(Code::BadInput,
                           Text::tr("“%1” has two columns “%2”; remove one.").arg(file, nameOf(*column)));
        else
            layout.field[*column] = static_cast<int>(i);
    }
    QStringList missing;
    const bool scalesOnly =
        !layout.has(MetricName) && !layout.has(Value) &&
        (layout.has(Params) || layout.has(Tokens) || layout.has(Flops) || layout.has(Date_));
    for (const Column needed : {Family, Model, Benchmark, Task, MetricName, Value}) {
        if (!layout.has(needed) && (needed <= Model || !scalesOnly))
            missing << nameOf(needed);
    }
    if (!missing.isEmpty())
        return failure(
            Code::BadInput,
            Text::tr("“%1” lacks the columns %2, which a tidy table needs; add them to its first line.")
                .arg(file, missing.join(QStringLiteral(", "))));
    return layout;
}

/// How the numbers of one metric are written in one file.
struct Units
{
    Metric metric;
    std::string name;    ///< UTF-8 of metric.name
    qint64 aboveOne = 0; ///< values
    qint64 notZero = 0;  ///< values
    bool chancePercent = false;

    /// Percent when most non-zero values of a proportion exceed 1.
    [[nodiscard]] bool percent() const { return 2 * aboveOne > notZero; }
};

using MetricUnits = std::map<std::string, Units, std::less<>>; ///< by spelling in the file

std::string_view fieldOf(const DelimitedReader &reader, const Layout &layout, Column column)
{
    return layout.has(column) ? trimmed(reader.fields()[static_cast<std::size_t>(layout.field[column])])
                              : std::string_view();
}

/// A first pass over the file that finds the metrics and how they are written.
Result<MetricUnits> survey(ImportFile &file, const Layout &layout)
{
    MetricUnits found;
    DelimitedReader reader(file.device, file.name, file.separator);
    for (bool header = true;; header = false) {
        const auto more = reader.next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return found;
        if (!file.proceed(0))
            return tl::unexpected(file.cancelled().error());
        if (header || reader.fields().size() != layout.fields)
            continue;
        const std::string_view spelling = fieldOf(reader, layout, MetricName);
        auto units = found.find(spelling);
        if (units == found.end()) {
            const Metric metric = metricNamed(QString::fromUtf8(spelling));
            units = found.emplace(spelling, Units{metric, metric.name.toStdString()}).first;
        }
        if (!units->second.metric.proportion)
            continue;
        const Number value = parseNumber(fieldOf(reader, layout, Value));
        if (value.fault == Number::Fault::None && !value.percent) {
            units->second.notZero += value.value != 0;
            units->second.aboveOne += value.value > 1;
        }
        const Number chance = parseNumber(fieldOf(reader, layout, Chance));
        if (chance.fault == Number::Fault::None && !chance.percent)
            units->second.chancePercent |= chance.value > 1;
    }
}

struct Fault
{
    Column column;
    QString reason;
};

/// Reads the fields of one record into a Row, or says why it is none.
class RowParser
{
public:
    RowParser(const Layout &layout, const MetricUnits &units) : m_layout(layout), m_units(units) {}

    std::optional<Fault> parse(const DelimitedReader &reader, Row &row);

private:
    std::optional<Fault> parseScales(const DelimitedReader &reader, Row &row);
    std::optional<Fault> parseSetting(const DelimitedReader &reader, Row &row) const;
    std::optional<Fault> parseScore(const DelimitedReader &reader, Row &row) const;
    [[nodiscard]] std::optional<Fault> parseShare(const DelimitedReader &reader, Column column,
                                                  const Units &units, bool percent, double &value) const;
    [[nodiscard]] bool isDate(std::string_view text);

    const Layout &m_layout;
    const MetricUnits &m_units;
    std::set<std::string, std::less<>> m_dates; ///< found good
};

QString reasonOf(Number::Fault fault)
{
    return fault == Number::Fault::NotANumber ? Text::tr("is not a number")
                                              : Text::tr("is not a finite number");
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
        const std::string_view text = fieldOf(reader, m_layout, column);
        if (text.empty())
            continue;
        const Number number = parseCount(text);
        if (number.fault != Number::Fault::None)
            return Fault{column, reasonOf(number.fault)};
        if (number.value <= 0)
            return Fault{column, Text::tr("must be above 0")};
        *count = number.value;
    }
    row.flopsOrigin = fieldOf(reader, m_layout, FlopsOrigin);
    constexpr std::array<std::string_view, 4> origins{"", "reported", "6ND", "inferred"};
    if (std::ranges::find(origins, row.flopsOrigin) == origins.end())
        return Fault{FlopsOrigin, Text::tr("must be reported, 6ND or inferred")};
    row.date = fieldOf(reader, m_layout, Date_);
    if (!row.date.empty() && !isDate(row.date))
        return Fault{Date_, Text::tr("is no date of the form YYYY, YYYY-MM or YYYY-MM-DD")};
    return std::nullopt;
}

std::optional<Fault> RowParser::parseSetting(const DelimitedReader &reader, Row &row) const
{
    row.strategy = fieldOf(reader, m_layout, Strategy);
    row.decoding = fieldOf(reader, m_layout, Decoding);
    const std::string_view text = fieldOf(reader, m_layout, Shots);
    if (text.empty())
        return std::nullopt;
    constexpr double mostShots = 1e6; // beyond any prompt
    const Number shots = parseNumber(text);
    if (shots.fault != Number::Fault::None || shots.percent || shots.value < 0 || shots.value > mostShots ||
        shots.value != std::floor(shots.value))
        return Fault{Shots, Text::tr("must be a whole number, 0 or more")};
    row.shots = static_cast<int>(shots.value);
    return std::nullopt;
}

/// A score, or a level in the unit of scores.
std::optional<Fault> RowParser::parseShare(const DelimitedReader &reader, Column column, const Units &units,
                                           bool percent, double &value) const
{
    const std::string_view text = fieldOf(reader, m_layout, column);
    if (text.empty())
        return std::nullopt;
    const Number number = parseNumber(text, percent ? -2 : 0);
    if (number.fault != Number::Fault::None)
        return Fault{column, reasonOf(number.fault)};
    if (number.percent && !units.metric.proportion)
        return Fault{column, Text::tr("has a percent sign, but %1 is no proportion").arg(units.metric.name)};
    value = number.value;
    return std::nullopt;
}

std::optional<Fault> RowParser::parseScore(const DelimitedReader &reader, Row &row) const
{
    const Units &units = m_units.find(fieldOf(reader, m_layout, MetricName))->second;
    const Metric &metric = units.metric;
    row.metric = units.name;
    const bool percent = metric.proportion && units.percent();
    if (auto fault = parseShare(reader, Value, units, percent, row.value))
        return fault;
    if (auto fault = parseShare(reader, StandardError, units, percent, row.standardError))
        return fault;
    if (auto fault = parseShare(reader, Chance, units, metric.proportion && units.chancePercent, row.chance))
        return fault;
    const auto outside = [&metric](double value) { return value < metric.low || value > metric.high; };
    const auto range = [&metric] {
        return Text::tr("is outside the range of %1, %2 to %3")
            .arg(metric.name)
            .arg(metric.low)
            .arg(metric.high);
    };
    if (outside(row.value))
        return Fault{Value, range()};
    if (row.standardError < 0)
        return Fault{StandardError, Text::tr("must be 0 or more")};
    if (outside(row.chance))
        return Fault{Chance, range()};
    const std::string_view text = fieldOf(reader, m_layout, Examples);
    if (text.empty())
        return std::nullopt;
    constexpr double mostExamples = 1e15; // whole numbers are exact in a double up to there
    const Number n = parseCount(text);
    if (n.fault != Number::Fault::None || n.value < 1 || n.value > mostExamples ||
        n.value != std::floor(n.value))
        return Fault{Examples, Text::tr("must be a whole number above 0")};
    row.n = n.value;
    return std::nullopt;
}

std::optional<Fault> RowParser::parse(const DelimitedReader &reader, Row &row)
{
    const auto field = [&](Column column) { return fieldOf(reader, m_layout, column); };
    row = Row{.line = reader.line()};
    row.reference = field(ReferenceLabel);
    row.note = field(Note);
    row.source = field(Source);
    if (row.reference.empty()) {
        row.family = field(Family);
        row.model = field(Model);
        row.checkpoint = field(Checkpoint);
        if (row.model.empty())
            return Fault{Model, Text::tr("is empty, and so is reference: a row needs one of them")};
        if (row.family.empty())
            return Fault{Family, Text::tr("is empty")};
        if (auto fault = parseScales(reader, row))
            return fault;
        const bool hasScale = !std::isnan(row.parameters) || !std::isnan(row.tokens) ||
                              !std::isnan(row.flops) || !row.date.empty();
        if (field(MetricName).empty() && field(Value).empty() && hasScale)
            return std::nullopt;
        if (auto fault = parseSetting(reader, row))
            return fault;
    } else if (!field(Model).empty()) {
        return Fault{ReferenceLabel, Text::tr("names a reference line, but the row has a model too")};
    }
    row.benchmark = field(Benchmark);
    row.task = field(Task);
    for (const Column needed : {Benchmark, Task, MetricName, Value}) {
        if (field(needed).empty())
            return Fault{needed, Text::tr("is empty")};
    }
    return parseScore(reader, row);
}

} // namespace

bool recognises(const std::vector<std::string> &header)
{
    const auto known =
        std::ranges::count_if(header, [](const std::string &name) { return columnNamed(name).has_value(); });
    return known >= 2 && 2 * known >= static_cast<std::ptrdiff_t>(header.size());
}

Result<> read(ImportFile &file)
{
    DelimitedReader reader(file.device, file.name, file.separator);
    if (auto header = reader.next(); !header)
        return tl::unexpected(header.error());
    const auto layout = layoutOf(reader.fields(), file.name);
    if (!layout)
        return tl::unexpected(layout.error());
    file.device.seek(0);
    const auto units = survey(file, *layout);
    if (!units)
        return tl::unexpected(units.error());
    file.device.seek(0);

    for (const QString &column : layout->keptOut)
        file.report.notes
            << Text::tr("Column “%1” is no column of a tidy table and was left out.").arg(column);
    for (const auto &[spelling, unit] : *units) {
        if (unit.metric.proportion && unit.percent())
            file.report.notes
                << Text::tr("Values of %1 are percentages and were divided by 100.").arg(unit.metric.name);
    }
    RowParser parser(*layout, *units);
    Row row;
    qint64 repeated = 0;
    DelimitedReader rows(file.device, file.name, file.separator);
    for (bool header = true;; header = false) {
        const auto more = rows.next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        if (header)
            continue;
        if (!file.proceed(rows.position()))
            return file.cancelled();
        ++file.report.read;
        Result<> refused;
        if (const QString broken = faultOf(rows, layout->fields); !broken.isEmpty()) {
            refused = file.refuse(rows.line(), {}, broken);
        } else if (const auto fault = parser.parse(rows, row)) {
            refused = file.refuse(rows.line(), nameOf(fault->column), fault->reason);
        } else {
            const auto verdict = file.writer.add(row);
            if (!verdict)
                return tl::unexpected(verdict.error());
            repeated += verdict->repeated;
            if (verdict->reason.isEmpty())
                ++file.report.accepted;
            else
                refused = file.refuse(rows.line(), verdict->column, verdict->reason);
        }
        if (!refused)
            return refused;
    }
    if (repeated > 0)
        file.report.notes << Text::tr("%n row(s) repeat an earlier row and were stored once.", nullptr,
                                      static_cast<int>(repeated));
    return {};
}

} // namespace onset::tidy
