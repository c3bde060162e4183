#pragma once

#include "core/base/result.h"

#include <QIODevice>

#include <string>
#include <string_view>
#include <vector>

namespace onset {

/// Reads records of delimited text [RFC 4180]: quoted fields may hold separators, line ends and doubled
/// quotes; lines end with LF, CRLF or CR; a UTF-8 byte order mark and blank lines are skipped. A record with
/// a stray quote ends at its first line end and has no fields, so that it costs no other line. Reads blocks
/// of 1 MiB, never a mapped file: one that shrinks meanwhile would kill the program.
class DelimitedReader
{
public:
    static constexpr std::size_t kBlock = std::size_t{1} << 20;
    static constexpr std::size_t kMaxField = std::size_t{1} << 20;
    static constexpr std::size_t kMaxRecord = std::size_t{16} << 20;

    /// What is wrong with one record; the next one can still be read.
    enum class Fault {
        None,
        Encoding, ///< not UTF-8
        Nul,      ///< a NUL byte
        Quote,    ///< text after a closing quote
        Unclosed, ///< a quote that is never closed
    };

    /// @param device  open for reading, outlives the reader      @param name  of the file, for error
    /// sentences
    DelimitedReader(QIODevice &device, QString name, char separator)
        : m_device(device), m_name(std::move(name)), m_separator(separator)
    {}

    /// Reads the next record; false at the end.
    /// @error Io; BadInput when a field or a record is longer than in any table
    [[nodiscard]] Result<bool> next();

    /// Of the record read last; the views live until the next one is read.
    [[nodiscard]] const std::vector<std::string_view> &fields() const { return m_fields; }
    [[nodiscard]] Fault fault() const { return m_fault; }
    /// 1-based line of the file on which the record read last begins.
    [[nodiscard]] qint64 line() const { return m_line; }
    /// Bytes of the device behind the records read so far.
    [[nodiscard]] qint64 position() const { return m_position; }

private:
    enum class Scan { Record, NeedsMore, StrayQuote };
    struct Bounds
    {
        std::size_t begin, end;
        bool escaped; ///< holds doubled quotes
    };

    [[nodiscard]] Scan scan();
    [[nodiscard]] Scan scanQuoted(std::size_t &at);
    [[nodiscard]] Scan scanBroken(std::size_t faultAt);
    [[nodiscard]] Scan endLine(std::size_t at);
    [[nodiscard]] Result<> fill();
    void takeRecord();

    QIODevice &m_device;
    QString m_name;
    char m_separator;
    std::string m_buffer;
    std::size_t m_start = 0; ///< of the next record in the buffer
    std::size_t m_end = 0;   ///< of the record scanned, with its line end
    bool m_begun = false;    ///< enough is read to tell a byte order mark
    bool m_ended = false;    ///< the device has no more
    bool m_quoted = false;
    Fault m_fault = Fault::None;
    qint64 m_position = 0;
    qint64 m_line = 0, m_nextLine = 1;
    std::vector<Bounds> m_bounds;
    std::vector<std::string_view> m_fields;
};

/// The separator of a table by its first line: comma, tab or semicolon, whichever occurs most; comma for
/// none.
[[nodiscard]] char separatorOf(std::string_view start);

} // namespace onset
