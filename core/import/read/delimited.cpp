#include "core/import/read/delimited.h"

#include "core/import/read/import_text.h"

#include <QUtf8StringView>

#include <algorithm>

namespace onset {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Asked of every record, so in one pass that compilers turn into vector instructions.
DelimitedReader::Fault faultIn(std::string_view text)
{
    unsigned char all = 0;
    bool nul = false;
    for (const char c : text) {
        all |= static_cast<unsigned char>(c);
        nul |= c == 0;
    }
    if (nul)
        return DelimitedReader::Fault::Nul;
    const bool isUtf8 =
        all < 0x80 || QUtf8StringView(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8();
    return isUtf8 ? DelimitedReader::Fault::None : DelimitedReader::Fault::Encoding;
}

/// Makes each doubled quote a single one, in place. @return the new length
std::size_t unescape(char *text, std::size_t size)
{
    char *out = text;
    for (const char *in = text, *end = text + size; in != end; ++in) {
        *out++ = *in;
        if (*in == '"')
            ++in; // the scan saw to it that a second one follows
    }
    return static_cast<std::size_t>(out - text);
}

} // namespace

Result<bool> DelimitedReader::next()
{
    for (;;) {
        const Scan found = m_begun && m_start < m_buffer.size() ? scan() : Scan::NeedsMore;
        if (found == Scan::NeedsMore) {
            if (m_ended)
                return false;
            if (auto filled = fill(); !filled)
                return tl::unexpected(filled.error());
            continue;
        }
        takeRecord();
        const bool tooLong = std::any_of(m_fields.begin(), m_fields.end(),
                                         [](std::string_view field) { return field.size() > kMaxField; });
        if (tooLong)
            return failure(
                Code::BadInput,
                ImportText::tr("“%1” has a field of more than 1 MiB in line %2, so it is no table; "
                               "check the file.")
                    .arg(m_name)
                    .arg(m_line));
        const bool blank = m_fields.size() == 1 && m_fields.front().empty() && !m_quoted;
        if (!blank)
            return true;
    }
}

/// Finds the end of the record at m_start and the bounds of its fields; changes no byte, so it can start
/// over.
DelimitedReader::Scan DelimitedReader::scan()
{
    m_bounds.clear();
    m_quoted = false;
    m_fault = Fault::None;
    const char *const data = m_buffer.data(); // ends with a NUL
    const std::size_t size = m_buffer.size();
    const auto above = static_cast<unsigned char>(std::max(m_separator, '\r')); // most bytes need one look
    for (std::size_t at = m_start;; ++at) {
        if (at < size && data[at] == '"') {
            const Scan quoted = scanQuoted(at);
            if (quoted == Scan::StrayQuote)
                return scanBroken(std::string::npos);
            if (quoted == Scan::NeedsMore)
                return quoted;
        } else {
            m_bounds.push_back({at, at, false});
        }
        const std::size_t rest = at;
        for (;; ++at) {
            while (static_cast<unsigned char>(data[at]) > above)
                ++at;
            if (at == size || data[at] == m_separator || data[at] == '\n' || data[at] == '\r')
                break;
        }
        if (m_bounds.back().begin == rest)
            m_bounds.back().end = at;
        else if (at > rest)
            return scanBroken(rest);
        if (at == size || data[at] != m_separator)
            return endLine(at);
    }
}

/// Ends the record at its first line end, whether that is quoted or not.
/// @param faultAt  where text follows a closing quote; npos: a quote is never closed
DelimitedReader::Scan DelimitedReader::scanBroken(std::size_t faultAt)
{
    m_bounds.clear();
    const std::size_t end = std::min(m_buffer.find_first_of("\r\n", m_start), m_buffer.size());
    m_fault = faultAt < end ? Fault::Quote : Fault::Unclosed;
    return endLine(end);
}

/// Ends the record behind the line end at `at`, or at the end of the file.
DelimitedReader::Scan DelimitedReader::endLine(std::size_t at)
{
    const std::size_t size = m_buffer.size();
    m_end = std::min(at + 1, size);
    if (at == size)
        return m_ended ? Scan::Record : Scan::NeedsMore;
    if (m_buffer[at] == '\r') {
        if (m_end == size && !m_ended)
            return Scan::NeedsMore;
        m_end += m_end < size && m_buffer[m_end] == '\n';
    }
    return Scan::Record;
}

/// Bounds of a quoted field; `at` moves from its first quote behind its last.
DelimitedReader::Scan DelimitedReader::scanQuoted(std::size_t &at)
{
    m_quoted = true;
    Bounds field{at + 1, at + 1, false};
    for (std::size_t from = field.begin;; from += 2) {
        from = std::min(m_buffer.find('"', from), m_buffer.size());
        if (from - field.begin > kMaxField)
            return Scan::StrayQuote;
        if (from == m_buffer.size())
            return m_ended ? Scan::StrayQuote : Scan::NeedsMore;
        if (from + 1 == m_buffer.size() && !m_ended)
            return Scan::NeedsMore;
        if (from + 1 == m_buffer.size() || m_buffer[from + 1] != '"') {
            field.end = from;
            break;
        }
        field.escaped = true;
    }
    m_bounds.push_back(field);
    at = field.end + 1;
    return Scan::Record;
}

/// Turns the bounds into fields and moves behind the record.
void DelimitedReader::takeRecord()
{
    const std::string_view record(m_buffer.data() + m_start, m_end - m_start);
    if (const Fault fault = faultIn(record); fault != Fault::None)
        m_fault = fault;

    m_line = m_nextLine++;
    if (m_quoted) { // line ends inside the quotes count too; a CRLF is one
        const auto lines = std::count(record.begin(), record.end(), '\n');
        m_nextLine = m_line + std::max<qint64>(1, lines);
    }
    m_fields.clear();
    for (const Bounds &field : m_bounds) {
        char *const text = m_buffer.data() + field.begin;
        const std::size_t size = field.end - field.begin;
        m_fields.emplace_back(text, field.escaped ? unescape(text, size) : size);
    }
    m_position += static_cast<qint64>(record.size());
    m_start = m_end;
}

/// Reads another block behind the unread part of the buffer.
Result<> DelimitedReader::fill()
{
    m_buffer.erase(0, m_start);
    m_start = 0;
    if (m_buffer.size() > kMaxRecord)
        return failure(Code::BadInput,
                       ImportText::tr("“%1” has a line of more than 16 MiB (line %2), so it is no table; "
                                      "check the file.")
                           .arg(m_name)
                           .arg(m_nextLine));
    const std::size_t had = m_buffer.size();
    m_buffer.resize(had + kBlock);
    const qint64 got = m_device.read(m_buffer.data() + had, static_cast<qint64>(kBlock));
    m_buffer.resize(had + static_cast<std::size_t>(std::max<qint64>(0, got)));
    if (got < 0)
        return failure(
            Code::Io,
            ImportText::tr("“%1” cannot be read (%2); check the disk.").arg(m_name, m_device.errorString()));
    m_ended = got == 0;
    if (!m_begun && (m_ended || m_buffer.size() >= kByteOrderMark.size())) {
        m_begun = true;
        m_start = m_buffer.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    }
    return {};
}

char separatorOf(std::string_view start)
{
    const std::string_view line = start.substr(0, start.find_first_of("\r\n"));
    const auto occurs = [line](char separator) { return std::count(line.begin(), line.end(), separator); };
    return std::ranges::max({',', '\t', ';'}, {}, occurs);
}

} // namespace onset
