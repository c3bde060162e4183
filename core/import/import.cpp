#include "core/import/import.h"

#include "core/import/annotations.h"
#include "core/import/format.h"
#include "core/import/tidy.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <memory>
#include <tuple>

namespace onset {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onset::Import)
};

constexpr qint64 kSniff = 1 << 16; ///< enough for any first line

/// A file opened, recognised and hashed.
struct Candidate
{
    std::unique_ptr<QFile> file;
    QString name;
    QString hash; ///< SHA-256, hex
    char separator = ',';
    const Format *format = nullptr;
};

Result<Candidate> examine(const QString &path)
{
    Candidate candidate{std::make_unique<QFile>(path), QFileInfo(path).fileName(), {}};
    QFile &file = *candidate.file;
    const auto unreadable = [&] {
        return failure(
            Code::Io,
            Text::tr("“%1” cannot be read (%2); check its permissions.").arg(path, file.errorString()));
    };
    if (!file.exists())
        return failure(Code::NotFound, Text::tr("There is no file “%1”; check the path.").arg(path));
    if (QFileInfo(path).isDir())
        return failure(Code::BadInput, Text::tr("“%1” is a folder; name the tables in it.").arg(path));
    if (!file.open(QIODevice::ReadOnly))
        return unreadable();

    QBuffer start;
    start.setData(file.peek(kSniff));
    start.open(QIODevice::ReadOnly);
    const QByteArrayView text = start.data();
    candidate.separator = separatorOf({text.data(), static_cast<std::size_t>(text.size())});
    DelimitedReader reader(start, candidate.name, candidate.separator);
    const auto first = reader.next();
    if (first && *first && reader.fault() == DelimitedReader::Fault::None) {
        std::vector<std::string> header;
        std::ranges::transform(reader.fields(), std::back_inserter(header), columnName);
        const auto format =
            std::ranges::find_if(formats(), [&](const Format &known) { return known.recognises(header); });
        candidate.format = format == formats().end() ? nullptr : &*format;
    }
    if (!candidate.format)
        return failure(Code::BadInput,
                       Text::tr("“%1” holds no table that Onset knows: give a CSV file whose first line "
                                "names the columns model_family, model, benchmark, task, metric and value.")
                           .arg(path));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&file) || !file.seek(0))
        return unreadable();
    candidate.hash = QString::fromLatin1(hash.result().toHex());
    return candidate;
}

/// Reads one examined file into the import.
Result<FileReport> readInto(ImportWriter &writer, const Candidate &candidate,
                            const std::function<bool(qint64)> &proceed)
{
    FileReport report{.file = candidate.name, .format = candidate.format->name};
    ImportFile file{candidate.name, *candidate.file, candidate.separator, writer, report, proceed};
    auto read = writer.beginFile(candidate.name, candidate.hash, report.format).and_then([&] {
        return candidate.format->read(file);
    });
    return read.map([&] { return std::move(report); });
}

/// Of one file its own, of several that of their hashes.
QString combinedHash(const std::vector<Candidate> &candidates)
{
    if (candidates.size() == 1)
        return candidates.front().hash;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const Candidate &candidate : candidates)
        hash.addData(candidate.hash.toLatin1());
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace

qint64 ImportReport::refused() const
{
    qint64 sum = 0;
    for (const FileReport &file : files)
        sum += file.refusedCount;
    return sum;
}

Result<> ImportFile::refuse(qint64 line, const QString &column, const QString &reason)
{
    ++report.refusedCount;
    if (report.refusedCount > kMaxRefusals)
        return {};
    report.refused.push_back({name, Text::tr("line %1").arg(line), column, reason});
    return writer.refuse(report.refused.back());
}

Result<> ImportFile::cancelled() const
{
    return failure(Code::Cancelled,
                   Text::tr("The import of “%1” was stopped; nothing was stored.").arg(name));
}

QString faultOf(const DelimitedReader &reader, std::size_t columns)
{
    switch (reader.fault()) {
    case DelimitedReader::Fault::Encoding:
        return Text::tr("is not UTF-8 text");
    case DelimitedReader::Fault::Nul:
        return Text::tr("holds a NUL byte");
    case DelimitedReader::Fault::Quote:
        return Text::tr("has text after a closing quote");
    case DelimitedReader::Fault::None:
        break;
    }
    if (reader.fields().size() != columns)
        return Text::tr("has %1 fields where the first line has %2").arg(reader.fields().size()).arg(columns);
    return {};
}

std::string columnName(std::string_view field)
{
    QString name = QString::fromUtf8(field).toLower().replace(u'-', u' ').replace(u'_', u' ').simplified();
    return name.replace(u' ', u'_').toStdString();
}

std::span<const Format> formats()
{
    static const std::array all{
        Format{QStringLiteral("annotations"), annotations::recognises, annotations::read},
        Format{QStringLiteral("tidy"), tidy::recognises, tidy::read},
    };
    return all;
}

Result<ImportReport> importFiles(Workbook &workbook, const QStringList &files, const ImportOptions &options,
                                 Progress &progress)
{
    if (auto editable = workbook.requireEditable(); !editable)
        return tl::unexpected(editable.error());
    ImportReport report;
    std::vector<Candidate> candidates;
    QStringList names;
    qint64 bytes = 0;
    for (const QString &path : files) {
        auto candidate = examine(path);
        if (!candidate)
            return tl::unexpected(candidate.error());
        const auto before = Imports(workbook).withFile(candidate->hash);
        if (!before)
            return tl::unexpected(before.error());
        if (*before) {
            report.files.push_back({.file = candidate->name, .format = candidate->format->name});
            report.files.back().notes
                << Text::tr("Already imported on %1; nothing was changed.")
                       .arg((*before)->when.toLocalTime().toString(Qt::ISODate).replace(u'T', u' '));
            continue;
        }
        names << candidate->name;
        bytes += candidate->file->size();
        candidates.push_back(std::move(*candidate));
    }
    if (candidates.empty())
        return report;

    auto writer = ImportWriter::begin(
        workbook, {.name = names.join(QStringLiteral(", ")), .hash = combinedHash(candidates)});
    if (!writer)
        return tl::unexpected(writer.error());
    qint64 before = 0;
    for (const Candidate &candidate : candidates) {
        const auto proceed = [&](qint64 position) {
            progress.report(static_cast<double>(before + position) /
                            static_cast<double>(std::max<qint64>(1, bytes)));
            return !progress.cancelled();
        };
        auto file = readInto(*writer, candidate, proceed);
        if (!file)
            return tl::unexpected(file.error());
        report.files.push_back(std::move(*file));
        before += candidate.file->size();
    }
    if (options.dryRun)
        return report;
    const auto outcome = writer->commit();
    if (!outcome)
        return tl::unexpected(outcome.error());
    report.outcome = *outcome;
    progress.report(1);
    return report;
}

namespace {

/// A dataset's folder: its tables, its figures and what it says about itself.
struct Dataset
{
    QString name = {};
    QString published = {}; ///< ISO 8601; of two datasets that disagree, the later one wins
    QStringList tables = {};
    QStringList figures = {};
    QString hash = {}; ///< of all these files
};

Result<QByteArray> bytesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(
            Code::Io,
            Text::tr("“%1” cannot be read (%2); install Onset again.").arg(path, file.errorString()));
    return file.readAll();
}

Result<Dataset> datasetIn(const QDir &folder)
{
    Dataset dataset{.name = folder.dirName()};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto take = [&](const QString &path) {
        return bytesOf(path).map([&](const QByteArray &bytes) {
            hash.addData(folder.relativeFilePath(path).toUtf8() + '\0' + QByteArray::number(bytes.size()) +
                         '\0');
            hash.addData(bytes);
            return bytes;
        });
    };
    for (const QString &name : {QStringLiteral("table.csv"), QStringLiteral("annotations.csv")}) {
        if (folder.exists(name))
            dataset.tables << folder.filePath(name);
    }
    const QDir figures(folder.filePath(QStringLiteral("figures")));
    for (const QString &name : figures.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name))
        dataset.figures << figures.filePath(name);
    for (const QString &path : dataset.tables + dataset.figures) {
        if (const auto taken = take(path); !taken)
            return tl::unexpected(taken.error());
    }
    const auto about = take(folder.filePath(QStringLiteral("about.json")));
    if (!about)
        return tl::unexpected(about.error());
    dataset.published = QJsonDocument::fromJson(*about).object().value(u"published").toString();
    dataset.hash = QString::fromLatin1(hash.result().toHex());
    return dataset;
}

/// Stores one dataset, in the place of its older self when `id` is one.
Result<> importDataset(Workbook &workbook, const Dataset &dataset, ImportId id, Progress &progress)
{
    auto writer = ImportWriter::begin(
        workbook, {.id = id, .name = dataset.name, .hash = dataset.hash, .bundled = true});
    if (!writer)
        return tl::unexpected(writer.error());
    for (const QString &table : dataset.tables) {
        auto read = examine(table).and_then([&](const Candidate &candidate) {
            return readInto(*writer, candidate, [&](qint64) { return !progress.cancelled(); });
        });
        if (!read)
            return tl::unexpected(read.error());
    }
    for (const QString &path : dataset.figures) {
        auto stored = bytesOf(path).and_then([&](const QByteArray &json) {
            const QString name = QJsonDocument::fromJson(json).object().value(u"name").toString();
            return writer->addFigure(name.isEmpty() ? QFileInfo(path).completeBaseName() : name, json);
        });
        if (!stored)
            return stored;
    }
    return writer->commit().map([](const ImportWriter::Outcome &) {});
}

} // namespace

Result<int> importBundled(Workbook &workbook, const QString &folder, Progress &progress)
{
    const QDir root(folder);
    if (!root.exists())
        return failure(Code::NotFound,
                       Text::tr("The bundled datasets are not in “%1”; install Onset again.").arg(folder));
    std::vector<Dataset> datasets;
    for (const QString &name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        auto dataset = datasetIn(QDir(root.filePath(name)));
        if (!dataset)
            return tl::unexpected(dataset.error());
        datasets.push_back(std::move(*dataset));
    }
    std::ranges::sort(datasets, {},
                      [](const Dataset &dataset) { return std::tie(dataset.published, dataset.name); });

    const auto held = Imports(workbook).list();
    if (!held)
        return tl::unexpected(held.error());
    int changed = 0;
    for (std::size_t i = 0; i < datasets.size(); ++i) {
        const auto before = std::ranges::find_if(*held, [&](const ImportInfo &import) {
            return import.bundled && import.name == datasets[i].name;
        });
        if (before == held->end() || before->hash != datasets[i].hash) {
            const ImportId id = before == held->end() ? ImportId() : before->id;
            if (auto stored = importDataset(workbook, datasets[i], id, progress); !stored)
                return tl::unexpected(stored.error());
            ++changed;
        }
        progress.report(static_cast<double>(i + 1) / static_cast<double>(datasets.size()));
    }
    return changed;
}

} // namespace onset
