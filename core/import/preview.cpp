#include "core/import/preview.h"

#include "core/import/input_file.h"
#include "core/store/column_maps.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

/// @param saved  null: none
Result<TablePreview> previewOf(const InputFile &input, const ColumnMap *saved, Progress &progress)
{
    const auto device = opened(input);
    if (!device)
        return tl::unexpected(device.error());
    auto survey = surveyTable(**device, input.name, input.separator, [&progress](double part) {
        progress.report(part);
        return !progress.cancelled();
    });
    if (!survey)
        return tl::unexpected(survey.error());
    TablePreview preview;
    preview.files << input.name;
    preview.header = input.header;
    preview.survey = std::move(*survey);
    preview.guess = preview.mapping = guessedMapping(preview.survey.columns);
    if (saved && saved->applyTo(preview.mapping, preview.survey.columns))
        preview.saved = true;
    else
        preview.mapping = preview.guess;
    return preview;
}

} // namespace

Result<std::vector<TablePreview>> previewTables(Workbook &workbook, const QStringList &files,
                                                Progress &progress)
{
    const auto maps = savedMaps(workbook);
    if (!maps)
        return tl::unexpected(maps.error());
    const auto inputs = examine(files, nullptr, progress, nullptr, *maps);
    if (!inputs)
        return tl::unexpected(inputs.error());
    std::vector<TablePreview> previews;
    for (const InputFile &input : *inputs) {
        const auto saved = maps->find(input.header);
        const bool mapped = input.map != nullptr;
        const bool guessed = input.format && input.format->name == u"wide";
        if (!(guessed || mapped) || (mapped && !input.named))
            continue;
        const auto known = std::ranges::find(previews, input.header, &TablePreview::header);
        const auto hash = hashOf(input, progress);
        if (!hash && hash.error().code == Code::Cancelled)
            return tl::unexpected(hash.error());
        if (!hash) // what cannot be read shows in the import's report
            continue;
        const auto before = Imports(workbook).withFile(*hash);
        if (!before)
            return tl::unexpected(before.error());
        if (*before)
            continue;
        if (known != previews.end()) {
            known->files << input.name;
            continue;
        }
        auto preview = previewOf(input, saved == maps->end() ? nullptr : saved->second.get(), progress);
        if (preview)
            previews.push_back(std::move(*preview));
        else if (preview.error().code == Code::Cancelled)
            return tl::unexpected(preview.error());
    }
    return previews;
}

QByteArray mapOf(const Mapping &mapping, const Mapping &guess)
{
    const QJsonArray columns = mapping.json()[u"columns"_s].toArray();
    const QJsonArray guessed = guess.json()[u"columns"_s].toArray();
    QJsonArray said;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const QJsonObject column = columns[i].toObject(), before = guessed.at(i).toObject();
        QJsonObject differing{{u"name"_s, column[u"name"_s]}, {u"role"_s, column[u"role"_s]}};
        for (auto member = column.begin(); member != column.end(); ++member) {
            const bool changed =
                before[u"role"_s] != column[u"role"_s] || before[member.key()] != member.value();
            if (changed && member.key() != u"sample")
                differing.insert(member.key(), member.value());
        }
        said.append(differing);
    }
    return QJsonDocument(QJsonObject{{u"columns"_s, said}}).toJson(QJsonDocument::Compact);
}

} // namespace onset
