#include "core/import/formats/openlm_tasks.h"

#include "core/import/read/import_text.h"
#include "core/import/read/number.h"
#include "core/import/read/score.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cmath>

namespace onset::openlm_tasks {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::string_view, 4> kColumns{"eval_task", "#shots", "#datapoints", "random_baseline"};

/// Where each of kColumns stands in the table.
std::array<std::size_t, 4> placesOf(const std::vector<std::string> &header)
{
    std::array<std::size_t, 4> places{};
    for (std::size_t i = 0; i < kColumns.size(); ++i)
        places[i] = static_cast<std::size_t>(std::ranges::find(header, kColumns[i]) - header.begin());
    return places;
}

bool isTable(const std::vector<std::string> &header)
{
    return std::ranges::all_of(placesOf(header), [&](std::size_t place) { return place < header.size(); });
}

/// The records of a table of this kind, one after the other.
class Table
{
public:
    Table(QIODevice &device, const QString &name, char separator)
        : m_name(name), m_reader(device, name, separator)
    {}

    /// Reads the header; false when the table is of another kind.
    Result<bool> begin()
    {
        const auto more = m_reader.next();
        if (!more || !*more)
            return more;
        if (const auto sound = checkHeader(m_reader, m_name); !sound)
            return tl::unexpected(sound.error());
        std::vector<std::string> header;
        std::ranges::transform(m_reader.fields(), std::back_inserter(header), columnName);
        m_columns = header.size();
        m_places = placesOf(header);
        return isTable(header);
    }
    Result<bool> next() { return m_reader.next(); }
    [[nodiscard]] qint64 line() const { return m_reader.line(); }
    [[nodiscard]] QString fault() const { return faultOf(m_reader, m_columns); }
    [[nodiscard]] std::string_view name() const { return trimmed(field(0)); }
    [[nodiscard]] Number baseline(int exponent) const { return parseNumber(field(3), exponent); }
    [[nodiscard]] Task task() const
    {
        Task task;
        constexpr double mostShots = 1e6; // beyond any prompt
        if (const double shots = whole(1); shots >= 0 && shots <= mostShots)
            task.shots = static_cast<int>(shots);
        if (const double items = whole(2); items > 0)
            task.items = items;
        // the table repeats the number of ARC-Easy; Clark et al. 2018, arXiv 1803.05457, Table 1
        if (name() == "arc_challenge" && task.items == 2376)
            task.items = 1172;
        if (const Number number = baseline(-2); number.fault == Number::Fault::None)
            task.chance = number.value;
        return task;
    }

private:
    [[nodiscard]] std::string_view field(std::size_t column) const
    {
        return m_reader.fields()[m_places[column]];
    }
    [[nodiscard]] double whole(std::size_t column) const
    {
        const Number number = parseNumber(field(column));
        const bool isWhole = number.fault == Number::Fault::None && number.value == std::floor(number.value);
        return isWhole ? number.value : Row::unknown;
    }

    QString m_name; ///< of the file, for sentences
    DelimitedReader m_reader;
    std::array<std::size_t, 4> m_places{};
    std::size_t m_columns = 0;
};

bool recognises(const Outline &outline) { return outline.isTable() && isTable(outline.header); }

Result<> read(ImportFile &file)
{
    Table table(file.device, file.name, file.separator);
    const auto begun = table.begin();
    if (!begun)
        return tl::unexpected(begun.error());
    if (!*begun)
        return failure(Code::BadInput,
                       ImportText::tr("“%1” is no table of tasks; it lacks one of the columns “Eval "
                                      "Task”, “#shots”, “#datapoints” and “Random baseline”.")
                           .arg(file.name));
    const Metric metric = metricNamed(u"accuracy"_s);
    for (;;) {
        const auto more = table.next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        ++file.report.read;
        const QString column = u"Random baseline"_s;
        QString fault = table.fault();
        const Number stored = fault.isEmpty() ? table.baseline(0) : Number{};
        if (fault.isEmpty() && table.name().empty())
            fault = ImportText::tr("has no task");
        if (fault.isEmpty() && stored.fault != Number::Fault::None)
            fault = ImportText::tr("is no number");
        if (fault.isEmpty()) {
            file.tasks.add({table.name()});
            file.report.count(stored.value);
            fault = faultOfLevel(table.task().chance, metric);
        }
        if (!fault.isEmpty()) {
            if (auto refused = file.refuse(table.line(), column, fault); !refused)
                return refused;
            continue;
        }
        const std::string where = placeOf(table.line()).toStdString();
        const double chance = table.task().chance;
        const auto kept = file.store({.line = table.line(),
                                      .benchmark = benchmarkOf(table.name()),
                                      .task = table.name(),
                                      .metric = "accuracy",
                                      .value = chance,
                                      .chance = chance,
                                      .reference = "random baseline",
                                      .source = where});
        if (!kept)
            return tl::unexpected(kept.error());
    }
    file.report.notes << ImportText::tr(
        "Holds no results but the scores of guessing, in percent, which were divided by 100: chance levels.");
    return {};
}

} // namespace

const QStringList &fileNames()
{
    static const QStringList names{u"eval_metadata.csv"_s, u"eval_meta_data.csv"_s, u"../eval_metadata.csv"_s,
                                   u"../eval_meta_data.csv"_s};
    return names;
}

std::map<std::string, Task, std::less<>> tasksFor(const ImportFile &file)
{
    constexpr qint64 mostBytes = 1 << 20; // sixty times the published ones
    std::map<std::string, Task, std::less<>> tasks;
    for (const QString &name : fileNames()) {
        const QFileInfo about(QFileInfo(file.path).dir(), name);
        QFile device(about.filePath());
        if (!about.isFile() || about.isSymLink() || about.size() > mostBytes ||
            !device.open(QIODevice::ReadOnly))
            continue;
        Table table(device, name, ',');
        for (auto more = table.begin(); more && *more;) {
            more = table.next();
            if (more && *more && table.fault().isEmpty())
                tasks.try_emplace(std::string(table.name()), table.task());
        }
        if (!tasks.empty())
            break;
    }
    return tasks;
}

std::string_view benchmarkOf(std::string_view task)
{
    if (task == "mmlu" || task.starts_with("mmlu_"))
        return "MMLU";
    if (task.starts_with("bigbench_"))
        return "BIG-bench";
    if (task.starts_with("agi_eval_"))
        return "AGIEval";
    return task;
}

Format format() { return {.name = QStringLiteral("openlm-tasks"), .recognises = recognises, .read = read}; }

} // namespace onset::openlm_tasks
