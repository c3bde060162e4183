#include "core/import/tables/records.h"

#include "core/curve/metric.h"
#include "core/import/names/known_models.h"

#include <QIODevice>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <span>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

using Names = std::initializer_list<std::string_view>;

/// As columnName gives them; "name" alone says too little of what an object is.
constexpr std::array<std::string_view, 9> kModels{"model",    "models",   "model_name",
                                                  "model_id", "llm",      "huggingface_path",
                                                  "hf_path",  "fullname", "full_name"};

QByteArray cellOf(const json::Value &value)
{
    switch (value.kind()) {
    case json::Kind::Number: {
        std::array<char, 32> digits{};
        const char *const end =
            std::to_chars(digits.data(), digits.data() + digits.size(), value.number()).ptr;
        return {digits.data(), end - digits.data()};
    }
    case json::Kind::Boolean:
        return value.boolean() ? "true" : "false";
    case json::Kind::String:
        return QByteArray(value.text().data(), static_cast<qsizetype>(value.text().size())).simplified();
    default:
        return {};
    }
}

bool isScalar(const json::Value &value) { return !value.isObject() && !value.isArray(); }

/// Rows of cells by the names of their columns.
class Cells
{
public:
    void beginRow() { m_rows.emplace_back(); }
    void add(std::string_view column, const QByteArray &cell)
    {
        const auto [known, isNew] = m_places.try_emplace(std::string(column), m_names.size());
        if (isNew)
            m_names.emplace_back(column);
        auto &row = m_rows.back();
        if (row.size() <= known->second)
            row.resize(known->second + 1);
        row[known->second] = cell;
        // short rows are filled up
        m_full = m_full ||
                 static_cast<qint64>(m_rows.size()) * static_cast<qint64>(m_names.size()) > kMaxRecordCells;
    }
    /// The members of a record; lists and objects are named instead.
    void add(const json::Value &record)
    {
        beginRow();
        for (const json::Value member : record) {
            if (isScalar(member))
                add(member.key(), cellOf(member));
            else
                m_leftOut.insert(QString::fromUtf8(member.key()));
        }
    }

    [[nodiscard]] bool full() const { return m_full; }
    [[nodiscard]] std::size_t rows() const { return m_rows.size(); }
    [[nodiscard]] QStringList leftOut() const { return {m_leftOut.begin(), m_leftOut.end()}; }
    /// The first column of one of these names, as columnName gives them; −1: none.
    [[nodiscard]] int column(std::span<const std::string_view> names) const
    {
        for (const std::string_view name : names) {
            const auto found =
                std::ranges::find(m_names, name, [](const std::string &each) { return columnName(each); });
            if (found != m_names.end())
                return static_cast<int>(found - m_names.begin());
        }
        return -1;
    }
    [[nodiscard]] int column(Names names) const { return column(std::span(names.begin(), names.size())); }
    [[nodiscard]] const std::vector<std::string> &names() const { return m_names; }
    [[nodiscard]] QByteArray cell(std::size_t row, int column) const
    {
        return column >= 0 && static_cast<std::size_t>(column) < m_rows[row].size()
                   ? m_rows[row][static_cast<std::size_t>(column)]
                   : QByteArray();
    }
    [[nodiscard]] QByteArray csv() const
    {
        QByteArray text;
        const auto line = [&](std::size_t cells, const auto &at) {
            for (std::size_t i = 0; i < cells; ++i) {
                QByteArray cell = at(i);
                if (std::ranges::any_of(
                        cell, [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; }))
                    cell = '"' + cell.replace("\"", "\"\"") + '"';
                text += (i ? "," : "") + cell;
            }
            text += '\n';
        };
        line(m_names.size(), [&](std::size_t i) { return QByteArray::fromStdString(m_names[i]); });
        for (std::size_t row = 0; row < m_rows.size(); ++row)
            line(m_names.size(), [&](std::size_t i) { return cell(row, static_cast<int>(i)); });
        return text;
    }

private:
    std::vector<std::string> m_names;
    std::map<std::string, std::size_t, std::less<>> m_places;
    std::vector<std::vector<QByteArray>> m_rows;
    std::set<QString> m_leftOut;
    bool m_full = false;
};

bool isRecords(const json::Value &list)
{
    return list.isArray() && list.size() > 0 &&
           std::all_of(list.begin(), list.end(),
                       [](const json::Value &record) { return record.isObject() && record.size() > 1; });
}

bool holds(const json::Value &of, bool (*what)(const json::Value &))
{
    return of.size() > 0 && std::all_of(of.begin(), of.end(), what);
}

bool isFlat(const json::Value &object) { return object.isObject() && holds(object, isScalar); }
bool isFlatList(const json::Value &list) { return list.isArray() && holds(list, isScalar); }

/// Whether more of the first names look like models than of the others: by their size, or known.
bool nameModels(const std::vector<std::string_view> &names, const std::vector<std::string_view> &others)
{
    const auto share = [](const std::vector<std::string_view> &all) {
        const auto models = std::ranges::count_if(all, [](std::string_view name) {
            return knownModel(name) || !std::isnan(parametersByName(QString::fromUtf8(lastPart(name))));
        });
        return static_cast<double>(models) / static_cast<double>(std::max<std::size_t>(1, all.size()));
    };
    return share(names) > share(others);
}

/// {"MMLU": {"Wren-1B": 26.3}} and {"Wren-1B": {"MMLU": 26.3}}: the inner names are the rows, unless the
/// outer ones look more like models. Rows that are numbered have no name.
void addObjects(Cells &cells, const json::Value &root)
{
    std::vector<std::string_view> outer, inner;
    std::set<std::string_view> seen;
    for (const json::Value part : root) {
        outer.push_back(part.key());
        for (const json::Value value : part) {
            if (seen.insert(value.key()).second)
                inner.push_back(value.key());
        }
    }
    const auto isNumber = [](std::string_view name) {
        return !name.empty() && name.find_first_not_of("0123456789") == std::string_view::npos;
    };
    const bool numbered = std::ranges::all_of(inner, isNumber);
    const bool byModel = !numbered && nameModels(outer, inner);
    if (outer.size() * inner.size() > static_cast<std::size_t>(kMaxRecordCells))
        return;
    for (const std::string_view name : byModel ? outer : inner) {
        cells.beginRow();
        if (!numbered)
            cells.add("model", QByteArray(name.data(), static_cast<qsizetype>(name.size())));
        for (const std::string_view column : byModel ? inner : outer) {
            if (const json::Value value = byModel ? root[name][column] : root[column][name])
                cells.add(column, cellOf(value));
        }
    }
}

void addLists(Cells &cells, const json::Value &root)
{
    for (std::size_t row = 0; row < root.at(0).size() && !cells.full(); ++row) {
        cells.beginRow();
        for (const json::Value column : root)
            cells.add(column.key(), cellOf(column.at(row)));
    }
}

void addSplit(Cells &cells, const json::Value &root)
{
    const json::Value columns = root["columns"], index = root["index"];
    for (std::size_t row = 0; row < root["data"].size() && !cells.full(); ++row) {
        cells.beginRow();
        if (index.at(row).isString())
            cells.add("model", cellOf(index.at(row)));
        for (std::size_t i = 0; i < columns.size(); ++i)
            cells.add(columns.at(i).text(), cellOf(root["data"].at(row).at(i)));
    }
}

void addValue(Cells &cells, const json::Value &root)
{
    if (isRecords(root)) {
        for (std::size_t i = 0; i < root.size() && !cells.full(); ++i)
            cells.add(root.at(i));
        return;
    }
    if (!root.isObject())
        return;
    if (isFlatList(root["columns"]) && root["data"].at(0).isArray())
        return addSplit(cells, root);
    if (holds(root, isFlat))
        return addObjects(cells, root);
    const std::size_t length = root.at(0).size();
    if (holds(root, isFlatList) &&
        std::all_of(root.begin(), root.end(), [=](const json::Value &list) { return list.size() == length; }))
        return addLists(cells, root);
    for (const json::Value member : root) {
        if (isRecords(member))
            return addValue(cells, member);
    }
}

void addLines(Cells &cells, QIODevice &device, const QString &name)
{
    constexpr qint64 mostBytes = qint64{1} << 20; // of a record
    while (!device.atEnd() && !cells.full()) {
        const QByteArray line = device.readLine(mostBytes);
        if (line.trimmed().isEmpty())
            continue;
        const auto document = json::Document::parse(line, name);
        if (!document || !document->root().isObject()) {
            cells = {};
            return;
        }
        cells.add(document->root());
    }
}

bool isMetric(const std::string &name)
{
    const Metric metric = metricNamed(QString::fromStdString(name));
    return std::isfinite(metric.low) || std::isfinite(metric.high);
}

/// A row for each score of each record.
Cells tidied(const Cells &cells, int model, int task)
{
    const int family = cells.column({"model_family", "family"}), benchmark = cells.column({"benchmark"}),
              metric = cells.column({"metric"}), value = cells.column({"value", "score", "result"});
    const std::array<std::pair<const char *, int>, 8> kept{{
        {"checkpoint", cells.column({"checkpoint", "revision"})},
        {"params", cells.column({"params", "parameters", "n_params", "num_params"})},
        {"train_tokens", cells.column({"train_tokens", "training_tokens", "tokens"})},
        {"train_flops", cells.column({"train_flops", "training_flops", "flops"})},
        {"shots", cells.column({"shots", "num_fewshot", "num_shots", "n_shot", "fewshot"})},
        {"strategy", cells.column({"strategy", "setting", "prompt_type"})},
        {"n_examples", cells.column({"n_examples", "n", "n_samples", "num_samples", "num_examples"})},
        {"chance_level", cells.column({"chance_level", "chance"})},
    }};
    struct Score
    {
        std::string name;
        int column, error;
    };
    std::vector<Score> scores;
    for (std::size_t i = 0; i < cells.names().size(); ++i) {
        const std::string &name = cells.names()[i];
        if (isMetric(name))
            scores.push_back({name, static_cast<int>(i), cells.column({columnName(name) + "_stderr"})});
    }
    const int error = cells.column({"stderr"});
    Cells tidy;
    const auto add = [&](std::size_t row, const QByteArray &metricName, const QByteArray &score,
                         int errorColumn) {
        const QByteArray name = cells.cell(row, model), asked = cells.cell(row, task),
                         stated = cells.cell(row, family), group = cells.cell(row, benchmark);
        if (score.isEmpty())
            return;
        tidy.beginRow();
        tidy.add("model_family",
                 stated.isEmpty() ? QByteArray::fromStdString(familyOf(name.toStdString())) : stated);
        tidy.add("model", name);
        for (const auto &[column, from] : kept) {
            if (from >= 0)
                tidy.add(column, cells.cell(row, from));
        }
        tidy.add("benchmark", group.isEmpty() ? asked : group);
        tidy.add("task", asked);
        tidy.add("metric", metricName);
        tidy.add("value", score);
        tidy.add("source", "record " + QByteArray::number(static_cast<qint64>(row + 1)));
        if (errorColumn >= 0)
            tidy.add("stderr", cells.cell(row, errorColumn));
    };
    for (std::size_t row = 0; row < cells.rows() && !tidy.full(); ++row) {
        if (metric >= 0 && value >= 0) {
            add(row, cells.cell(row, metric), cells.cell(row, value), error);
            continue;
        }
        for (const Score &score : scores)
            add(row, QByteArray::fromStdString(score.name), cells.cell(row, score.column), score.error);
    }
    return tidy;
}

} // namespace

RecordTable recordsIn(const Outline &outline, QIODevice &device, const QString &name)
{
    Cells cells;
    if (outline.kind == Outline::Kind::JsonLines)
        addLines(cells, device, name);
    else if (outline.document)
        addValue(cells, outline.document->root());
    const int model = cells.column(kModels);
    const bool few = cells.full() || cells.rows() == 0 || model < 0;
    if (few)
        return {};
    RecordTable table{.records = static_cast<qint64>(cells.rows()), .leftOut = cells.leftOut()};
    if (const int task = cells.column({"task", "task_name", "benchmark", "dataset"}); task >= 0) {
        const Cells tidy = tidied(cells, model, task);
        if (tidy.full() || tidy.rows() == 0)
            return {};
        table.text = tidy.csv();
        return table;
    }
    // a model again and again is a log of single items
    std::set<QByteArray> models;
    for (std::size_t row = 0; row < cells.rows(); ++row)
        models.insert(cells.cell(row, model));
    if (cells.rows() > 50 && models.size() * 10 < cells.rows())
        return {};
    table.text = cells.csv();
    return table;
}

} // namespace onset
