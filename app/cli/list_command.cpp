#include "app/cli/command.h"
#include "app/cli/table.h"
#include "app/cli/workbook_option.h"
#include "core/figure/figure_spec.h"
#include "core/store/curves.h"
#include "core/store/figures.h"
#include "core/store/models.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace onset::cli {

namespace {

struct ListOptions
{
    WorkbookOption workbook;
    std::string what;
    std::string format = "table";
};

Result<Table> models(Workbook &workbook)
{
    const auto models = listModels(workbook);
    if (!models)
        return tl::unexpected(models.error());
    Table table{{u"family"_s, u"model"_s, u"checkpoint"_s, u"params"_s, u"train_tokens"_s, u"train_flops"_s,
                 u"flops_origin"_s, u"date"_s, u"results"_s},
                {}};
    for (const ModelInfo &model : *models)
        table.rows.push_back({name(model.family), name(model.model), name(model.checkpoint),
                              number(model.parameters), number(model.tokens), number(model.flops),
                              name(model.flopsFrom.origin), name(model.date), model.results});
    return table;
}

Result<Table> tasks(Workbook &workbook)
{
    const auto tasks = listTasks(workbook);
    if (!tasks)
        return tl::unexpected(tasks.error());
    Table table{{u"benchmark"_s, u"task"_s, u"metric"_s, u"chance_level"_s, u"best"_s, u"results"_s}, {}};
    for (const TaskInfo &task : *tasks)
        table.rows.push_back({name(task.benchmark), name(task.task), name(task.metric), number(task.chance),
                              number(task.best), task.results});
    return table;
}

Result<Table> curves(Workbook &workbook)
{
    const Scale compute;
    auto curves = Curves(workbook).counts(compute);
    if (!curves)
        return tl::unexpected(curves.error());
    Table table{
        {u"family"_s, u"model"_s, u"benchmark"_s, u"task"_s, u"metric"_s, u"setting"_s, u"x"_s, u"n"_s}, {}};
    table.rows.reserve(curves->size());
    for (const auto &[key, points] : *curves)
        table.rows.push_back({name(key.family), name(key.model), name(key.benchmark), name(key.task),
                              name(key.metric), name(key.setting), name(compute.name()), points});
    return table;
}

Result<Table> imports(Workbook &workbook)
{
    const auto imports = Imports(workbook).list();
    if (!imports)
        return tl::unexpected(imports.error());
    Table table{{u"name"_s, u"format"_s, u"when"_s, u"origin"_s, u"results"_s, u"refused"_s, u"sha256"_s},
                {}};
    for (const ImportInfo &import : *imports)
        table.rows.push_back({name(import.name), name(import.format),
                              name(import.when.toUTC().toString(Qt::ISODate)),
                              name(import.bundled ? u"bundled"_s : u"user"_s), import.results, import.refused,
                              name(import.hash)});
    return table;
}

Result<Table> figures(Workbook &workbook)
{
    const auto figures = Figures(workbook).list();
    if (!figures)
        return tl::unexpected(figures.error());
    Table table{{u"name"_s, u"panels"_s, u"curves"_s}, {}};
    for (const Figures::Entry &figure : *figures) {
        const auto spec = figureFromJson(figure.json);
        if (!spec)
            return failure(spec.error().code, Words::tr("The figure “%1” in “%2” cannot be read: %3")
                                                  .arg(figure.name, workbook.path(), spec.error().what));
        qint64 curves = 0;
        for (const PanelSpec &panel : spec->panels)
            curves += qint64(panel.curves.size());
        table.rows.push_back({name(figure.name), qint64(spec->panels.size()), curves});
    }
    return table;
}

struct Listing
{
    const char *what;
    Result<Table> (*table)(Workbook &);
};
constexpr std::array kListings{Listing{"models", models}, Listing{"tasks", tasks}, Listing{"curves", curves},
                               Listing{"imports", imports}, Listing{"figures", figures}};

int run(const ListOptions &options)
{
    auto open = openForReading(options.workbook);
    if (!open)
        return failed(open.error());
    const auto listing =
        std::ranges::find_if(kListings, [&](const Listing &each) { return options.what == each.what; });
    const auto table = listing->table(open->workbook);
    if (!table)
        return failed(table.error());
    if (const Result<> written = write(formatted(*table, options.format), {}); !written)
        return failed(written.error());
    return open->refused > 0 ? SomeRefused : Done;
}

} // namespace

Command listCommand(CLI::App &program)
{
    auto options = std::make_shared<ListOptions>();
    CLI::App *parser =
        program.add_subcommand("list", help(Words::tr("Print the names that other commands take")));
    std::vector<std::string> names;
    for (const Listing &listing : kListings)
        names.emplace_back(listing.what);
    parser->add_option("WHAT", options->what, help(Words::tr("models, tasks, curves, imports or figures")))
        ->required()
        ->check(CLI::IsMember(names));
    addWorkbookOption(*parser, options->workbook);
    addTableOption(*parser, options->workbook);
    addFormatOption(*parser, options->format);
    return {parser, [options] { return run(*options); }};
}

} // namespace onset::cli
