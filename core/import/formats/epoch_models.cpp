#include "core/import/formats/epoch.h"

#include "core/curve/scale.h"
#include "core/import/read/import_text.h"
#include "core/import/read/number.h"
#include "core/import/tables/table_rows.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace onset {

using namespace Qt::StringLiterals;

std::string epoch::dateOf(std::string_view text)
{
    static const QRegularExpression dayFirst(u"^(\\d{2})-(\\d{2})-(\\d{4})$"_s);
    QString date = QString::fromUtf8(text);
    if (const auto found = dayFirst.match(date); found.hasMatch())
        date = found.captured(3) + u'-' + found.captured(2) + u'-' + found.captured(1);
    return std::isnan(decimalYear(date)) ? std::string() : date.toStdString();
}

namespace epoch_models {

using epoch::dateOf, epoch::kFamily;

namespace {

/// Reads the database of models.
class ModelsReader
{
public:
    explicit ModelsReader(ImportFile &file) : m_file(file), m_rows(file) {}

    Result<> read();

private:
    Result<> readRow();
    /// A count; NaN when nothing is stated or what is stated is refused.
    Result<double> count(int column);

    ImportFile &m_file;
    TableRows m_rows;
    int m_model = -1, m_domain = -1, m_parameters = -1, m_compute = -1, m_data = -1, m_epochs = -1,
        m_date = -1, m_confidence = -1;
};

Result<> ModelsReader::read()
{
    if (auto begun = m_rows.begin(); !begun)
        return begun;
    m_model = std::max(m_rows.column("model"), m_rows.column("system"));
    m_domain = m_rows.column("domain");
    m_parameters = m_rows.column("parameters");
    m_compute = m_rows.column("training_compute_(flop)");
    m_data = m_rows.column("training_dataset_size_(datapoints)");
    m_epochs = m_rows.column("epochs");
    m_date = m_rows.column("publication_date");
    m_confidence = m_rows.column("confidence");
    if (auto read = m_rows.forEach([this] { return readRow(); }); !read)
        return read;
    m_file.report.notes << ImportText::tr("Compute that Epoch is not confident of is marked as inferred.");
    return {};
}

Result<double> ModelsReader::count(int column)
{
    const std::string_view text = m_rows.text(column);
    if (text.empty())
        return Row::unknown;
    const Number number = parseCount(text);
    if (number.fault == Number::Fault::None && number.value > 0)
        return number.value;
    ++m_file.report.read;
    return m_file
        .refuse(m_rows.line(), QString::fromStdString(m_rows.titles()[static_cast<std::size_t>(column)]),
                number.fault == Number::Fault::None ? ImportText::tr("must be above 0")
                                                    : ImportText::tr("is not a number"))
        .map([] { return Row::unknown; });
}

Result<> ModelsReader::readRow()
{
    const std::string source = placeOf(m_rows.line()).toStdString();
    const Row row{.line = m_rows.line(), .family = kFamily, .model = m_rows.text(m_model), .source = source};
    if (row.model.empty()) {
        ++m_file.report.read;
        return m_file.refuse(row.line, u"Model"_s, ImportText::tr("is empty"));
    }
    m_file.models.add({row.model});
    if (const Number stated = parseCount(m_rows.text(m_compute)); stated.fault == Number::Fault::None)
        m_file.report.count(stated.value);
    const auto parameters = count(m_parameters), compute = count(m_compute), data = count(m_data);
    if (!parameters || !compute || !data)
        return tl::unexpected((!parameters ? parameters : !compute ? compute : data).error());

    // each fact in a row of its own: one that contradicts another table costs none of the others
    const std::string date = dateOf(m_rows.text(m_date));
    std::array<Row, 4> facts{row, row, row, row};
    facts[0].parameters = *parameters;
    facts[1].flops = *compute;
    facts[1].flopsOrigin = m_rows.text(m_confidence) == "Confident" ? "reported" : "inferred";
    // images and games are no tokens
    if (m_rows.text(m_domain).find("Language") != std::string_view::npos) {
        const double epochs = m_rows.number(m_epochs);
        const double seen = *data * (epochs > 0 ? epochs : 1);
        facts[2].tokens = std::isfinite(seen) ? seen : Row::unknown;
    }
    facts[3].date = date;
    for (const Row &fact : facts) {
        if (std::isnan(fact.parameters) && std::isnan(fact.flops) && std::isnan(fact.tokens) &&
            fact.date.empty())
            continue;
        ++m_file.report.read;
        if (const auto stored = m_file.store(fact); !stored)
            return tl::unexpected(stored.error());
    }
    return {};
}

bool recognises(const Outline &outline)
{
    // those that other tables seldom have; a wide one may well state compute and a date
    constexpr std::array<std::string_view, 10> own{"training_compute_(flop)",
                                                   "training_dataset_size_(datapoints)",
                                                   "training_compute_notes",
                                                   "parameters_notes",
                                                   "dataset_size_notes",
                                                   "training_time_(hours)",
                                                   "domain",
                                                   "confidence",
                                                   "publication_date",
                                                   "model_accessibility"};
    const auto has = [&](std::string_view column) { return hasColumns(outline, {column}); };
    return has(own.front()) && (has("model") || has("system")) && std::ranges::count_if(own, has) >= 4;
}

Result<> read(ImportFile &file) { return ModelsReader(file).read(); }

} // namespace

Format format() { return {.name = QStringLiteral("epoch-models"), .recognises = recognises, .read = read}; }

} // namespace epoch_models

} // namespace onset
