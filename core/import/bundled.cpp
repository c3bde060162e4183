#include "core/import/import.h"

#include "core/import/input_file.h"
#include "core/import/names/model_joins.h"
#include "core/import/read/import_text.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <tuple>

namespace onset {

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
            ImportText::tr("“%1” cannot be read (%2); install Onset again.").arg(path, file.errorString()));
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

/// Stores one dataset in the place of its older self. @return whether it was not there already
Result<bool> importDataset(Workbook &workbook, const Dataset &dataset, Progress &progress)
{
    auto writer = ImportWriter::beginBundled(workbook, {.name = dataset.name, .hash = dataset.hash});
    if (!writer)
        return tl::unexpected(writer.error());
    if (!*writer)
        return false;
    auto inputs = examine(dataset.tables, nullptr, progress);
    if (!inputs)
        return tl::unexpected(inputs.error());
    for (InputFile &input : *inputs) {
        auto sum = hashOf(input, progress);
        if (!sum)
            return tl::unexpected(sum.error());
        input.hash = *sum;
        FileReport report{.file = input.name};
        const auto read = readInput(input, **writer, report, [&](double) { return !progress.cancelled(); });
        if (!read)
            return tl::unexpected(read.error());
    }
    for (const QString &path : dataset.figures) {
        auto stored = bytesOf(path).and_then([&](const QByteArray &json) {
            const QString name = QJsonDocument::fromJson(json).object().value(u"name").toString();
            return (*writer)->addFigure(name.isEmpty() ? QFileInfo(path).completeBaseName() : name, json);
        });
        if (!stored)
            return tl::unexpected(stored.error());
    }
    const auto joins = [&workbook] { return rejoin(workbook).map([](bool) {}); };
    return (*writer)->commit(progress, joins).map([](const ImportWriter::Outcome &) { return true; });
}

} // namespace

Result<int> importBundled(Workbook &workbook, const QString &folder, Progress &progress)
{
    const QDir root(folder);
    if (!root.exists())
        return failure(
            Code::NotFound,
            ImportText::tr("The bundled datasets are not in “%1”; install Onset again.").arg(folder));
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
        const bool known = std::ranges::any_of(*held, [&](const ImportInfo &import) {
            return import.bundled && import.name == datasets[i].name && import.hash == datasets[i].hash;
        });
        if (!known) {
            const auto stored = importDataset(workbook, datasets[i], progress);
            if (!stored)
                return tl::unexpected(stored.error());
            changed += *stored;
        }
        progress.report(static_cast<double>(i + 1) / static_cast<double>(datasets.size()));
    }
    return changed;
}

} // namespace onset
