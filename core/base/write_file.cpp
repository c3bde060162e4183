#include "core/base/write_file.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>

namespace onset {

bool writeAll(QIODevice &out, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const qint64 taken = out.write(bytes.data(), bytes.size());
        if (taken <= 0)
            return false;
        bytes = bytes.sliced(taken);
    }
    return true;
}

Result<> writeFile(const QString &path, QByteArrayView bytes)
{
    constexpr auto kMode = QIODevice::WriteOnly | QIODevice::Unbuffered;
    const QFileInfo there(path);
    QFile device(path);
    QSaveFile file(path);
    const bool replaceable = !there.exists() || there.isFile() || there.isDir(); // or a link to one
    if (replaceable ? file.open(kMode) && writeAll(file, bytes) && file.commit()
                    : device.open(kMode) && writeAll(device, bytes))
        return {};
    return failure(Code::Io, QCoreApplication::translate("onset", "“%1” cannot be written: %2.")
                                 .arg(path, replaceable ? file.errorString() : device.errorString()));
}

} // namespace onset
