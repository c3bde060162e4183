#include "core/import/read/outline.h"

#include "core/import/read/delimited.h"
#include "core/import/read/yaml.h"

#include <QBuffer>

#include <algorithm>

namespace onset {

namespace {

constexpr qint64 kSniff = 1 << 16; ///< enough for any first line

bool startsAsJson(QByteArrayView start)
{
    if (start.startsWith("\xEF\xBB\xBF"))
        start = start.sliced(3);
    start = start.trimmed();
    return start.startsWith('{') || start.startsWith('[');
}

Outline outlineOfJson(QIODevice &device, const QString &name)
{
    auto document = json::Document::read(device, name);
    if (!document)
        return {.fault = document.error().what};
    Outline outline{.kind = document->more() ? Outline::Kind::JsonLines : Outline::Kind::Json};
    outline.document = std::move(*document);
    return outline;
}

} // namespace

std::string columnName(std::string_view field)
{
    QString name = QString::fromUtf8(field).toLower().replace(u'-', u' ').replace(u'_', u' ').simplified();
    return name.replace(u' ', u'_').toStdString();
}

Outline outlineOf(QIODevice &device, const QString &name)
{
    const QByteArray start = device.peek(kSniff);
    if (startsAsJson(start))
        return outlineOfJson(device, name);
    if (yaml::startsAsYaml(start)) {
        auto document = yaml::read(device, name);
        device.seek(0);
        if (document) {
            Outline outline{.kind = Outline::Kind::Yaml};
            outline.document = std::move(*document);
            return outline;
        }
    }
    Outline outline{.separator = separatorOf({start.data(), static_cast<std::size_t>(start.size())})};
    QBuffer buffer;
    buffer.setData(start);
    buffer.open(QIODevice::ReadOnly);
    DelimitedReader reader(buffer, {}, outline.separator);
    const auto first = reader.next();
    if (first && *first && reader.fault() == DelimitedReader::Fault::None) {
        outline.kind = Outline::Kind::Table;
        std::ranges::transform(reader.fields(), std::back_inserter(outline.header), columnName);
    }
    return outline;
}

} // namespace onset
