#include "core/import/formats/json_scores.h"
#include "core/import/read/import_text.h"

#include <algorithm>
#include <vector>

/// The tables of HELM's web pages [Liang et al. 2022, arXiv 2211.09110]: a row a model, a column a scenario
/// and metric, each cell an object with its value. A file holds one table or a list of them.
namespace onset::helm_groups {

using namespace Qt::StringLiterals;

namespace {

bool isTable(const json::Value &table)
{
    return table["header"].at(0)["value"].isString() && table["rows"].isArray();
}

/// What a column's scores are: of the group and metric that its header states, or "MMLU - EM".
struct Column
{
    std::string benchmark, task;
    Metric metric;
};

Column columnOf(const json::Value &header, const json::Value &table)
{
    const QString title = QString::fromUtf8(header["value"].text());
    QString task = QString::fromUtf8(header["metadata"]["run_group"].text());
    QString metric = QString::fromUtf8(header["metadata"]["metric"].text());
    const auto dash = title.lastIndexOf(u" - "_s);
    if (task.isEmpty())
        task = dash > 0 ? title.left(dash) : title;
    if (metric.isEmpty())
        metric = dash > 0 ? title.mid(dash + 3) : title;
    // a column of no scenario is one of the whole table
    const std::string whole(table["title"].text());
    const std::string name = task.simplified().toStdString();
    return {task == title && !whole.empty() ? whole : name, name,
            directed(metricNamed(metric), header["lower_is_better"])};
}

Result<> readTable(ImportFile &file, const json::Value &table, JsonScores &scores)
{
    std::vector<Column> columns;
    for (const json::Value header : table["header"])
        columns.push_back(columnOf(header, table));
    for (const json::Value row : table["rows"]) {
        const std::string_view name = row.at(0)["value"].text();
        if (name.empty() || row.size() > columns.size()) {
            if (auto refused =
                    file.refuseWhole(row.path(), u"model"_s, ImportText::tr("is no row of this table"));
                !refused)
                return refused;
            continue;
        }
        const PlacedModel model = modelBySize(name);
        file.models.add({model.family, model.name});
        for (std::size_t i = 1; i < row.size(); ++i) {
            const json::Value value = row.at(i)["value"];
            if (!value || value.isString()) // "-" and nothing stand for no run
                continue;
            file.tasks.add({columns[i].benchmark, columns[i].task});
            Row placed = model.row();
            placed.benchmark = columns[i].benchmark;
            placed.task = columns[i].task;
            if (auto stored = scores.store({value, columns[i].metric}, placed); !stored)
                return stored;
        }
    }
    return {};
}

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json();
    return isTable(root) || isTable(root.at(0));
}

Result<> read(ImportFile &file)
{
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    const json::Value root = document->root();
    const bool one = root.isObject();
    std::size_t expected = 0;
    for (std::size_t i = 0; i < (one ? 1 : root.size()); ++i) {
        const json::Value table = one ? root : root.at(i);
        expected += table["header"].size() * table["rows"].size();
    }
    JsonScores scores(file, expected);
    for (std::size_t i = 0; i < (one ? 1 : root.size()); ++i) {
        if (auto read = readTable(file, one ? root : root.at(i), scores); !read)
            return read;
    }
    scores.addNotes();
    return {};
}

} // namespace

Format format() { return {.name = u"helm-groups"_s, .recognises = recognises, .read = read}; }

} // namespace onset::helm_groups
