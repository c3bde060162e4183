#include "core/import/read/yaml.h"

#include "core/import/read/import_text.h"
#include "core/import/read/number.h"

#include <QIODevice>
#include <QRegularExpression>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <array>
#include <cmath>
#include <sstream>
#include <vector>

namespace onset::yaml {

using namespace Qt::StringLiterals;

namespace {

/// Writes the events of a document as JSON, each value on its line.
class Writer : public YAML::EventHandler
{
public:
    explicit Writer(int firstLine) : m_line(firstLine) {}

    [[nodiscard]] QByteArray text() const { return m_text; }

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t) override { scalar(mark, "null"); }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override
    {
        throw YAML::ParserException(mark, "aliases are not read");
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t,
                  const std::string &value) override
    {
        const bool key = !m_open.empty() && m_open.back().map && !m_open.back().valueNext;
        scalar(mark, !key && tag == "?" ? plain(value) : quoted(value));
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t,
                         YAML::EmitterStyle::value) override
    {
        open(mark, false);
    }
    void OnSequenceEnd() override { close(']'); }
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t,
                    YAML::EmitterStyle::value) override
    {
        open(mark, true);
    }
    void OnMapEnd() override { close('}'); }

private:
    struct Open
    {
        bool map, valueNext = false, empty = true;
    };

    static QByteArray quoted(const std::string &value)
    {
        QByteArray text("\"");
        for (const char c : value) {
            if (c == '"' || c == '\\')
                text += '\\';
            if (static_cast<unsigned char>(c) >= 0x20)
                text += c;
            else
                text +=
                    "\\u00" + QByteArray::number(static_cast<unsigned char>(c), 16).rightJustified(2, '0');
        }
        return text += '"';
    }

    static QByteArray plain(const std::string &value)
    {
        const QByteArray lower = QByteArray::fromStdString(value).toLower();
        if (value.empty() || lower == "null" || value == "~")
            return "null";
        if (lower == "true" || lower == "false")
            return lower;
        if (lower == ".nan")
            return "NaN";
        const Number number = parseNumber(value);
        if (number.fault != Number::Fault::None || number.percent)
            return quoted(value);
        return QByteArray::number(number.value, 'g', QLocale::FloatingPointShortest);
    }

    void begin(const YAML::Mark &mark)
    {
        if (!m_open.empty()) {
            Open &inside = m_open.back();
            if (inside.map && inside.valueNext)
                m_text += ':';
            else if (!inside.empty)
                m_text += ',';
            inside.empty = false;
            inside.valueNext = inside.map && !inside.valueNext;
        }
        for (; m_line < mark.line; ++m_line)
            m_text += '\n';
    }
    void scalar(const YAML::Mark &mark, const QByteArray &text)
    {
        begin(mark);
        m_text += text;
    }
    void open(const YAML::Mark &mark, bool map)
    {
        if (!m_open.empty() && m_open.back().map && !m_open.back().valueNext)
            throw YAML::ParserException(mark, "a key is no text");
        if (m_open.size() >= json::Document::kMaxDepth)
            throw YAML::ParserException(mark, "too deep");
        begin(mark);
        m_text += map ? '{' : '[';
        m_open.push_back({map});
    }
    void close(char with)
    {
        m_text += with;
        m_open.pop_back();
    }

    QByteArray m_text;
    std::vector<Open> m_open;
    int m_line; ///< from 0
};

tl::unexpected<Error> bad(const QString &name, const QString &why)
{
    return failure(Code::BadInput, ImportText::tr("“%1” cannot be read as YAML: %2.").arg(name, why));
}

} // namespace

bool startsAsYaml(QByteArrayView start)
{
    static const QRegularExpression member(u"^(?:- +)?[\\w+./ -]{1,80}:(?: [^,;\\t]*)?$"_s);
    if (start.startsWith("\xEF\xBB\xBF"))
        start = start.sliced(3);
    for (const QByteArray &line :
         start.first(std::min<qsizetype>(start.size(), 4096)).toByteArray().split('\n')) {
        const QByteArray text = line.endsWith('\r') ? line.chopped(1) : line;
        if (text.trimmed().isEmpty() || text.startsWith('#'))
            continue;
        return text.trimmed() == "---" || member.match(QString::fromUtf8(text)).hasMatch();
    }
    return false;
}

Result<json::Document> read(QIODevice &device, const QString &name)
{
    if (device.size() > kMaxBytes)
        return bad(name, ImportText::tr("it is larger than %1 MiB").arg(kMaxBytes >> 20));
    const QByteArray bytes = device.readAll();
    QList<QByteArray> lines = bytes.split('\n');
    const auto isMark = [](const QByteArray &line) { return line.trimmed() == "---"; };
    qsizetype first = 0;
    if (!lines.isEmpty() && isMark(lines.front())) {
        first = 1;
        for (qsizetype at = 1; at < lines.size(); ++at) {
            if (isMark(lines[at])) {
                lines.resize(at);
                break;
            }
        }
    }
    std::istringstream text(lines.sliced(first).join('\n').append('\n').toStdString());
    Writer writer(
        static_cast<int>(-first)); // lines of the text count from 0, those of the file with its mark
    try {
        YAML::Parser parser(text);
        if (!parser.HandleNextDocument(writer))
            return bad(name, ImportText::tr("it is empty"));
    } catch (const YAML::Exception &fault) {
        return bad(name, ImportText::tr("line %1: %2")
                             .arg(fault.mark.line + 1 + first)
                             .arg(QString::fromStdString(fault.msg)));
    }
    return json::Document::parse(writer.text(), name);
}

} // namespace onset::yaml
