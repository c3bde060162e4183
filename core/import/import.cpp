#include "core/import/import.h"

#include "core/import/input_file.h"

#include <QCoreApplication>
#include <QCryptographicHash>

#include <algorithm>

namespace onset {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onset::Import)
};

/// The import of these files; its hash is that of the one file, or of all their hashes.
ImportInfo infoOf(const std::vector<InputFile> &inputs)
{
    ImportInfo info;
    QStringList names;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const InputFile &input : inputs) {
        names << input.name;
        hash.addData(input.hash.toLatin1());
    }
    info.name = names.join(QStringLiteral(", "));
    info.hash = inputs.size() == 1 ? inputs.front().hash : QString::fromLatin1(hash.result().toHex());
    return info;
}

} // namespace

qint64 ImportReport::refused() const
{
    qint64 sum = 0;
    for (const FileReport &file : files)
        sum += file.refusedCount;
    return sum;
}

Result<ImportReport> importFiles(Workbook &workbook, const QStringList &files, const ImportOptions &options,
                                 Progress &progress)
{
    if (auto editable = workbook.requireEditable(); !editable)
        return tl::unexpected(editable.error());
    ImportReport report;
    std::vector<InputFile> inputs;   // those not imported before
    std::vector<std::size_t> places; // of their reports
    qint64 bytes = 0;
    for (const QString &path : files) {
        auto input = examine(path);
        if (!input)
            return tl::unexpected(input.error());
        const auto before = Imports(workbook).withFile(input->hash);
        if (!before)
            return tl::unexpected(before.error());
        FileReport &file =
            report.files.emplace_back(FileReport{.file = input->name, .format = input->format->name});
        if (*before) {
            const QString when = (*before)->when.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"));
            file.notes << Text::tr("Already imported on %1; nothing was changed.").arg(when);
        } else if (std::ranges::find(inputs, input->hash, &InputFile::hash) != inputs.end()) {
            file.notes << Text::tr("Holds the same as another of these files; read once.");
        } else {
            bytes += input->size;
            places.push_back(report.files.size() - 1);
            inputs.push_back(std::move(*input));
        }
    }
    if (inputs.empty())
        return report;

    if (auto sound = workbook.check(false, progress); !sound) // writing would spread the damage
        return tl::unexpected(sound.error());
    auto writer = ImportWriter::begin(workbook, infoOf(inputs));
    if (!writer)
        return tl::unexpected(writer.error());
    double before = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const double share =
            static_cast<double>(inputs[i].size) / static_cast<double>(std::max<qint64>(1, bytes));
        const auto proceed = [&](double fraction) {
            progress.report(before + share * fraction);
            return !progress.cancelled();
        };
        auto file = readInput(inputs[i], *writer, proceed);
        if (!file)
            return tl::unexpected(file.error());
        report.files[places[i]] = std::move(*file);
        before += share;
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

} // namespace onset
