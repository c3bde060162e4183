#include "core/figure/figure_spec.h"

#include <QJsonDocument>

#include <cstdint>

using namespace onset;
using namespace Qt::StringLiterals;

/// What is read as a figure comes back from what it writes; what is not says what is wrong.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto bytes =
        QByteArray::fromRawData(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const Result<FigureSpec> read = figureFromJson(bytes);
    if (!read) {
        if (!read.error().what.startsWith(u"The figure cannot be read: "_s))
            qFatal("%s", qPrintable(read.error().what));
        return 0;
    }
    const QByteArray written = QJsonDocument(toJson(*read)).toJson(QJsonDocument::Compact);
    const Result<FigureSpec> again = figureFromJson(written);
    if (!again)
        qFatal("%s\n%s", qPrintable(again.error().what), written.constData());
    if (!(*again == *read))
        qFatal("comes back as another figure: %s", written.constData());
    return 0;
}
