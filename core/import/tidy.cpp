#include "core/import/tidy.h"

#include "core/import/number.h"
#include "core/import/tidy_row.h"

#include <QCoreApplication>

#include <algorithm>

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
            units.seen.add(value.value);
        }
        const Number chance = parseNumber(layout.text(reader, Chance));
        if (chance.fault == Number::Fault::None && !chance.percent)
            units.chance = true;
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

} // namespace

bool recognises(const Outline &outline)
{
    const auto known = std::ranges::count_if(
        outline.header, [](const std::string &name) { return columnNamed(name).has_value(); });
    return outline.isTable() && known >= 2 && 2 * known >= std::ssize(outline.header);
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

} // namespace onset::tidy
