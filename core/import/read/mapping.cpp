#include "core/import/read/mapping.h"

#include "core/import/read/import_text.h"
#include "core/import/read/number.h"
#include "core/import/read/outline.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMaxMapBytes = qint64{16} << 20; ///< of a million columns, had a table so many
constexpr int kMaxExponent = 30;                  ///< 1e30 FLOP is beyond any model

constexpr std::array kRoles{
    std::pair(ColumnRole::Ignored, "ignored"_L1),       std::pair(ColumnRole::Model, "model"_L1),
    std::pair(ColumnRole::Family, "family"_L1),         std::pair(ColumnRole::Checkpoint, "checkpoint"_L1),
    std::pair(ColumnRole::Parameters, "parameters"_L1), std::pair(ColumnRole::Tokens, "tokens"_L1),
    std::pair(ColumnRole::Flops, "flops"_L1),           std::pair(ColumnRole::Date, "date"_L1),
    std::pair(ColumnRole::Setting, "setting"_L1),       std::pair(ColumnRole::Variant, "variant"_L1),
    std::pair(ColumnRole::Score, "score"_L1),
};

bool isScale(ColumnRole role)
{
    return role == ColumnRole::Parameters || role == ColumnRole::Tokens || role == ColumnRole::Flops;
}

/// Texts of a score, by their members in JSON.
constexpr std::array kTexts{
    std::pair("benchmark"_L1, &ColumnMapping::benchmark), std::pair("task"_L1, &ColumnMapping::task),
    std::pair("metric"_L1, &ColumnMapping::metric),       std::pair("strategy"_L1, &ColumnMapping::strategy),
    std::pair("decoding"_L1, &ColumnMapping::decoding),
};

QString unitOf(const ColumnMapping &column)
{
    if (column.factor != 1)
        return u"PF-days"_s;
    if (column.role != ColumnRole::Score || column.exponent > 0)
        return u"1e%1"_s.arg(column.exponent);
    if (column.exponent == -2)
        return u"percent"_s;
    return metricNamed(column.metric).proportion ? u"fraction"_s : u"1"_s;
}

/// "percent", "fraction", "1e9", "1E21 FLOPs"; a number of FLOPs is a power of ten too.
std::optional<int> exponentOf(const QString &unit)
{
    if (unit == u"percent" || unit == u"%")
        return -2;
    if (unit == u"fraction" || unit == u"1")
        return 0;
    static const QRegularExpression power(u"^1e\\+?(\\d{1,2})( ?FLOPs?)?$"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    const auto found = power.match(unit);
    const int exponent = found.captured(1).toInt();
    return found.hasMatch() && exponent <= kMaxExponent ? std::optional(exponent) : std::nullopt;
}

} // namespace

bool saysMissing(std::string_view text)
{
    constexpr std::array<std::string_view, 15> words{"",     "-",   "–",    "—",       "?",
                                                     "n/a",  "na",  "nan",  "none",    "nil",
                                                     "null", "tbd", "#n/a", "missing", "unknown"};
    if (text.size() > 8)
        return false;
    std::array<char, 8> lower{};
    std::ranges::transform(text, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return std::ranges::find(words, std::string_view(lower.data(), text.size())) != words.end();
}

void ColumnSurvey::add(std::string_view text)
{
    if (saysMissing(text))
        return;
    ++texts;
    if (sample.isNull()) {
        constexpr std::size_t most = 60; // of one line on a screen
        sample = QString::fromUtf8(text.substr(0, 4 * most)).left(most).simplified();
    }
    const Number number = parseCount(text);
    const Number plain = number.fault == Number::Fault::None ? number : parseNumber(text);
    if (plain.fault != Number::Fault::None)
        return;
    ++numbers;
    percents += plain.percent;
    low = std::min(low, plain.value);
    high = std::max(high, plain.value);
    if (plain.percent)
        return;
    share.add(plain.value);
    if (const auto point = text.find('.'); point != std::string_view::npos) {
        const auto digits = text.substr(point + 1);
        decimals = std::max(
            decimals, static_cast<int>(std::min(digits.find_first_not_of("0123456789"), digits.size())));
    }
}

QJsonObject Mapping::json() const
{
    QJsonArray all;
    for (const ColumnMapping &column : columns) {
        const auto *const role = std::ranges::find(kRoles, column.role, &decltype(kRoles)::value_type::first);
        QJsonObject object{{u"name"_s, column.name}, {u"role"_s, role->second}, {u"sample"_s, column.sample}};
        if (isScale(column.role) || column.role == ColumnRole::Score)
            object.insert(u"unit"_s, unitOf(column));
        if (column.role == ColumnRole::Score) {
            for (const auto &[name, member] : kTexts)
                object.insert(name, column.*member);
            if (column.shots >= 0)
                object.insert(u"shots"_s, column.shots);
            if (!std::isnan(column.chance))
                object.insert(u"chance"_s, column.chance);
        }
        all.append(object);
    }
    return {{u"columns"_s, all}};
}

tl::unexpected<Error> ColumnMap::bad(const json::Value &at, const QString &reason) const
{
    return failure(Code::BadInput,
                   ImportText::tr("The map “%1” cannot be used: %2 %3.").arg(m_name, at.path(), reason));
}

/// Sets what `said` says, and leaves the rest.
Result<> ColumnMap::readColumn(const json::Value &said, ColumnMapping &column) const
{
    if (!said.isObject())
        return bad(said, ImportText::tr("is no object that describes a column"));
    if (!said["name"].isString())
        return bad(said, ImportText::tr("names no column: its “name” is missing or no text"));
    for (const json::Value member : said) {
        const QString key = QString::fromUtf8(member.key()), value = QString::fromUtf8(member.text());
        if (const auto *const text =
                std::ranges::find(kTexts, key, [](const auto &each) { return each.first; });
            text != kTexts.end()) {
            if (!member.isString())
                return bad(member, ImportText::tr("is no text"));
            column.*text->second = value;
        } else if (key == u"role") {
            const auto *const role =
                std::ranges::find(kRoles, value, [](const auto &each) { return each.second; });
            if (role == kRoles.end())
                return bad(
                    member,
                    ImportText::tr("is no role; there are ignored, model, family, checkpoint, parameters, "
                                   "tokens, flops, date, setting, variant and score"));
            column.role = role->first;
        } else if (key == u"unit") {
            const bool pfDays = value.compare(u"PF-days", Qt::CaseInsensitive) == 0;
            const auto exponent = pfDays ? std::optional(kPfDaysExponent) : exponentOf(value);
            if (!exponent)
                return bad(member, ImportText::tr("is no unit; there are fraction, percent, powers of ten "
                                                  "such as 1e9, and PF-days"));
            column.exponent = *exponent;
            column.factor = pfDays ? kPfDaysFactor : 1;
        } else if (key == u"shots") {
            constexpr double most = 1e6; // beyond any prompt
            const double shots = member.number();
            if (!(shots >= 0 && shots <= most && shots == std::floor(shots)))
                return bad(member, ImportText::tr("is no whole number, 0 or more"));
            column.shots = static_cast<int>(shots);
        } else if (key == u"chance") {
            if (!std::isfinite(member.number()))
                return bad(member, ImportText::tr("is no number"));
            column.chance = member.number();
        } else if (key != u"name" && key != u"sample") {
            return bad(member, ImportText::tr(
                                   "says nothing of a column; there are name, role, unit, benchmark, task, "
                                   "metric, strategy, decoding, shots and chance"));
        }
    }
    return {};
}

Result<ColumnMap> ColumnMap::read(QIODevice &device, const QString &name)
{
    QByteArray bytes = device.read(kMaxMapBytes + 1);
    if (bytes.size() > kMaxMapBytes)
        return failure(Code::BadInput, ImportText::tr("The map “%1” is longer than any map.").arg(name));
    const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    auto document = json::Document::parse(std::move(bytes), name);
    if (!document)
        return tl::unexpected(document.error());
    ColumnMap map(std::move(*document), name);
    map.m_hash = hash;
    const json::Value columns = map.m_document.root()["columns"];
    if (!columns.isArray() || columns.size() == 0)
        return map.bad(map.m_document.root(), ImportText::tr("holds no list of “columns”"));
    for (const json::Value said : columns) {
        ColumnMapping column;
        if (auto valid = map.readColumn(said, column); !valid)
            return tl::unexpected(valid.error());
        if (said["unit"] && said["role"] && !isScale(column.role) && column.role != ColumnRole::Score)
            return map.bad(said["unit"],
                           ImportText::tr("is the unit of a column that is no scale and no score"));
        if (said["role"] && isScale(column.role) && column.exponent < 0)
            return map.bad(said["unit"], ImportText::tr("is no unit of a scale"));
    }
    return map;
}

QString ColumnMap::misfit(const std::vector<std::string> &header) const
{
    std::vector<std::string> left = header;
    for (const json::Value said : m_document.root()["columns"]) {
        const auto column = std::ranges::find(left, columnName(said["name"].text()));
        if (column == left.end())
            return bad(said["name"], ImportText::tr("is “%1”, which is no column of the table")
                                         .arg(QString::fromUtf8(said["name"].text())))
                .value()
                .what;
        column->push_back('\n'); // no name of a column: each is mapped once
    }
    return {};
}

Result<> ColumnMap::applyTo(Mapping &mapping, const std::vector<ColumnSurvey> &columns) const
{
    std::vector<std::string> left;
    for (const ColumnSurvey &column : columns)
        left.push_back(columnName(column.name.toStdString()));
    for (const json::Value said : m_document.root()["columns"]) {
        const auto found = std::ranges::find(left, columnName(said["name"].text()));
        Q_ASSERT(found != left.end());
        found->push_back('\n');
        const auto index = static_cast<std::size_t>(found - left.begin());
        ColumnMapping &column = mapping.columns[index];
        const ColumnRole guessed = column.role;
        if (auto read = readColumn(said, column); !read)
            return read;
        if (column.role != guessed && !said["unit"]) {
            column.exponent = guessedExponent(column.role, columns[index]);
            column.factor = guessedFactor(column.role, columns[index]);
        }
        if (column.role != ColumnRole::Score)
            continue;
        const Metric metric = metricNamed(column.metric);
        if (const QString fault = faultOfLevel(column.chance, metric); !fault.isEmpty())
            return bad(said["chance"] ? said["chance"] : said,
                       ImportText::tr("has a chance level that %1").arg(fault));
    }
    const auto models = std::ranges::count(mapping.columns, ColumnRole::Model, &ColumnMapping::role);
    if (models != 1)
        return bad(m_document.root()["columns"],
                   models == 0
                       ? ImportText::tr("leaves no column with the role model")
                       : ImportText::tr("leaves several columns with the role model; ignore the others"));
    return {};
}

} // namespace onset
