#include "core/import/tidy.h"

#include "core/import/number.h"
#include "core/import/tidy_row.h"

#include <QCoreApplication>

#include <algorithm>
#include <unordered_set>

namespace onset::tidy {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onset::TidyTable)
};

constexpr qint64 kRowsPerReport = 1024;
constexpr double kSurveyShare = 0.25; ///< of the time that a file takes

double partOf(const ImportFile &file, const DelimitedReader &reader)
{
    return static_cast<double>(reader.position()) /
           static_cast<double>(std::max<qint64>(1, file.device.size()));
}

/// A first pass over the file that finds the metrics and how they are written.
Result<MetricUnits> survey(ImportFile &file, const Layout &layout)
{
    MetricUnits found;
    qint64 rows = 0;
    DelimitedReader reader(file.device, file.name, file.separator);
    for (bool header = true;; header = false) {
        const auto more = reader.next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return found;
        if (++rows % kRowsPerReport == 0 && !file.proceed(kSurveyShare * partOf(file, reader)))
            return tl::unexpected(file.cancelled().error());
        if (header || reader.fault() != DelimitedReader::Fault::None ||
            reader.fields().size() != layout.fields)
            continue;
        Units &units = found.of(layout.text(reader, MetricName));
        if (!units.metric.proportion)
            continue;
        const Number value = parseNumber(layout.text(reader, Value));
        if (value.fault == Number::Fault::None && !value.percent) {
            units.notZero += value.value != 0;
            units.aboveOne += value.value > 1;
        }
        const Number chance = parseNumber(layout.text(reader, Chance));
        if (chance.fault == Number::Fault::None && !chance.percent)
            units.chance = true;
    }
}

/// Counts different keys; neighbours are often the same.
class Distinct
{
public:
    void add(std::initializer_list<std::string_view> names)
    {
        m_key.clear();
        for (const std::string_view name : names)
            m_key.append(name).push_back('\0');
        if (m_key != m_last) {
            m_seen.insert(m_key);
            m_last.swap(m_key);
        }
    }
    [[nodiscard]] qint64 count() const { return std::ssize(m_seen); }

private:
    std::string m_key, m_last;
    std::unordered_set<std::string> m_seen;
};

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
    auto units = survey(file, *layout);
    if (!units)
        return tl::unexpected(units.error());
    file.device.seek(0);

    for (const QString &column : layout->keptOut)
        file.report.notes
            << Text::tr("Column “%1” is no column of a tidy table and was left out.").arg(column);
    for (const auto &[name, unit] : units->byName) {
        if (!unit.percent())
            continue;
        file.report.notes << Text::tr("Values of %1 are percentages and were divided by 100.").arg(name);
        if (unit.chance)
            file.report.notes << Text::tr("Chance levels of %1 were divided by 100 too.").arg(name);
    }
    RowParser parser(*layout, *units);
    Distinct models, tasks;
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
        if (++file.report.read % kRowsPerReport == 0 &&
            !file.proceed(kSurveyShare + (1 - kSurveyShare) * partOf(file, rows)))
            return file.cancelled();
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
            if (verdict->reason.isEmpty()) {
                ++file.report.accepted;
                if (!row.model.empty())
                    models.add({row.family, row.model});
                if (!row.task.empty())
                    tasks.add({row.benchmark, row.task});
            } else {
                refused = file.refuse(rows.line(), verdict->column, verdict->reason);
            }
        }
        if (!refused)
            return refused;
    }
    file.report.models = models.count();
    file.report.tasks = tasks.count();
    if (repeated > 0)
        file.report.notes << Text::tr("Rows that repeat an earlier row, stored once: %1.").arg(repeated);
    return {};
}

} // namespace onset::tidy
