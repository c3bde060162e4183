#include "core/import/input_file.h"

#include "core/import/formats.h"
#include "core/import/read/folder.h"
#include "core/import/read/import_text.h"
#include "core/import/tables/records.h"
#include "core/store/column_maps.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> stopped()
{
    return failure(Code::Cancelled, ImportText::tr("The import was stopped; nothing was stored."));
}

tl::unexpected<Error> unreadable(const QString &path, const QFile &file)
{
    return failure(
        Code::Io,
        ImportText::tr("“%1” cannot be read (%2); check its permissions.").arg(path, file.errorString()));
}

/// Adds all bytes of a file. OpenSSL uses the processor's SHA instructions: a tenth of the time that Qt
/// takes.
Result<> addTo(EVP_MD_CTX *hash, QFile &file, const Progress &progress)
{
    QByteArray block(DelimitedReader::kBlock, Qt::Uninitialized);
    for (;;) {
        if (progress.cancelled())
            return stopped();
        const qint64 got = file.read(block.data(), block.size());
        if (got < 0)
            return unreadable(file.fileName(), file);
        if (got == 0)
            return {};
        EVP_DigestUpdate(hash, block.constData(), static_cast<std::size_t>(got));
    }
}

QString unknownKind(const QString &path, const Outline &outline)
{
    if (!outline.fault.isEmpty())
        return outline.fault;
    if (outline.kind == Outline::Kind::Json)
        return ImportText::tr("“%1” holds JSON, but no results in a form that Onset knows.").arg(path);
    if (outline.kind == Outline::Kind::JsonLines)
        return ImportText::tr(
                   "“%1” holds JSON Lines, such as logs of single items; give the results that were made "
                   "of them.")
            .arg(path);
    return ImportText::tr(
               "“%1” holds no table that Onset knows: give a CSV file whose first line names the columns "
               "model_family, model, benchmark, task, metric and value.")
        .arg(path);
}

/// The format of a table whose columns are mapped: its own when that is a wide one.
const Format *mappedFormat(const Outline &outline)
{
    const Format *const own = formatOf(outline);
    return own && own->mapped ? own : formatNamed(QStringLiteral("wide"));
}

/// The records of a file that is no table, as one; nothing when no format knows that either.
std::optional<Outline> takeTable(InputFile &input, const Outline &outline, QFile &file)
{
    if (outline.isTable())
        return std::nullopt;
    file.seek(0);
    RecordTable records = recordsIn(outline, file, input.path);
    QBuffer buffer(&records.text);
    buffer.open(QIODevice::ReadOnly);
    Outline table = records.text.isEmpty() ? Outline() : outlineOf(buffer, input.path);
    if (!formatOf(table))
        return std::nullopt;
    input.table = std::move(records.text);
    input.remark =
        ImportText::tr("Records in the file, read as the rows of a table: %1.").arg(records.records);
    if (!records.leftOut.isEmpty())
        input.remark += u' ' + ImportText::tr("Members that hold lists or objects, left out: %1.")
                                   .arg(records.leftOut.mid(0, 50).join(u", "_s));
    return table;
}

/// @param misfit  set when a table is not one of the map
Result<InputFile> examineFile(InputFile input, const Format *format, const ColumnMap *map,
                              const HeaderMaps &maps, QString &misfit)
{
    QFile file(input.path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(input.path, file);
    input.size = file.size();
    Outline outline = outlineOf(file, input.path);
    if (format ? format->mapped && !outline.isTable() : !formatOf(outline)) {
        if (auto table = takeTable(input, outline, file))
            outline = std::move(*table);
    }
    input.separator = outline.separator;
    const QString reason = map && outline.isTable() ? map->misfit(outline.header) : QString();
    if (map && outline.isTable() && reason.isEmpty() && (!format || format->mapped))
        input.map = map;
    else if (misfit.isEmpty())
        misfit = reason;
    if (outline.isTable())
        input.header = ColumnMaps::keyOf(outline.header);
    const auto known = input.map || (format && !format->mapped) ? maps.end() : maps.find(input.header);
    if (known != maps.end() && known->second->misfit(outline.header).isEmpty())
        input.map = known->second.get();
    input.format = format ? format : input.map ? mappedFormat(outline) : formatOf(outline);
    if (!input.format)
        input.fault = unknownKind(input.path, outline);
    else if (input.format->order)
        input.order = input.format->order(outline, input.path);
    return input;
}

/// The files that a path stands for, not examined yet.
Result<std::vector<InputFile>> filesAt(const QString &path, const Progress &progress)
{
    const QFileInfo about(path);
    if (!about.exists())
        return failure(Code::NotFound, ImportText::tr("There is no file “%1”; check the path.").arg(path));
    std::vector<InputFile> inputs;
    if (about.isDir()) {
        const auto files = filesIn(path, progress);
        if (!files)
            return tl::unexpected(files.error());
        const QDir parent(QFileInfo(QDir::cleanPath(about.absoluteFilePath())).dir());
        for (const QString &file : *files)
            inputs.push_back({.path = file,
                              .name = parent.relativeFilePath(QFileInfo(file).absoluteFilePath()),
                              .named = false});
        return inputs;
    }
    if (!about.isFile()) // opening a pipe would wait for its other end
        return failure(
            Code::BadInput,
            ImportText::tr("“%1” is no regular file; save the table to a file and import that.").arg(path));
    inputs.push_back({.path = path, .name = about.fileName()});
    return inputs;
}

} // namespace

Result<std::vector<InputFile>> examine(const QStringList &paths, const Format *format,
                                       const Progress &progress, const ColumnMap *map, const HeaderMaps &maps)
{
    std::vector<InputFile> inputs;
    QString misfit;
    for (const QString &path : paths) {
        auto files = filesAt(path, progress);
        if (!files)
            return files;
        std::ranges::move(*files, std::back_inserter(inputs));
    }
    for (InputFile &input : inputs) {
        if (progress.cancelled())
            return stopped();
        auto examined = examineFile(input, format, map, maps, misfit);
        if (examined)
            input = std::move(*examined);
        else if (input.named)
            return tl::unexpected(examined.error());
        else
            input.fault = examined.error().what;
    }
    if (map && std::ranges::none_of(inputs, [](const InputFile &input) { return input.map != nullptr; }))
        return failure(
            Code::BadInput,
            misfit.isEmpty()
                ? ImportText::tr(
                      "None of the files is read as a wide table, so that there is nothing to map.")
                : misfit);
    if (paths.isEmpty() ||
        std::ranges::any_of(inputs, [](const InputFile &input) { return input.format != nullptr; }))
        return inputs;
    if (inputs.size() == 1)
        return failure(Code::BadInput, inputs.front().fault);
    return failure(Code::BadInput,
                   inputs.empty()
                       ? ImportText::tr("“%1” holds no files.").arg(paths.join(QStringLiteral("”, “")))
                       : ImportText::tr("None of the %1 files is of a kind that Onset knows; the "
                                        "first: %2")
                             .arg(inputs.size())
                             .arg(inputs.front().fault));
}

Result<std::unique_ptr<QIODevice>> opened(const InputFile &input)
{
    std::unique_ptr<QIODevice> device;
    if (input.table.isEmpty()) {
        auto file = std::make_unique<QFile>(input.path);
        if (!file->open(QIODevice::ReadOnly))
            return unreadable(input.path, *file);
        device = std::move(file);
    } else {
        auto buffer = std::make_unique<QBuffer>();
        buffer->setData(input.table);
        buffer->open(QIODevice::ReadOnly);
        device = std::move(buffer);
    }
    return device;
}

Result<QString> hashOf(const InputFile &input, const Progress &progress)
{
    Q_ASSERT(input.format);
    QFile file(input.path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return unreadable(input.path, file);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr);
    auto added = addTo(hash.get(), file, progress);
    for (const QString &name : input.format->companions) {
        QFile companion(QFileInfo(input.path).dir().filePath(name));
        if (added && QFileInfo(companion.fileName()).isFile() && companion.open(QIODevice::ReadOnly))
            added = addTo(hash.get(), companion, progress);
    }
    if (!added)
        return tl::unexpected(added.error());
    QByteArray sum(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    EVP_DigestFinal_ex(hash.get(), reinterpret_cast<unsigned char *>(sum.data()), &size);
    const QByteArray hex = sum.first(size).toHex();
    if (!input.map)
        return QString::fromLatin1(hex);
    // read in another way, it is another import
    return QString::fromLatin1(
        QCryptographicHash::hash(hex + input.map->hash(), QCryptographicHash::Sha256).toHex());
}

Result<> readInput(const InputFile &input, ImportWriter &writer, FileReport &report,
                   const std::function<bool(double fraction)> &proceed)
{
    Q_ASSERT(input.format);
    const auto device = opened(input);
    if (!device)
        return tl::unexpected(device.error());
    ImportFile file{input.name, input.path, **device, input.separator, writer, report, proceed, input.map};
    auto read = writer.beginFile(input.name, input.hash, input.format->name).and_then([&] {
        return input.format->read(file);
    });
    // of a file that was read as a table before, what there is of it now
    const QFileInfo now(input.path);
    const bool changed =
        input.table.isEmpty() ? (*device)->size() != input.size : now.exists() && now.size() != input.size;
    if (changed)
        return failure(Code::Io,
                       ImportText::tr("“%1” changed while it was read; import it again once it is complete.")
                           .arg(input.path));
    if (!input.remark.isEmpty())
        report.notes << input.remark;
    report.models = file.models.count();
    report.tasks = file.tasks.count();
    if (file.repeated > 0)
        report.notes
            << ImportText::tr("Rows that repeat an earlier row, stored once: %1.").arg(file.repeated);
    return read;
}

} // namespace onset
