#include "core/import/formats/json_scores.h"

#include "core/import/names/known_models.h"
#include "core/import/read/import_text.h"
#include "core/import/read/number.h"
#include "core/import/read/score.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace onset {

using namespace Qt::StringLiterals;

Result<> JsonScores::store(const JsonScore &score, Row row)
{
    const auto &[value, metric, standardError, percent] = score;
    const bool present = std::isfinite(value.number());
    m_missing += !present;
    if (auto counted = leaveOut(value); !counted || !present)
        return counted;
    m_percent += percent;
    row.value = percent ? shareOf(value.number()) : value.number();
    // an error of 0 is one of a constant score, and no weight
    if (std::isfinite(standardError) && standardError != 0)
        row.standardError = percent ? shareOf(standardError) : standardError;
    const QString where = value.path();
    if (row.model.empty() || row.task.empty() || metric.name.isEmpty())
        return m_file.refuse(where, metric.name,
                             ImportText::tr("has no name of a model, a task or a metric"));
    if (const QString fault = faultOfLevel(row.value, metric); !fault.isEmpty())
        return m_file.refuse(where, metric.name, fault);
    if (const QString fault = faultOfError(row.standardError, metric); !fault.isEmpty())
        return m_file.refuse(where, metric.name, ImportText::tr("has an error that %1").arg(fault));
    constexpr double mostItems = 1e15; // beyond any, and still exact
    if (!(row.n >= 1 && row.n <= mostItems && row.n == std::floor(row.n)))
        row.n = Row::unknown;
    if (std::isnan(row.n) && metric.counts)
        row.n = outcomesBehind(row.value, row.standardError);
    const std::string name = metric.name.toStdString(), source = where.toStdString();
    row.line = value.line();
    row.metric = name;
    row.source = source;
    const auto stored = m_file.store(row, where);
    return stored ? Result<>() : tl::unexpected(stored.error());
}

Result<> JsonScores::leaveOut(const json::Value &value)
{
    ++m_file.report.read;
    m_file.report.count(value.number());
    const auto expected = static_cast<double>(std::max(m_expected, ++m_done));
    return m_file.proceed(static_cast<double>(m_done) / expected) ? Result<>() : m_file.cancelled();
}

void JsonScores::addNotes()
{
    QStringList &notes = m_file.report.notes;
    if (m_missing > 0)
        notes << ImportText::tr("Scores that are missing (null, NaN, Infinity or text): %1.").arg(m_missing);
    if (m_percent > 0)
        notes << ImportText::tr("Percentages that were divided by 100: %1.").arg(m_percent);
}

Metric directed(const Metric &metric, const json::Value &lowerIsBetter)
{
    const bool lower = metric.direction == Direction::LowerIsBetter;
    if (lowerIsBetter.kind() != json::Kind::Boolean || lowerIsBetter.boolean() == lower)
        return metric;
    return metricNamed(metric.name + (lower ? u" (higher is better)"_s : u" (lower is better)"_s));
}

double shifted(double number, int exponent)
{
    std::array<char, 32> text{};
    const char *const end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    const Number read = parseNumber({text.data(), end}, exponent);
    return read.fault == Number::Fault::None ? read.value : Row::unknown;
}

PlacedModel modelBySize(std::string_view name)
{
    PlacedModel model = placedModel(name);
    if (!std::isnan(model.parameters))
        return model;
    model.parameters = parametersByName(QString::fromUtf8(lastPart(name)));
    if (!std::isnan(model.parameters))
        model.parametersOrigin = kFromName;
    return model;
}

} // namespace onset
