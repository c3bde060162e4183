#include "core/import/names/known_models.h"
#include "core/import/read/format.h"
#include "core/import/read/import_text.h"
#include "core/import/read/score.h"
#include "core/import/tables/table_rows.h"

#include <algorithm>
#include <array>
#include <cmath>

/// One row an item, one file a model, as the pipeline of the Inverse Scaling Prize writes them: `index`, then
/// `loss` or log odds, then `correct` when the items have a right answer. Read once, never held.
///
/// Stored is the mean over the items with its standard error, and n. Benchmark and task are the data set that
/// `args.log` in the same folder names, else the folder; the model is the file's name. So the models of one
/// family on one data set are a curve, although each has a file of its own.
namespace onset::per_item {

namespace {

struct Measured
{
    std::string_view column, metric;
};
constexpr std::array<Measured, 3> kMeasured{{
    {"loss", "cross-entropy"},
    {"logodds", "log odds of the correct answer"},
    {"logodds_difference", "difference of log odds"},
}};

/// Mean and spread of numbers that are not kept [Welford 1962, Technometrics 4(3), 419].
class Mean
{
public:
    void add(double value)
    {
        const double before = value - m_running;
        m_running += before / static_cast<double>(++m_count);
        m_squares += before * (value - m_running);
        m_sum += value;
    }
    [[nodiscard]] qint64 count() const { return m_count; }
    [[nodiscard]] double mean() const { return m_sum / static_cast<double>(m_count); }
    /// Of the mean, s/√n with s² = Σ(x − x̄)²/(n − 1); NaN when there is no spread to estimate it by.
    [[nodiscard]] double standardError() const
    {
        const auto n = static_cast<double>(m_count);
        return m_count > 1 && m_squares > 0 ? std::sqrt(m_squares / (n - 1) / n) : Row::unknown;
    }

private:
    qint64 m_count = 0;
    double m_sum = 0; ///< exact for 0 and 1, where the running mean is rounded
    double m_running = 0, m_squares = 0;
};

/// The data set as the program's settings name it; the folder is a label of last resort.
std::string datasetOf(const ImportFile &file)
{
    const auto settings = file.beside(QStringLiteral("args.log"));
    const std::string_view stated = settings ? settings->root()["dataset"].text() : std::string_view();
    return stated.empty() ? folderOf(file.path) : std::string(stated);
}

Result<> store(ImportFile &file, Row row, std::string_view column, std::string_view metric, const Mean &mean)
{
    if (mean.count() == 0)
        return {};
    const std::string source = ImportText::tr("column %1, mean of %2 items")
                                   .arg(QString::fromUtf8(column))
                                   .arg(mean.count())
                                   .toStdString();
    row.metric = metric;
    row.value = mean.mean();
    row.standardError = mean.standardError();
    row.n = static_cast<double>(mean.count());
    row.source = source;
    const Metric about = metricNamed(QString::fromUtf8(metric));
    const QString where = ImportText::tr("column %1").arg(QString::fromUtf8(column));
    if (const QString fault = faultOfLevel(row.value, about); !fault.isEmpty())
        return file.refuse(where, about.name, fault);
    const auto stored = file.store(row, where);
    return stored ? Result<>() : tl::unexpected(stored.error());
}

bool recognises(const Outline &outline)
{
    const auto isKnown = [](const std::string &name) {
        return name == "index" || name == "correct" || name == "total_logprob" ||
               std::ranges::find(kMeasured, name, &Measured::column) != kMeasured.end();
    };
    return hasColumns(outline, {"index"}) && outline.header.size() > 1 &&
           std::ranges::all_of(outline.header, isKnown) &&
           std::ranges::any_of(kMeasured,
                               [&](const Measured &known) { return hasColumns(outline, {known.column}); });
}

Result<> read(ImportFile &file)
{
    TableRows rows(file);
    if (auto begun = rows.begin(); !begun)
        return begun;
    const auto measured = std::ranges::find_if(
        kMeasured, [&](const Measured &known) { return rows.column(known.column) >= 0; });
    if (measured == kMeasured.end())
        return failure(Code::BadInput,
                       ImportText::tr("“%1” has no column of scores by item; it needs one of loss, "
                                      "logodds and logodds_difference.")
                           .arg(file.name));
    const int value = rows.column(measured->column), correct = rows.column("correct");
    Mean values, answers;
    const auto addItem = [&]() -> Result<> {
        ++file.report.read;
        const double item = rows.number(value), answer = rows.number(correct);
        file.report.count(item);
        if (std::isnan(item))
            return file.refuse(rows.line(), QString::fromUtf8(measured->column),
                               ImportText::tr("is not a finite number"));
        if (correct >= 0 && answer != 0 && answer != 1)
            return file.refuse(rows.line(), QStringLiteral("correct"), ImportText::tr("must be 0 or 1"));
        values.add(item);
        if (correct >= 0)
            answers.add(answer);
        return {};
    };
    if (auto read = rows.forEach(addItem); !read)
        return read;

    const std::string name = stemOf(file.path), dataset = datasetOf(file);
    const KnownModel *const known = knownModel(name);
    const std::string family =
        (known ? known->family : familyByName(QString::fromStdString(name))).toStdString();
    file.models.add({family, name});
    file.tasks.add({dataset});
    Row row{.line = 1, .family = family, .model = name, .benchmark = dataset, .task = dataset};
    if (known) {
        row.parameters = known->parameters;
        row.tokens = known->tokens;
        row.flops = known->flops;
        row.parametersOrigin = row.tokensOrigin = kFromTable;
        row.flopsOrigin = std::isnan(known->flops) ? std::string_view() : "reported";
    }
    file.report.notes << (values.count() == 0
                              ? ImportText::tr("Holds no items.")
                              : ImportText::tr("Means over the items are stored: %1.").arg(values.count()));
    return store(file, row, measured->column, measured->metric, values).and_then([&] {
        return store(file, row, "correct", "accuracy", answers);
    });
}

} // namespace

Format format()
{
    return {.name = QStringLiteral("per-item"),
            .recognises = recognises,
            .read = read,
            .companions = {QStringLiteral("args.log")}};
}

} // namespace onset::per_item
