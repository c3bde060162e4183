#include "core/import/read/json.h"

#include "core/import/read/import_text.h"

#include <QIODevice>

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <deque>
#include <limits>
#include <vector>

namespace onset::json {

namespace {

constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();
constexpr quint32 kNone = std::numeric_limits<quint32>::max();

} // namespace

struct Node
{
    std::string_view key; ///< in its object; empty in an array
    union {
        double number;
        const char *text;
        std::size_t first; ///< in Tree::order
    };
    quint32 size = 0; ///< bytes, or children
    quint32 parent = kNone;
    quint32 line = 0;
    Kind kind = Kind::Null;

    Node() : number(0) {}
};

struct Tree
{
    QByteArray bytes; ///< strings point into it
    std::deque<Node> nodes;
    /// The children of each container in the order of the file; of an object, then again by key.
    std::vector<quint32> order;
    bool more = false;
    qint64 replaced = 0;
    quint32 firstReplaced = kNone;

    [[nodiscard]] QString pathOf(quint32 node) const;
};

namespace {

/// The bytes of a document, decoded in place; counts lines. It stops at their end by itself: the parser takes
/// and puts all four bytes of a character of which the file has one.
class Stream
{
public:
    using Ch = char;

    /// @param end  of the bytes, where a NUL stands
    Stream(char *bytes, const char *end) : m_read(bytes), m_begin(bytes), m_lineBegin(bytes), m_end(end) {}

    [[nodiscard]] Ch Peek() const { return *m_read; }
    Ch Take()
    {
        if (m_read == m_end)
            return '\0';
        if (*m_read == '\n') {
            ++m_line;
            m_lineBegin = m_read + 1;
        }
        return *m_read++;
    }
    [[nodiscard]] std::size_t Tell() const { return static_cast<std::size_t>(m_read - m_begin); }
    Ch *PutBegin() { return m_write = m_read; }
    void Put(Ch byte)
    {
        if (m_write != m_end)
            *m_write++ = byte;
    }
    std::size_t PutEnd(const Ch *begin) { return static_cast<std::size_t>(m_write - begin); }
    Ch *Push(std::size_t count)
    {
        Ch *const begin = m_write;
        m_write += count;
        return begin;
    }
    void Pop(std::size_t count) { m_write -= count; }
    void Flush() {}

    [[nodiscard]] quint32 line() const { return m_line; }
    /// The last bytes that were read.
    [[nodiscard]] std::string_view before(std::size_t size) const { return {m_read - size, size}; }
    /// Of the byte at this offset, which is on the current line; both 1-based.
    [[nodiscard]] std::ptrdiff_t columnOf(std::size_t offset) const
    {
        return std::max<std::ptrdiff_t>(1, m_begin + offset - m_lineBegin + 1);
    }

private:
    char *m_read, *m_begin, *m_lineBegin, *m_write = nullptr;
    const char *m_end;
    quint32 m_line = 1;
};

/// Builds the tree from the parser's events; false stops the parser.
class Builder
{
public:
    Builder(Tree &tree, const Stream &stream) : m_tree(tree), m_stream(stream) {}

    enum class Limit { None, Depth, Values, Number };
    [[nodiscard]] Limit limit() const { return m_limit; }

    bool Null() { return add(Kind::Null) != nullptr; }
    bool Bool(bool value)
    {
        Node *const node = add(Kind::Boolean);
        if (node)
            node->number = value;
        return node;
    }
    /// RapidJSON 1.1 would read 0e-9 as some other number: it only finds where a number ends.
    bool RawNumber(const char *, rapidjson::SizeType size, bool) { return number(m_stream.before(size)); }
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(std::int64_t) { return false; }
    bool Uint64(std::uint64_t) { return false; }
    bool Double(double) { return false; }
    bool String(const char *text, rapidjson::SizeType size, bool)
    {
        Node *const node = add(Kind::String);
        if (node) {
            node->text = text;
            node->size = size;
        }
        return node;
    }
    bool Key(const char *text, rapidjson::SizeType size, bool)
    {
        m_key = {text, size};
        return true;
    }
    bool StartObject() { return open(Kind::Object); }
    bool StartArray() { return open(Kind::Array); }
    bool EndObject(rapidjson::SizeType)
    {
        close([this](auto begin, auto end) { return sortByKey(begin, end); });
        return true;
    }
    bool EndArray(rapidjson::SizeType)
    {
        close([](auto, auto end) { return end; });
        return true;
    }

private:
    using Iterator = std::vector<quint32>::iterator;

    bool number(std::string_view text)
    {
        double value = 0;
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
        long double wide = 0; // 0 still when even this is too small
        if (code == std::errc::result_out_of_range)
            std::from_chars(text.data(), text.data() + text.size(), wide);
        if (end != text.data() + text.size() || std::abs(wide) > 1) {
            m_limit = Limit::Number;
            return false;
        }
        Node *const node = add(Kind::Number);
        if (node)
            node->number = value;
        return node;
    }

    Node *add(Kind kind)
    {
        if (m_tree.nodes.size() >= Document::kMaxValues) {
            m_limit = Limit::Values;
            return nullptr;
        }
        Node &node = m_tree.nodes.emplace_back();
        node.kind = kind;
        node.key = std::exchange(m_key, {});
        node.line = m_stream.line();
        if (!m_open.empty()) {
            node.parent = m_open.back().node;
            m_children.push_back(static_cast<quint32>(m_tree.nodes.size() - 1));
        }
        return &node;
    }

    bool open(Kind kind)
    {
        if (m_open.size() >= Document::kMaxDepth) {
            m_limit = Limit::Depth;
            return false;
        }
        if (!add(kind))
            return false;
        m_open.push_back({static_cast<quint32>(m_tree.nodes.size() - 1), m_children.size()});
        return true;
    }

    template <typename Arrange>
    void close(Arrange arrange)
    {
        const auto [index, first] = m_open.back();
        m_open.pop_back();
        Node &node = m_tree.nodes[index];
        node.first = m_tree.order.size();
        const auto begin = m_children.begin() + static_cast<std::ptrdiff_t>(first);
        const Iterator end = arrange(begin, m_children.end());
        node.size = static_cast<quint32>(end - begin);
        m_tree.order.insert(m_tree.order.end(), begin, end);
        m_tree.order.insert(m_tree.order.end(), m_sorted.begin(), m_sorted.end());
        m_sorted.clear();
        m_children.resize(first);
    }

    /// Takes out members that a later one replaces, and leaves the rest, by key, in m_sorted.
    /// @return the new end
    Iterator sortByKey(Iterator begin, Iterator end)
    {
        const auto keyOf = [this](quint32 node) { return m_tree.nodes[node].key; };
        m_sorted.assign(begin, end);
        std::ranges::stable_sort(m_sorted, {}, keyOf);
        std::vector<quint32> old;
        for (std::size_t i = 0; i + 1 < m_sorted.size(); ++i) {
            if (keyOf(m_sorted[i]) == keyOf(m_sorted[i + 1]))
                old.push_back(m_sorted[i]);
        }
        if (old.empty())
            return end;
        std::ranges::sort(old);
        if (m_tree.replaced == 0)
            m_tree.firstReplaced = old.front();
        m_tree.replaced += std::ssize(old);
        const auto isOld = [&old](quint32 node) { return std::ranges::binary_search(old, node); };
        std::erase_if(m_sorted, isOld);
        return std::remove_if(begin, end, isOld);
    }

    struct Open
    {
        quint32 node;
        std::size_t first; ///< in m_children
    };

    Tree &m_tree;
    const Stream &m_stream;
    std::string_view m_key;
    std::vector<Open> m_open;
    std::vector<quint32> m_children; ///< of the open containers, innermost last
    std::vector<quint32> m_sorted;
    Limit m_limit = Limit::None;
};

/// A UTF-16 code unit written as four hexadecimal digits; −1 for anything else.
int codeUnit(const char *digits, const char *end)
{
    if (end - digits < 4)
        return -1;
    int unit = 0;
    for (int i = 0; i < 4; ++i) {
        const int digit = QByteArrayView("0123456789abcdef").indexOf(char(digits[i] | 0x20));
        const bool isDigit = digits[i] >= '0' && digits[i] <= '9';
        if (digit < 0 || (digit < 10 && !isDigit))
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/// Writes U+FFFD in the place of escaped surrogates without their other half and of escaped NUL characters:
/// neither is text that a workbook can hold.
void replaceBrokenEscapes(char *begin, char *end)
{
    const auto isHigh = [](int unit) { return unit >= 0xD800 && unit < 0xDC00; };
    const auto isLow = [](int unit) { return unit >= 0xDC00 && unit < 0xE000; };
    for (char *at = std::find(begin, end, '\\'); end - at >= 2; at = std::find(at, end, '\\')) {
        if (at[1] != 'u') {
            at += 2;
            continue;
        }
        const int unit = codeUnit(at + 2, end);
        const bool escapeFollows = end - at >= 12 && at[6] == '\\' && at[7] == 'u';
        if (isHigh(unit) && escapeFollows && isLow(codeUnit(at + 8, end))) {
            at += 12;
            continue;
        }
        if (isHigh(unit) || isLow(unit) || unit == 0)
            std::memcpy(at + 2, "fffd", 4);
        at += unit < 0 ? 2 : 6;
    }
}

tl::unexpected<Error> refused(const QString &name, qint64 line, qint64 column, const QString &what,
                              const QString &detail = {})
{
    return failure(Code::BadInput,
                   ImportText::tr("“%1” cannot be read: line %2, column %3 %4.")
                       .arg(name)
                       .arg(line)
                       .arg(column)
                       .arg(what),
                   detail);
}

/// All that a device holds, or one byte more than a document may have. QIODevice::read takes as much memory
/// as it may read at most.
QByteArray bytesOf(QIODevice &device)
{
    constexpr qint64 most = Document::kMaxBytes + 1, block = 1 << 16;
    QByteArray bytes;
    bytes.reserve(std::min(most, device.size()));
    while (bytes.size() < most) { // it may be growing
        const QByteArray more = device.read(std::min(block, most - bytes.size()));
        if (more.isEmpty())
            break;
        bytes += more;
    }
    return bytes;
}

QString faultOf(rapidjson::ParseErrorCode code, Builder::Limit limit)
{
    if (limit == Builder::Limit::Depth)
        return ImportText::tr("is nested deeper than %1 levels").arg(Document::kMaxDepth);
    if (limit == Builder::Limit::Values)
        return ImportText::tr("goes beyond %L1 values, more than any file of results has")
            .arg(Document::kMaxValues);
    if (limit == Builder::Limit::Number)
        code = rapidjson::kParseErrorNumberTooBig;
    switch (code) {
    case rapidjson::kParseErrorStringInvalidEncoding:
        return ImportText::tr("is not UTF-8 text");
    case rapidjson::kParseErrorNumberTooBig:
        return ImportText::tr("has a number too large to be one");
    default:
        return ImportText::tr("is not JSON; was the file cut off while it was written or copied?");
    }
}

} // namespace

QString Tree::pathOf(quint32 node) const
{
    QString path;
    for (quint32 at = node; nodes[at].parent != kNone; at = nodes[at].parent) {
        const Node &child = nodes[at];
        const Node &parent = nodes[child.parent];
        if (parent.kind == Kind::Array) {
            const auto begin = order.begin() + static_cast<std::ptrdiff_t>(parent.first);
            // the children of an array stand in the order in which they were made
            const auto place = std::lower_bound(begin, begin + parent.size, at) - begin;
            path.prepend(u'[' + QString::number(place) + u']');
            continue;
        }
        const QString key = QString::fromUtf8(child.key);
        const bool plain = !key.isEmpty() && key == key.trimmed() && std::ranges::none_of(key, [](QChar c) {
            return c == u'.' || c == u'[' || c == u'"' || c.unicode() < 0x20;
        });
        path.prepend(plain ? u'.' + key : QStringLiteral("[\"%1\"]").arg(key));
    }
    if (path.isEmpty())
        return ImportText::tr("top level");
    return path.startsWith(u'.') ? path.mid(1) : path;
}

Kind Value::kind() const { return m_tree ? m_tree->nodes[m_node].kind : Kind::Missing; }

double Value::number() const { return isNumber() ? m_tree->nodes[m_node].number : kNotANumber; }

bool Value::boolean() const { return kind() == Kind::Boolean && m_tree->nodes[m_node].number != 0; }

std::string_view Value::text() const
{
    if (!isString())
        return {};
    const Node &node = m_tree->nodes[m_node];
    return {node.text, node.size};
}

std::string_view Value::key() const { return m_tree ? m_tree->nodes[m_node].key : std::string_view(); }

std::size_t Value::size() const { return isObject() || isArray() ? m_tree->nodes[m_node].size : 0; }

Value Value::operator[](std::string_view key) const
{
    if (!isObject())
        return {};
    const Node &node = m_tree->nodes[m_node];
    const auto begin = m_tree->order.begin() + static_cast<std::ptrdiff_t>(node.first + node.size);
    const auto end = begin + node.size;
    const auto found = std::lower_bound(
        begin, end, key, [this](quint32 child, std::string_view k) { return m_tree->nodes[child].key < k; });
    return found != end && m_tree->nodes[*found].key == key ? Value(m_tree, *found) : Value();
}

Value Value::at(std::size_t index) const
{
    return index < size() ? Value(m_tree, m_tree->order[m_tree->nodes[m_node].first + index]) : Value();
}

QString Value::path() const { return m_tree ? m_tree->pathOf(m_node) : QString(); }

qint64 Value::line() const { return m_tree ? m_tree->nodes[m_node].line : 0; }

Document::Document(std::unique_ptr<Tree> tree) : m_tree(std::move(tree)) {}
Document::Document(Document &&) noexcept = default;
Document &Document::operator=(Document &&) noexcept = default;
Document::~Document() = default;

Value Document::root() const { return {m_tree.get(), 0}; }
bool Document::more() const { return m_tree->more; }
qint64 Document::replaced() const { return m_tree->replaced; }
QString Document::firstReplaced() const
{
    return m_tree->replaced > 0 ? m_tree->pathOf(m_tree->firstReplaced) : QString();
}

Result<Document> Document::read(QIODevice &device, const QString &name)
{
    QByteArray bytes = bytesOf(device);
    if (bytes.size() > kMaxBytes)
        return failure(
            Code::BadInput,
            ImportText::tr("“%1” is larger than %2 MiB, more than any JSON file of results; give a "
                           "table instead.")
                .arg(name)
                .arg(kMaxBytes >> 20));
    if (bytes.isEmpty() && device.bytesAvailable() > 0)
        return failure(Code::Io, ImportText::tr("“%1” cannot be read (%2).").arg(name, device.errorString()));
    return parse(std::move(bytes), name);
}

Result<Document> Document::parse(QByteArray bytes, const QString &name)
{
    auto tree = std::make_unique<Tree>();
    tree->bytes = std::move(bytes);
    char *const begin = tree->bytes.data(); // ends with a NUL behind the last byte
    char *const end = begin + tree->bytes.size();
    if (const auto nul = tree->bytes.indexOf('\0'); nul >= 0) {
        const QByteArrayView before = QByteArrayView(tree->bytes).first(nul);
        return refused(name, before.count('\n') + 1, nul - before.lastIndexOf('\n'),
                       ImportText::tr("holds a NUL byte"));
    }
    replaceBrokenEscapes(begin, end);

    constexpr std::string_view mark = "\xEF\xBB\xBF";
    Stream stream(tree->bytes.startsWith(mark.data()) ? begin + mark.size() : begin, end);
    Builder builder(*tree, stream);
    rapidjson::Reader reader;
    constexpr unsigned flags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag |
                               rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseNanAndInfFlag |
                               rapidjson::kParseValidateEncodingFlag | rapidjson::kParseStopWhenDoneFlag;
    const rapidjson::ParseResult parsed = reader.Parse<flags>(stream, builder);
    if (!parsed)
        return refused(name, stream.line(), stream.columnOf(parsed.Offset()),
                       faultOf(parsed.Code(), builder.limit()),
                       QLatin1StringView(GetParseError_En(parsed.Code())));
    rapidjson::SkipWhitespace(stream);
    if (stream.Peek() == '{' || stream.Peek() == '[')
        tree->more = true;
    else if (stream.Peek() != '\0')
        return refused(name, stream.line(), stream.columnOf(stream.Tell()),
                       faultOf(rapidjson::kParseErrorDocumentRootNotSingular, Builder::Limit::None));
    return Document(std::move(tree));
}

} // namespace onset::json
