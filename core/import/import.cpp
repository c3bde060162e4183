#include "core/import/import.h"

#include "core/import/formats.h"
#include "core/import/input_file.h"
#include "core/import/names/model_joins.h"
#include "core/import/read/import_text.h"
#include "core/store/column_maps.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <numeric>

namespace onset {

namespace {

/// The import of these files, named as they were given; its hash is that of the one file, or of all their
/// hashes.
ImportInfo infoOf(const QStringList &paths, const std::vector<InputFile> &inputs)
{
    ImportInfo info;
    QStringList names;
    for (const QString &path : paths) {
        const QString name = QFileInfo(QDir::cleanPath(QFileInfo(path).absoluteFilePath())).fileName();
        const auto isRead = [&](const InputFile &input) { return input.name == name; };
        if (QFileInfo(path).isDir() || std::ranges::any_of(inputs, isRead))
            names << name;
    }
    info.name = names.join(QStringLiteral(", "));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const InputFile &input : inputs)
        hash.addData(input.hash.toLatin1());
    info.hash = inputs.size() == 1 ? inputs.front().hash : QString::fromLatin1(hash.result().toHex());
    return info;
}

/// In what order to read files, as positions: as they are, but those of formats that have an order of their
/// own by that, each in the place of another of them.
std::vector<std::size_t> readingOrder(const std::vector<InputFile> &inputs)
{
    std::vector<std::size_t> all(inputs.size()), ordered;
    std::iota(all.begin(), all.end(), std::size_t{0});
    const auto hasOrder = [&](std::size_t at) { return inputs[at].format->order != nullptr; };
    std::ranges::copy_if(all, std::back_inserter(ordered), hasOrder);
    std::ranges::stable_sort(ordered,
                             [&](std::size_t a, std::size_t b) { return inputs[a].order < inputs[b].order; });
    auto next = ordered.begin();
    for (std::size_t &at : all)
        at = hasOrder(at) ? *next++ : at;
    return all;
}

/// Whether the import goes on although this file could not be read: nobody named it, and it left no trace.
bool passesOver(const InputFile &input, const FileReport &report, const Error &error)
{
    return !input.named && error.code == Code::BadInput && report.accepted == 0 && report.refusedCount == 0;
}

} // namespace

qint64 ImportReport::refused() const
{
    qint64 sum = 0;
    for (const FileReport &file : files)
        sum += file.refusedCount;
    return sum;
}

bool ImportReport::foundNothing() const
{
    const auto accepted = [](const FileReport &file) { return file.accepted > 0; };
    return known == 0 && refused() == 0 && std::ranges::none_of(files, accepted);
}

Result<HeaderMaps> columnMaps(const std::map<QString, QByteArray> &maps)
{
    HeaderMaps read;
    for (const auto &[header, json] : maps) {
        QBuffer buffer;
        buffer.setData(json);
        buffer.open(QIODevice::ReadOnly);
        auto map = ColumnMap::read(buffer, ImportText::tr("of the workbook"));
        if (!map)
            return tl::unexpected(map.error());
        read.emplace(header, std::make_shared<const ColumnMap>(std::move(*map)));
    }
    return read;
}

Result<HeaderMaps> savedMaps(const Workbook &workbook)
{
    return ColumnMaps(workbook).all().and_then(columnMaps);
}

Result<ImportReport> importFiles(Workbook &workbook, const QStringList &files, const ImportOptions &options,
                                 Progress &progress)
{
    if (auto editable = workbook.requireEditable(); !editable)
        return tl::unexpected(editable.error());
    const Format *const format = options.format.isEmpty() ? nullptr : formatNamed(options.format);
    if (!format && !options.format.isEmpty())
        return failure(Code::BadInput, ImportText::tr("There is no format “%1”.").arg(options.format));
    auto saved = savedMaps(workbook);
    if (!saved)
        return tl::unexpected(saved.error());
    HeaderMaps maps = options.maps;
    maps.merge(*saved);
    auto examined = examine(files, format, progress, options.map.get(), maps);
    if (!examined)
        return tl::unexpected(examined.error());
    ImportReport report;
    std::vector<InputFile> inputs;   // those not imported before
    std::vector<std::size_t> places; // of their reports
    qint64 bytes = 0;
    for (InputFile &input : *examined) {
        FileReport &file = report.files.emplace_back(FileReport{.file = input.name});
        if (!input.format) {
            file.notes << input.fault;
            continue;
        }
        if (auto hash = hashOf(input, progress)) {
            input.hash = *hash;
        } else if (input.named || hash.error().code == Code::Cancelled) {
            return tl::unexpected(hash.error());
        } else {
            file.notes << hash.error().what;
            continue;
        }
        file.format = input.format->name;
        const auto before = Imports(workbook).withFile(input.hash);
        if (!before)
            return tl::unexpected(before.error());
        if (*before) {
            ++report.known;
            const QString when = (*before)->when.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"));
            file.notes << ImportText::tr("Already imported on %1; nothing was changed.").arg(when);
        } else if (std::ranges::find(inputs, input.hash, &InputFile::hash) != inputs.end()) {
            ++report.known;
            file.notes << ImportText::tr("Holds the same as another of these files; read once.");
        } else {
            bytes += input.size;
            places.push_back(report.files.size() - 1);
            inputs.push_back(std::move(input));
        }
    }
    if (inputs.empty())
        return report;

    if (auto sound = workbook.check(false, progress); !sound) // writing would spread the damage
        return tl::unexpected(sound.error());
    auto writer = ImportWriter::begin(workbook, infoOf(files, inputs));
    if (!writer)
        return tl::unexpected(writer.error());
    double before = 0;
    for (const std::size_t i : readingOrder(inputs)) {
        const double share =
            static_cast<double>(inputs[i].size) / static_cast<double>(std::max<qint64>(1, bytes));
        const auto proceed = [&](double fraction) {
            progress.report(before + share * fraction);
            return !progress.cancelled();
        };
        FileReport &file = report.files[places[i]];
        if (const auto read = readInput(inputs[i], *writer, file, proceed); !read) {
            if (!passesOver(inputs[i], file, read.error()))
                return tl::unexpected(read.error());
            file.format.clear();
            file.notes << read.error().what;
            if (const auto dropped = writer->dropFile(); !dropped)
                return tl::unexpected(dropped.error());
        }
        if (inputs[i].map && inputs[i].map != options.map.get() && !options.maps.contains(inputs[i].header))
            file.notes << ImportText::tr(
                "The columns were read as this workbook has it for tables with this header.");
        if (!file.format.isEmpty() && file.accepted == 0 && file.refusedCount == 0 && file.notes.isEmpty())
            file.notes << ImportText::tr(
                "Nothing of this file was stored: it holds no scores or sizes of models.");
        before += share;
    }
    auto unplaced = writer->unplaced();
    if (!unplaced)
        return tl::unexpected(unplaced.error());
    report.unplaced = std::move(*unplaced);
    if (options.dryRun)
        return report;
    const auto joins = [&workbook] { return rejoin(workbook).map([](bool) {}); };
    const auto outcome = writer->commit(progress, joins);
    if (!outcome)
        return tl::unexpected(outcome.error());
    report.outcome = *outcome;
    progress.report(1);
    if (!outcome->id)
        return report;
    auto left = stillUnplaced(workbook, report.unplaced);
    if (!left)
        return tl::unexpected(left.error());
    report.unplaced = std::move(*left);
    return report;
}

} // namespace onset
