#include "core/store/staged_facts.h"

#include "core/store/rows.h"
#include "core/store/sqlite.h"
#include "core/store/store_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace onset {

namespace {

struct StagedQuantity
{
    std::string_view name; ///< in the workbook
    const char *column;    ///< in a tidy table
};
constexpr std::array<StagedQuantity, 3> kCounts{{
    {"parameters", "params"},
    {"tokens", "train_tokens"},
    {"flops", "train_flops"},
}};

/// Significant digits of the shortest decimal that reads back as the value.
int digitsOf(double value)
{
    std::array<char, 40> text{};
    char *const end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific).ptr;
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    return static_cast<int>(std::count_if(text.data(), std::find(text.data(), end, 'e'), isDigit));
}

/// Whether `fine` is `coarse` with more digits: not further from it than half a unit of its last one.
bool rounds(double fine, double coarse, int digits)
{
    const double unit = std::pow(10.0, std::floor(std::log10(coarse)) - digits + 1);
    return std::abs(fine - coarse) <= 0.5 * unit * (1 + 1e-9);
}

bool sameAsPrinted(double a, double b)
{
    if (a == b)
        return true;
    const int digitsA = std::max(2, digitsOf(a)), digitsB = std::max(2, digitsOf(b));
    return digitsA < digitsB ? rounds(b, a, digitsA) : rounds(a, b, digitsB);
}

Verdict contradicted(const char *column, const QString &earlier, qint64 line)
{
    return {.column = QLatin1StringView(column),
            .reason = StoreText::tr("contradicts line %1, which says %2").arg(line).arg(earlier)};
}

Verdict contradicted(const char *column, double earlier, qint64 line)
{
    return contradicted(column, QString::number(earlier, 'g', 10), line);
}

/// Chance levels of measures as the columns of their table.
class ChanceRows : public sqlite::Rows
{
public:
    explicit ChanceRows(qint64 import) : m_import(import) {}

    void add(qint64 measure, const std::vector<StagedFacts::Level> &levels)
    {
        for (const StagedFacts::Level &level : levels)
            m_chances.emplace_back(measure, level);
    }
    /// Brings them into the order of their table.
    void sort()
    {
        std::ranges::sort(m_chances, {},
                          [](const auto &chance) { return std::pair(chance.first, chance.second.file); });
    }
    [[nodiscard]] qint64 lastMeasure() const { return m_chances.empty() ? 0 : m_chances.back().first; }

    [[nodiscard]] std::size_t count() const override { return m_chances.size(); }
    void read(std::size_t row, int column, sqlite::Cell &cell) const override
    {
        const auto &[measure, level] = m_chances[row];
        switch (column) {
        case 0:
            return cell.set(measure);
        case 1:
            return cell.set(std::string_view("chance"));
        case 2:
            return cell.set(m_import);
        case 3:
            return cell.set(level.file);
        case 4:
            return cell.set(level.line);
        default:
            return cell.set(level.value);
        }
    }

private:
    std::vector<std::pair<qint64, StagedFacts::Level>> m_chances;
    qint64 m_import;
};

/// What a query for the equality with the winning fact says; false when there is none.
bool repeats(sqlite::Statement &shown) { return shown.step() && shown.integer(0) != 0; }

} // namespace

Verdict StagedFacts::contradiction(const Row &row, qint64 model, qint64 measure, qint64 file) const
{
    if (const auto known = m_scales.find(model); known != m_scales.end()) {
        const Scales &scales = known->second;
        const std::array<double, 3> stated{row.parameters, row.tokens, row.flops};
        for (std::size_t i = 0; i < stated.size(); ++i) {
            if (!std::isnan(scales.counts[i]) && !std::isnan(stated[i]) &&
                !sameAsPrinted(scales.counts[i], stated[i]))
                return contradicted(kCounts[i].column, scales.counts[i], scales.lines[i]);
        }
        if (const std::string_view date = m_texts.at(scales.date);
            !date.empty() && !row.date.empty() && date != row.date)
            return contradicted("date", QString::fromUtf8(date), scales.dateLine);
    }
    const auto chances = std::isnan(row.chance) ? m_chances.end() : m_chances.find(measure);
    if (chances != m_chances.end()) {
        const Level &newest = chances->second.back(); // files come one after the other
        if (newest.file == file && newest.value != row.chance)
            return contradicted("chance_level", newest.value, newest.line);
    }
    return {};
}

const StagedFacts::Level *StagedFacts::otherChance(const Row &row, qint64 measure, qint64 file) const
{
    const auto chances = std::isnan(row.chance) ? m_chances.end() : m_chances.find(measure);
    if (chances == m_chances.end())
        return nullptr;
    const Level &newest = chances->second.back();
    return newest.file != file && newest.value != row.chance ? &newest : nullptr;
}

void StagedFacts::add(const Row &row, qint64 model, qint64 measure, qint64 file)
{
    if (model) {
        Scales &scales = m_scales[model];
        const std::array<double, 3> stated{row.parameters, row.tokens, row.flops};
        const std::array origins{row.parametersOrigin, row.tokensOrigin, row.flopsOrigin};
        for (std::size_t i = 0; i < stated.size(); ++i) {
            if (!std::isnan(scales.counts[i]) || std::isnan(stated[i]))
                continue;
            scales.counts[i] = stated[i];
            scales.lines[i] = row.line;
            scales.origins[i] = numberOf(origins[i]);
        }
        if (scales.date == 0 && !row.date.empty()) {
            scales.date = numberOf(row.date);
            scales.dateLine = row.line;
        }
    }
    if (measure && !std::isnan(row.chance)) {
        Levels &levels = m_chances[measure];
        if (levels.empty() || levels.back().file != file)
            levels.push_back({row.chance, 0, file, row.line});
    }
}

Verdict StagedFacts::addReference(const Row &row, qint64 measure, qint64 source, qint64 file)
{
    Levels &levels = m_references[{measure, std::string(row.reference)}];
    if (levels.empty() || levels.back().file != file) {
        levels.push_back({row.value, source, file, row.line});
        return {};
    }
    if (levels.back().value != row.value)
        return contradicted("value", levels.back().value, levels.back().line);
    return {.repeated = true};
}

Result<> StagedFacts::inherit(sqlite3 *db, qint64 heir, qint64 model)
{
    Scales scales;
    if (const auto staged = m_scales.find(model); staged != m_scales.end())
        scales = staged->second;
    sqlite::Statement shown(db, "SELECT quantity, value, origin FROM model_scale "
                                "JOIN import ON import.id = import WHERE model = ?1 "
                                "ORDER BY bundled, import DESC");
    shown.bind(model);
    while (shown.step()) {
        const std::string quantity = shown.text(0).toStdString();
        const auto known = std::ranges::find(kCounts, quantity, &StagedQuantity::name);
        if (known == kCounts.end()) {
            if (scales.date == 0)
                scales.date = numberOf(shown.text(1).toStdString());
            continue;
        }
        const auto i = static_cast<std::size_t>(known - kCounts.begin());
        if (std::isnan(scales.counts[i])) {
            scales.counts[i] = shown.real(1);
            scales.origins[i] = numberOf(shown.text(2).toStdString());
        }
    }
    Scales &own = m_scales[heir];
    for (std::size_t i = 0; i < own.counts.size(); ++i) {
        if (!std::isnan(own.counts[i]))
            continue;
        own.counts[i] = scales.counts[i];
        own.lines[i] = scales.lines[i];
        own.origins[i] = scales.origins[i];
    }
    if (own.date == 0) {
        own.date = scales.date;
        own.dateLine = scales.dateLine;
    }
    return shown.done();
}

std::array<bool, 3> StagedFacts::stated(qint64 model) const
{
    const auto known = m_scales.find(model);
    if (known == m_scales.end())
        return {};
    const auto &counts = known->second.counts;
    const auto has = [&](std::size_t i) { return !std::isnan(counts[i]); };
    return {has(2), has(0), has(1)};
}

Result<bool> StagedFacts::store(sqlite3 *db, ImportId import) const
{
    bool news = false;
    for (const auto store :
         {&StagedFacts::storeScales, &StagedFacts::storeChances, &StagedFacts::storeReferences}) {
        const auto some = (this->*store)(db, import);
        if (!some)
            return some;
        news = news || *some;
    }
    return news;
}

/// Scales of models as the columns of their table, in its order.
class StagedFacts::ScaleRows : public sqlite::Rows
{
public:
    ScaleRows(const StagedFacts &facts, qint64 import) : m_facts(facts), m_import(import)
    {
        std::vector<std::pair<qint64, const Scales *>> models;
        models.reserve(facts.m_scales.size());
        for (const auto &[model, scales] : facts.m_scales)
            models.emplace_back(model, &scales);
        std::ranges::sort(models);
        for (const auto &[model, scales] : models) {
            for (const std::size_t i : {kDate, kFlops, kParameters, kTokens}) {
                if (i == kDate ? scales->date != 0 : !std::isnan(scales->counts[i]))
                    m_rows.push_back({model, scales, i});
            }
        }
    }

    [[nodiscard]] std::size_t count() const override { return m_rows.size(); }
    void read(std::size_t row, int column, sqlite::Cell &cell) const override
    {
        switch (column) {
        case 0:
            return cell.set(m_rows[row].model);
        case 1:
            return cell.set(quantity(row));
        case 2:
            return cell.set(m_import);
        case 3:
            return isDate(row) ? cell.set(date(row)) : cell.set(number(row));
        default:
            return cell.set(origin(row));
        }
    }

    /// Whether the workbook shows all of them already.
    [[nodiscard]] Result<bool> areShown(sqlite3 *db) const
    {
        sqlite::Statement shown(
            db, "SELECT value = ?3 AND origin = ?4 FROM model_scale JOIN import ON import.id = import "
                "WHERE model = ?1 AND quantity = ?2 ORDER BY bundled, import DESC LIMIT 1");
        for (std::size_t row = 0; row < m_rows.size(); ++row) {
            const qint64 model = m_rows[row].model;
            const bool same =
                repeats(isDate(row) ? shown.bind(model, quantity(row), date(row), origin(row))
                                    : shown.bind(model, quantity(row), number(row), origin(row)));
            const auto read = shown.run();
            if (!read || !same)
                return read.map([] { return false; });
        }
        return true;
    }

private:
    static constexpr std::size_t kParameters = 0, kTokens = 1, kFlops = 2, kDate = 3;
    struct Fact
    {
        qint64 model;
        const Scales *scales;
        std::size_t quantity;
    };

    [[nodiscard]] bool isDate(std::size_t row) const { return m_rows[row].quantity == kDate; }
    [[nodiscard]] std::string_view quantity(std::size_t row) const
    {
        return isDate(row) ? "date" : kCounts[m_rows[row].quantity].name;
    }
    [[nodiscard]] double number(std::size_t row) const
    {
        return m_rows[row].scales->counts[m_rows[row].quantity];
    }
    [[nodiscard]] std::string_view date(std::size_t row) const
    {
        return m_facts.m_texts.at(m_rows[row].scales->date);
    }
    [[nodiscard]] std::string_view origin(std::size_t row) const
    {
        return isDate(row) ? std::string_view()
                           : m_facts.m_texts.at(m_rows[row].scales->origins[m_rows[row].quantity]);
    }

    const StagedFacts &m_facts;
    qint64 m_import;
    std::vector<Fact> m_rows;
};

Result<bool> StagedFacts::storeScales(sqlite3 *db, ImportId import) const
{
    const ScaleRows rows(*this, import.value);
    const auto shown = rows.areShown(db);
    if (!shown)
        return shown;
    return sqlite::insert(db, "model_scale(model, quantity, import, value, origin)", 5, rows).map([&] {
        return !*shown;
    });
}

Result<bool> StagedFacts::storeChances(sqlite3 *db, ImportId import) const
{
    ChanceRows rows(import.value);
    for (const auto &[measure, levels] : m_chances)
        rows.add(measure, levels);
    rows.sort();
    sqlite::Statement newest(db, "SELECT ifnull(max(measure), 0) FROM measure_fact");
    const qint64 lastKnown = newest.step() ? newest.integer(0) : 0;
    if (auto read = newest.run(); !read)
        return tl::unexpected(read.error());
    sqlite::Statement shown(db, "SELECT value = ?2 FROM measure_fact JOIN import ON import.id = import "
                                "WHERE measure = ?1 AND quantity = 'chance' "
                                "ORDER BY bundled, import DESC, file DESC LIMIT 1");
    bool news = rows.lastMeasure() > lastKnown;
    for (auto chance = m_chances.begin(); chance != m_chances.end() && !news; ++chance) {
        news = !repeats(shown.bind(chance->first, chance->second.back().value));
        if (auto read = shown.run(); !read)
            return tl::unexpected(read.error());
    }
    return sqlite::insert(db, "measure_fact(measure, quantity, import, file, line, value)", 6, rows)
        .map([news] { return news; });
}

Result<bool> StagedFacts::storeReferences(sqlite3 *db, ImportId import) const
{
    sqlite::Statement shown(db, "SELECT value = ?3 FROM reference JOIN import ON import.id = import "
                                "WHERE measure = ?1 AND label = ?2 "
                                "ORDER BY bundled, import DESC, file DESC LIMIT 1");
    sqlite::Statement insert(db, "INSERT INTO reference(measure, label, import, file, value, source) "
                                 "VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    bool news = false;
    for (const auto &[key, levels] : m_references) {
        const auto &[measure, label] = key;
        news = news || !repeats(shown.bind(measure, label, levels.back().value));
        auto stored = shown.run();
        for (auto level = levels.begin(); level != levels.end() && stored; ++level)
            stored =
                insert.bind(measure, label, import.value, level->file, level->value, level->source).run();
        if (!stored)
            return tl::unexpected(stored.error());
    }
    return news;
}

} // namespace onset
