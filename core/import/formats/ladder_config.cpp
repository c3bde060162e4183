#include "core/import/formats/ladder_config.h"

#include "core/import/read/import_text.h"
#include "core/import/tables/table_rows.h"

#include <algorithm>
#include <cmath>

namespace onset::ladder_config {

using namespace Qt::StringLiterals;

namespace {

bool recognises(const Outline &outline)
{
    const json::Value root = outline.json();
    return root.isObject() && root.size() > 0 &&
           std::all_of(root.begin(), root.end(), [](const json::Value &size) {
               return size["paths"].isArray() && size["n"].isNumber();
           });
}

Result<> read(ImportFile &file)
{
    const auto document = file.json();
    if (!document)
        return tl::unexpected(document.error());
    const std::string family = folderOf(file.path);
    for (const json::Value size : document->root()) {
        file.models.add({size.key()});
        for (const json::Value path : size["paths"]) {
            ++file.report.read;
            const std::string model = stemOf(QString::fromUtf8(path.text())),
                              source = path.path().toStdString();
            Row row{.line = path.line(), .family = family, .model = model, .source = source};
            row.parameters = size["n"].number();
            Result<> done;
            if (model.empty())
                done = file.refuse(path.path(), u"model"_s, ImportText::tr("is no path of a log"));
            else if (std::isnan(positive(row.parameters)))
                done = file.refuse(size["n"].path(), u"params"_s, ImportText::tr("must be above 0"));
            else if (const auto stored = file.store(row, path.path()); !stored)
                done = tl::unexpected(stored.error());
            if (!done)
                return done;
        }
    }
    return {};
}

} // namespace

Size sizeOf(const json::Value &config, std::string_view log)
{
    for (const json::Value size : config) {
        for (const json::Value path : size["paths"]) {
            if (stemOf(QString::fromUtf8(path.text())) == log)
                return {positive(size["n"].number()), positive(size["flops"].number())};
        }
    }
    return {};
}

double positive(double count) { return std::isfinite(count) && count > 0 ? count : Row::unknown; }

Format format() { return {.name = QStringLiteral("ladder-config"), .recognises = recognises, .read = read}; }

} // namespace onset::ladder_config
