#pragma once

#include "core/import/read/format.h"

namespace onset {

/// The rows of a delimited table, by the names of their columns.
class TableRows
{
public:
    explicit TableRows(ImportFile &file) : m_file(file) {}

    /// Goes to the beginning of the file and reads the first line.
    [[nodiscard]] Result<> begin();
    /// Reads the next sound row; a broken one is counted, refused and passed over. False at the end.
    /// @error Io, BadInput; Cancelled
    [[nodiscard]] Result<bool> next();
    /// Reads all rows that are left.
    /// @param read  called at each; its first error ends the reading
    template <typename Read>
    [[nodiscard]] Result<> forEach(Read read)
    {
        for (;;) {
            const auto more = next();
            if (!more)
                return tl::unexpected(more.error());
            if (!*more)
                return {};
            if (Result<> done = read(); !done)
                return done;
        }
    }

    /// The fields of the first line, as the file spells them and as columnName gives them.
    [[nodiscard]] const std::vector<std::string> &titles() const { return m_titles; }
    [[nodiscard]] const std::vector<std::string> &names() const { return m_names; }
    /// The first of this name, as columnName gives it; −1: none.
    [[nodiscard]] int column(std::string_view name) const;

    /// Of the row read last, without blanks at its ends; empty when `column` is −1.
    [[nodiscard]] std::string_view text(int column) const;
    /// Its number; NaN when there is none: empty, text such as "None", or not finite.
    [[nodiscard]] double number(int column) const;
    [[nodiscard]] qint64 line() const { return m_reader->line(); }

private:
    ImportFile &m_file;
    std::optional<DelimitedReader> m_reader;
    std::vector<std::string> m_titles, m_names;
    qint64 m_rows = 0;
};

/// Whether a table has all of these columns, named as columnName gives them.
[[nodiscard]] bool hasColumns(const Outline &outline, std::initializer_list<std::string_view> names);

/// What a path says when a file does not: its name without the last ending, and the folder that it is in;
/// neither is empty for a path of a file.
[[nodiscard]] std::string stemOf(const QString &path);
[[nodiscard]] std::string folderOf(const QString &path);

} // namespace onset
