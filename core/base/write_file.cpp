#include "core/base/write_file.h"

#include <QCoreApplication>
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
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && writeAll(file, bytes) && file.commit())
        return {};
    return failure(
        Code::Io,
        QCoreApplication::translate("onset", "“%1” cannot be written: %2.").arg(path, file.errorString()));
}

} // namespace onset
