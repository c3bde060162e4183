#include "core/import/read/json.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <array>
#include <cmath>
#include <cstdint>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

QByteArray quoted(std::string_view text)
{
    QByteArray json = "\"";
    for (const char letter : text) {
        const auto code = static_cast<unsigned char>(letter);
        if (code < 0x20)
            json += "\\u00" + QByteArray(1, letter).toHex();
        else if (letter == '"' || letter == '\\')
            json += '\\' + QByteArray(1, letter);
        else
            json += letter;
    }
    return json + '"';
}

QByteArray written(const json::Value &value)
{
    switch (value.kind()) {
    case json::Kind::Boolean:
        return value.boolean() ? "true" : "false";
    case json::Kind::Number:
        if (std::isnan(value.number()))
            return "NaN";
        if (std::isinf(value.number()))
            return value.number() < 0 ? "-Infinity" : "Infinity";
        return QByteArray::number(value.number(), 'g', 17);
    case json::Kind::String:
        return quoted(value.text());
    case json::Kind::Array:
    case json::Kind::Object: {
        QByteArray json;
        for (const json::Value child : value)
            json += ',' + (value.isObject() ? quoted(child.key()) + ':' : QByteArray()) + written(child);
        return (value.isObject() ? '{' : '[') + json.mid(1) + (value.isObject() ? '}' : ']');
    }
    case json::Kind::Null:
    case json::Kind::Missing:
        break;
    }
    return "null";
}

void checkSame(const json::Value &value, const json::Value &other)
{
    const bool sameNumber = value.number() == other.number() || std::isnan(value.number());
    if (value.kind() != other.kind() || value.key() != other.key() || value.text() != other.text() ||
        value.boolean() != other.boolean() || !sameNumber || value.size() != other.size())
        qFatal("%s is another value when it was written again", qPrintable(value.path()));
    for (std::size_t i = 0; i < value.size(); ++i)
        checkSame(value.at(i), other.at(i));
}

/// Against another reader, which takes less.
void checkNumbers(const json::Value &value, const QJsonValue &other)
{
    if (value.isNumber() != other.isDouble() || (value.isNumber() && value.number() != other.toDouble()))
        qFatal("%s is %g and %g", qPrintable(value.path()), value.number(), other.toDouble());
    for (std::size_t i = 0; value.isArray() && i < value.size(); ++i)
        checkNumbers(value.at(i), other.toArray().at(static_cast<qsizetype>(i)));
    for (std::size_t i = 0; value.isObject() && i < value.size(); ++i) {
        const QString key = QString::fromUtf8(value.at(i).key());
        const bool same =
            !key.contains(QChar::ReplacementCharacter) && key.toStdString() == value.at(i).key();
        if (same) // the other reader replaces other parts of a name and leaves out a byte order mark
            checkNumbers(value.at(i), other.toObject().value(key));
    }
}

/// @param lines  of the file
void checkPlaces(const json::Value &value, qint64 lines)
{
    if (value.line() < 1 || value.line() > lines || value.path().isEmpty())
        qFatal("a value at “%s”, line %lld of %lld", qPrintable(value.path()), value.line(), lines);
    for (const json::Value child : value) {
        if (value.isObject() && value[child.key()].path() != child.path())
            qFatal("%s is not found by its name", qPrintable(child.path()));
        checkPlaces(child, lines);
    }
}

} // namespace

/// What was read, written and read again is the same; and no file that lacks its end is read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    QBuffer device;
    device.setData(bytes);
    device.open(QIODevice::ReadOnly);
    const auto document = json::Document::read(device, u"f.json"_s);
    if (!document) {
        if (document.error().what.isEmpty())
            qFatal("refused without a reason");
        return 0;
    }
    const json::Value root = document->root();
    checkPlaces(root, bytes.count('\n') + 1);
    if (const QJsonDocument other = QJsonDocument::fromJson(bytes); other.isObject())
        checkNumbers(root, other.object());
    else if (other.isArray())
        checkNumbers(root, other.array());
    const auto again = json::Document::parse(written(root), u"again.json"_s);
    if (!again || again->more() || again->replaced() > 0)
        qFatal("cannot be read when it was written again: %s",
               again ? "more than one value" : qPrintable(again.error().what));
    checkSame(root, again->root());
    const QByteArray whole = bytes.trimmed();
    if ((root.isObject() || root.isArray()) && !document->more() &&
        json::Document::parse(whole.chopped(1), {}))
        qFatal("read without its end");
    return 0;
}
