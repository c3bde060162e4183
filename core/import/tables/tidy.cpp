#include "core/import/read/format.h"
#include "core/import/read/import_text.h"
#include "core/import/read/number.h"
#include "core/import/tables/tidy_row.h"

#include <QFile>

#include <algorithm>
#include <thread>

/// The tidy table: one result per row. Header names decide, their order does not.
namespace onset::tidy {

namespace {

constexpr qint64 kRowsPerReport = 1024;
constexpr double kSurveyShare = 0.25; ///< of the time that a file takes

double partOf(const ImportFile &file, const DelimitedReader &reader)
{
    return static_cast<double>(reader.position()) /
           static_cast<double>(std::max<qint64>(1, file.device.size()));
}

void note(const DelimitedReader &reader, const Layout &layout, MetricUnits &found)
{
    if (reader.fault() != DelimitedReader::Fault::None || reader.fields().size() != layout.fields)
        return;
    Units &units = found.of(layout.text(reader, MetricName));
    if (!units.metric.proportion)
        return;
    const Number value = parseNumber(layout.text(reader, Value));
    if (value.fault == Number::Fault::None && !value.percent)
        units.seen.add(value.value);
    if (units.chance)
        return;
    const Number chance = parseNumber(layout.text(reader, Chance));
    units.chance = chance.fault == Number::Fault::None && !chance.percent;
}

/// The second half of a large file, surveyed by a thread of its own.
class SecondHalf
{
public:
    SecondHalf(const ImportFile &file, const Layout &layout) : m_device(file.path)
    {
        constexpr qint64 large = 8 << 20; // a smaller file is read before a thread has begun
        constexpr qint64 longest = 1 << 16;
        if (file.device.size() < large || !m_device.open(QIODevice::ReadOnly) ||
            m_device.size() != file.device.size() || !m_device.seek(m_device.size() / 2))
            return;
        const qint64 lineEnd = m_device.peek(longest).indexOf('\n');
        if (lineEnd < 0 || !m_device.seek(m_device.pos() + lineEnd + 1))
            return;
        m_begin = m_device.pos();
        m_thread = std::jthread([this, &file, &layout](const std::stop_token &stop) {
            DelimitedReader reader(m_device, file.name, file.separator);
            for (;;) {
                const auto more = reader.next();
                m_whole = more && !*more;
                if (!more || !*more || stop.stop_requested())
                    return;
                note(reader, layout, m_found);
            }
        });
    }

    /// Where it begins, a line end before it; −1: there is none.
    [[nodiscard]] qint64 begin() const { return m_begin; }

    /// Adds what it saw. @return false when it broke off
    bool addTo(MetricUnits &found)
    {
        m_thread.join();
        if (m_whole)
            found.add(m_found);
        return m_whole;
    }

private:
    QFile m_device;
    qint64 m_begin = -1;
    MetricUnits m_found;
    bool m_whole = false;
    std::jthread m_thread; ///< last: destroyed first, it is stopped and waited for
};

/// A first pass over the file that finds the metrics and how they are written.
Result<MetricUnits> survey(ImportFile &file, const Layout &layout)
{
    MetricUnits found;
    qint64 rows = 0;
    SecondHalf second(file, layout);
    DelimitedReader reader(file.device, file.name, file.separator);
    for (bool header = true;; header = false) {
        const auto more = reader.next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return found;
        if (++rows % kRowsPerReport == 0 && !file.proceed(kSurveyShare * partOf(file, reader)))
            return tl::unexpected(file.cancelled().error());
        if (!header)
            note(reader, layout, found);
        // a line end inside quotes is passed over: then this half reads on to the end of the file
        if (reader.position() == second.begin() && second.addTo(found))
            return found;
    }
}

Result<> take(ImportFile &file, const Row &row)
{
    return file.store(row).map([&](bool accepted) {
        if (accepted && !row.model.empty())
            file.models.add({row.family, row.model});
        if (accepted && !row.task.empty())
            file.tasks.add({row.benchmark, row.task});
    });
}

bool recognises(const Outline &outline)
{
    const auto names = [](const std::string &name) { return columnNamed(name).has_value(); };
    const auto states = [](const std::string &name) {
        const auto column = columnNamed(name);
        return column == MetricName || column == Value;
    };
    const auto known = std::ranges::count_if(outline.header, names), all = std::ssize(outline.header);
    // without a metric and a value, other columns may be the scores of a wide table
    return outline.isTable() && known >= 2 && 2 * known >= all &&
           (known == all || std::ranges::any_of(outline.header, states));
}

Result<> read(ImportFile &file)
{
    DelimitedReader reader(file.device, file.name, file.separator);
    if (auto header = reader.next(); !header)
        return tl::unexpected(header.error());
    if (auto sound = checkHeader(reader, file.name); !sound)
        return sound;
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
            << ImportText::tr("Column “%1” is no column of a tidy table and was left out.").arg(column);
    for (const auto &[name, unit] : units->byName) {
        if (!unit.percent())
            continue;
        file.report.notes
            << ImportText::tr("Values of %1 are percentages and were divided by 100.").arg(name);
        if (unit.chance)
            file.report.notes << ImportText::tr("Chance levels of %1 were divided by 100 too.").arg(name);
    }
    RowParser parser(*layout, *units);
    Row row;
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
        Result<> done;
        if (const QString broken = faultOf(rows, layout->fields); !broken.isEmpty()) {
            done = file.refuse(rows.line(), {}, broken);
        } else {
            const auto fault = parser.parse(rows, row);
            file.report.count(parser.stored());
            done = fault ? file.refuse(rows.line(), nameOf(fault->column), fault->reason) : take(file, row);
        }
        if (!done)
            return done;
    }
    return {};
}

} // namespace

Format format() { return {.name = QStringLiteral("tidy"), .recognises = recognises, .read = read}; }

} // namespace onset::tidy
