#include "core/base/write_file.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>
#include <fcntl.h>

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
    const auto failed = [&path](const QString &why) {
        return failure(Code::Io,
                       QCoreApplication::translate("onset", "“%1” cannot be written: %2.").arg(path, why));
    };
    const QFileInfo there(path);
    if (!there.exists() || there.isFile() || there.isDir()) { // or a link to one
        QSaveFile file(path);
        return file.open(kMode) && writeAll(file, bytes) && file.commit() ? Result<>()
                                                                          : failed(file.errorString());
    }
    // A pipe that nobody reads would keep us waiting for ever.
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0)
        return failed(errno == ENXIO ? QCoreApplication::translate("onset", "Nobody reads from this pipe")
                                     : qt_error_string());
    ::fcntl(descriptor, F_SETFL, 0); // from now on it may wait
    QFile device;
    return device.open(descriptor, kMode, QFileDevice::AutoCloseHandle) && writeAll(device, bytes)
               ? Result<>()
               : failed(device.errorString());
}

} // namespace onset
