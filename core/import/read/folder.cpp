#include "core/import/read/folder.h"

#include "core/import/read/import_text.h"

#include <QDir>

namespace onset {

namespace {

Result<> collect(const QDir &folder, int depth, const Progress &progress, QStringList &files)
{
    if (progress.cancelled())
        return failure(Code::Cancelled, ImportText::tr("The import was stopped; nothing was stored."));
    if (depth > kMaxFolderDepth)
        return failure(Code::BadInput,
                       ImportText::tr("“%1” lies more than %2 folders deep; import a folder further inside.")
                           .arg(folder.path())
                           .arg(kMaxFolderDepth));
    const QFileInfoList entries =
        folder.entryInfoList(QDir::Dirs | QDir::Files | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name);
    for (const QFileInfo &entry : entries) {
        if (entry.isDir()) {
            if (auto done = collect(QDir(entry.filePath()), depth + 1, progress, files); !done)
                return done;
            continue;
        }
        files << entry.filePath();
        if (files.size() > kMaxFolderFiles)
            return failure(
                Code::BadInput,
                ImportText::tr("There are more than %L1 files in “%2”; import a folder further inside.")
                    .arg(kMaxFolderFiles)
                    .arg(folder.path()));
    }
    return {};
}

} // namespace

Result<QStringList> filesIn(const QString &folder, const Progress &progress)
{
    QStringList files;
    return collect(QDir(folder), 0, progress, files).map([&] { return std::move(files); });
}

} // namespace onset
