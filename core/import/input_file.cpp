#include "core/import/input_file.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace onset {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onset::Import)
};

constexpr qint64 kSniff = 1 << 16; ///< enough for any first line

/// The format of a table by its first line; null when it is none.
const Format *formatOf(const QByteArray &start, char separator)
{
    QBuffer buffer;
    buffer.setData(start);
    buffer.open(QIODevice::ReadOnly);
    DelimitedReader reader(buffer, {}, separator);
    const auto first = reader.next();
    if (!first || !*first || reader.fault() != DelimitedReader::Fault::None)
        return nullptr;
    std::vector<std::string> header;
    std::ranges::transform(reader.fields(), std::back_inserter(header), columnName);
    const auto format =
        std::ranges::find_if(formats(), [&](const Format &known) { return known.recognises(header); });
    return format == formats().end() ? nullptr : &*format;
}

tl::unexpected<Error> unreadable(const QString &path, const QFile &file)
{
    return failure(
        Code::Io, Text::tr("“%1” cannot be read (%2); check its permissions.").arg(path, file.errorString()));
}

} // namespace

Result<InputFile> examine(const QString &path)
{
    const QFileInfo about(path);
    if (!about.exists())
        return failure(Code::NotFound, Text::tr("There is no file “%1”; check the path.").arg(path));
    if (about.isDir())
        return failure(Code::BadInput, Text::tr("“%1” is a folder; name the tables in it.").arg(path));
    if (!about.isFile()) // opening a pipe would wait for its other end
        return failure(
            Code::BadInput,
            Text::tr("“%1” is no regular file; save the table to a file and import that.").arg(path));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(path, file);

    const QByteArray start = file.peek(kSniff);
    InputFile input{.path = path, .name = about.fileName(), .size = file.size()};
    input.separator = separatorOf({start.data(), static_cast<std::size_t>(start.size())});
    input.format = formatOf(start, input.separator);
    if (!input.format)
        return failure(
            Code::BadInput,
            Text::tr("“%1” holds no table that Onset knows: give a CSV file whose first line names the "
                     "columns model_family, model, benchmark, task, metric and value.")
                .arg(path));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&file))
        return unreadable(path, file);
    input.hash = QString::fromLatin1(hash.result().toHex());
    return input;
}

Result<FileReport> readInput(const InputFile &input, ImportWriter &writer,
                             const std::function<bool(double fraction)> &proceed)
{
    QFile device(input.path);
    if (!device.open(QIODevice::ReadOnly))
        return unreadable(input.path, device);
    FileReport report{.file = input.name, .format = input.format->name};
    ImportFile file{input.name, device, input.separator, writer, report, proceed};
    auto read = writer.beginFile(input.name, input.hash, report.format).and_then([&] {
        return input.format->read(file);
    });
    return read.map([&] { return std::move(report); });
}

} // namespace onset
