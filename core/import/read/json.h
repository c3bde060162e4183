#pragma once

#include "core/base/result.h"

#include <QByteArray>

#include <iterator>
#include <memory>
#include <string_view>

class QIODevice;

/// JSON as benchmark tools write it [RFC 8259], with the bare NaN, Infinity and -Infinity of Python's.
namespace onset::json {

enum class Kind : quint8 { Missing, Null, Boolean, Number, String, Array, Object };

struct Tree;

/// A value inside a document, which it must not outlive. What is not there is Missing, and so is everything
/// in it, so that a chain of look-ups needs one check at its end.
class Value
{
public:
    Value() = default;

    [[nodiscard]] Kind kind() const;
    [[nodiscard]] bool isObject() const { return kind() == Kind::Object; }
    [[nodiscard]] bool isArray() const { return kind() == Kind::Array; }
    [[nodiscard]] bool isNumber() const { return kind() == Kind::Number; }
    [[nodiscard]] bool isString() const { return kind() == Kind::String; }
    /// There is such a value, and it is not null.
    [[nodiscard]] explicit operator bool() const { return kind() > Kind::Null; }

    /// Not finite when the file says so; NaN when this is no number.
    [[nodiscard]] double number() const;
    /// False when this is no boolean.
    [[nodiscard]] bool boolean() const;
    /// UTF-8; empty when this is no string.
    [[nodiscard]] std::string_view text() const;
    /// Its name in the object that holds it; empty in an array.
    [[nodiscard]] std::string_view key() const;

    /// Members or elements; 0 for everything else.
    [[nodiscard]] std::size_t size() const;
    /// The member of this name, by binary search; of several, the last one.
    [[nodiscard]] Value operator[](std::string_view key) const;
    /// A member or element in the order of the file, without members that a later one replaces.
    [[nodiscard]] Value at(std::size_t index) const;

    /// Walks over members or elements.
    class Iterator
    {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Value;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Value;

        Iterator(const Value &of, std::size_t index) : m_of(&of), m_index(index) {}
        [[nodiscard]] Value operator*() const { return m_of->at(m_index); }
        Iterator &operator++()
        {
            ++m_index;
            return *this;
        }
        bool operator==(const Iterator &other) const { return m_index == other.m_index; }

    private:
        const Value *m_of;
        std::size_t m_index;
    };
    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, size()}; }

    /// How to find it in the file: "results.arc_easy.acc", "entries[3]"; "top level" for the outermost.
    [[nodiscard]] QString path() const;
    /// 1-based line of the file on which it ends.
    [[nodiscard]] qint64 line() const;

private:
    friend class Document;
    Value(const Tree *tree, quint32 node) : m_tree(tree), m_node(node) {}

    const Tree *m_tree = nullptr; ///< null: missing
    quint32 m_node = 0;
};

/// A file of JSON, read as a whole within bounds of memory and time.
class Document
{
public:
    static constexpr qint64 kMaxBytes = qint64{256} << 20;
    static constexpr std::size_t kMaxValues = 4'000'000; ///< of some 50 bytes each
    static constexpr int kMaxDepth = 256;

    /// Reads one value. A byte order mark is skipped; lone surrogates and NUL characters in strings become
    /// U+FFFD.
    /// @param device  open for reading, at its beginning       @param name  of the file, for error sentences
    /// @error Io; BadInput with line and column: no JSON, beyond the bounds, not UTF-8, a NUL byte
    [[nodiscard]] static Result<Document> read(QIODevice &device, const QString &name);
    [[nodiscard]] static Result<Document> parse(QByteArray bytes, const QString &name);

    Document(Document &&) noexcept;
    Document &operator=(Document &&) noexcept;
    ~Document();

    [[nodiscard]] Value root() const;
    /// More values stand behind the first one, which is all that was read: JSON Lines.
    [[nodiscard]] bool more() const;
    /// Members that a later one of the same name replaces; the path of the first of them.
    [[nodiscard]] qint64 replaced() const;
    [[nodiscard]] QString firstReplaced() const;

private:
    explicit Document(std::unique_ptr<Tree> tree);
    std::unique_ptr<Tree> m_tree;
};

} // namespace onset::json
