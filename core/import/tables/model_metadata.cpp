#include "core/import/names/known_models.h"
#include "core/import/read/import_text.h"
#include "core/import/tables/table_rows.h"

#include <cmath>

/// Checkpoints on Hugging Face by path and revision, with parameters and tokens: no scores. Families and
/// models are named as the harness's files name them, so that the scales meet their results.
namespace onset::model_metadata {

using namespace Qt::StringLiterals;

namespace {

Result<> readRow(ImportFile &file, const TableRows &rows)
{
    ++file.report.read;
    const std::string_view path = rows.text(rows.column("huggingface_path"));
    const std::string name(lastPart(path)), source = placeOf(rows.line()).toStdString();
    if (name.empty())
        return file.refuse(rows.line(), u"HuggingFace Path"_s, ImportText::tr("is empty"));
    const KnownModel *const known = knownModel(name);
    const std::string family =
        (known ? known->family : familyByName(QString::fromStdString(name))).toStdString();
    const auto count = [&](std::string_view column) {
        const double stated = rows.number(rows.column(column));
        return std::isfinite(stated) && stated > 0 ? stated : Row::unknown;
    };
    const Row row{.line = rows.line(),
                  .family = family,
                  .model = name,
                  .checkpoint = rows.text(rows.column("huggingface_revision")),
                  .parameters = count("parameters"),
                  .tokens = count("tokens"), // 0 before the first step, which no scale shows
                  .source = source};
    file.models.add({path, row.checkpoint});
    file.report.count(row.parameters);
    const auto stored = file.store(row);
    return stored ? Result<>() : tl::unexpected(stored.error());
}

bool recognises(const Outline &outline)
{
    return hasColumns(outline, {"huggingface_path", "huggingface_revision", "tokens", "parameters"});
}

Result<> read(ImportFile &file)
{
    TableRows rows(file);
    if (auto begun = rows.begin(); !begun)
        return begun;
    return rows.forEach([&] { return readRow(file, rows); });
}

} // namespace

Format format() { return {.name = QStringLiteral("model-metadata"), .recognises = recognises, .read = read}; }

} // namespace onset::model_metadata
