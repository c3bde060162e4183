#include "core/import/input_file.h"

#include "core/import/folder.h"
#include "core/store/column_maps.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace onset {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onset::Import)
};

tl::unexpected<Error> unreadable(const QString &path, const QFile &file)
{
    return failure(
        Code::Io, Text::tr("“%1” cannot be read (%2); check its permissions.").arg(path, file.errorString()));
}

/// Of a file and of those that say what it leaves out.
Result<QString> hashOf(QFile &file, const QStringList &companions)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.seek(0) || !hash.addData(&file))
        return unreadable(file.fileName(), file);
    for (const QString &name : companions) {
        QFile companion(QFileInfo(file.fileName()).dir().filePath(name));
        if (QFileInfo(companion.fileName()).isFile() && companion.open(QIODevice::ReadOnly))
            hash.addData(&companion);
    }
    return QString::fromLatin1(hash.result().toHex());
}

QString unknownKind(const QString &path, const Outline &outline)
{
    if (!outline.fault.isEmpty())
        return outline.fault;
    if (outline.kind == Outline::Kind::Json)
        return Text::tr("“%1” holds JSON, but no results in a form that Onset knows.").arg(path);
    if (outline.kind == Outline::Kind::JsonLines)
        return Text::tr(
                   "“%1” holds JSON Lines, such as logs of single items; give the results that were made "
                   "of them.")
            .arg(path);
    return Text::tr(
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

/// @param misfit  set when a table is not one of the map
Result<InputFile> examineFile(InputFile input, const Format *format, const ColumnMap *map,
                              const HeaderMaps &maps, QString &misfit)
{
    QFile file(input.path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(input.path, file);
    input.size = file.size();
    const Outline outline = outlineOf(file, input.path);
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
    const auto hash = hashOf(file, input.format ? input.format->companions : QStringList());
    if (!hash)
        return tl::unexpected(hash.error());
    input.hash = *hash;
    if (input.map) // read in another way, it is another import
        input.hash = QString::fromLatin1(
            QCryptographicHash::hash(hash->toLatin1() + input.map->hash(), QCryptographicHash::Sha256).toHex());
    return input;
}

/// The files that a path stands for, not examined yet.
Result<std::vector<InputFile>> filesAt(const QString &path, const Progress &progress)
{
    const QFileInfo about(path);
    if (!about.exists())
        return failure(Code::NotFound, Text::tr("There is no file “%1”; check the path.").arg(path));
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
            Text::tr("“%1” is no regular file; save the table to a file and import that.").arg(path));
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
            return failure(Code::Cancelled, Text::tr("The import was stopped; nothing was stored."));
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
                ? Text::tr("None of the files is read as a wide table, so that there is nothing to map.")
                : misfit);
    if (paths.isEmpty() ||
        std::ranges::any_of(inputs, [](const InputFile &input) { return input.format != nullptr; }))
        return inputs;
    if (inputs.size() == 1)
        return failure(Code::BadInput, inputs.front().fault);
    return failure(Code::BadInput,
                   inputs.empty() ? Text::tr("“%1” holds no files.").arg(paths.join(QStringLiteral("”, “")))
                                  : Text::tr("None of the %1 files is of a kind that Onset knows; the "
                                             "first: %2")
                                        .arg(inputs.size())
                                        .arg(inputs.front().fault));
}

Result<> readInput(const InputFile &input, ImportWriter &writer, FileReport &report,
                   const std::function<bool(double fraction)> &proceed)
{
    Q_ASSERT(input.format);
    QFile device(input.path);
    if (!device.open(QIODevice::ReadOnly))
        return unreadable(input.path, device);
    ImportFile file{input.name, input.path, device, input.separator, writer, report, proceed, input.map};
    auto read = writer.beginFile(input.name, input.hash, input.format->name).and_then([&] {
        return input.format->read(file);
    });
    report.models = file.models.count();
    report.tasks = file.tasks.count();
    if (file.repeated > 0)
        report.notes << Text::tr("Rows that repeat an earlier row, stored once: %1.").arg(file.repeated);
    return read;
}

} // namespace onset
