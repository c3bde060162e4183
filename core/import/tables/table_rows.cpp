#include "core/import/tables/table_rows.h"

#include "core/import/read/number.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace onset {

Result<> TableRows::begin()
{
    m_file.device.seek(0);
    m_reader.emplace(m_file.device, m_file.name, m_file.separator);
    m_rows = 0;
    if (const auto header = m_reader->next(); !header)
        return tl::unexpected(header.error());
    if (auto sound = checkHeader(*m_reader, m_file.name); !sound)
        return sound;
    m_titles.assign(m_reader->fields().begin(), m_reader->fields().end());
    m_names.clear();
    std::ranges::transform(m_titles, std::back_inserter(m_names), columnName);
    return {};
}

Result<bool> TableRows::next()
{
    constexpr qint64 rowsPerReport = 256;
    for (;;) {
        const auto more = m_reader->next();
        if (!more || !*more)
            return more;
        const double size = static_cast<double>(std::max<qint64>(1, m_file.device.size()));
        if (++m_rows % rowsPerReport == 0 &&
            !m_file.proceed(static_cast<double>(m_reader->position()) / size))
            return tl::unexpected(m_file.cancelled().error());
        const QString broken = faultOf(*m_reader, m_titles.size());
        if (broken.isEmpty())
            return true;
        ++m_file.report.read;
        if (auto refused = m_file.refuse(line(), {}, broken); !refused)
            return tl::unexpected(refused.error());
    }
}

int TableRows::column(std::string_view name) const
{
    const auto found = std::ranges::find(m_names, name);
    return found == m_names.end() ? -1 : static_cast<int>(found - m_names.begin());
}

std::string_view TableRows::text(int column) const
{
    return column < 0 ? std::string_view() : trimmed(m_reader->fields()[static_cast<std::size_t>(column)]);
}

double TableRows::number(int column) const
{
    const Number read = parseNumber(text(column));
    return read.fault == Number::Fault::None ? read.value : Row::unknown;
}

bool hasColumns(const Outline &outline, std::initializer_list<std::string_view> names)
{
    return outline.isTable() && std::ranges::all_of(names, [&](std::string_view name) {
               return std::ranges::find(outline.header, name) != outline.header.end();
           });
}

std::string stemOf(const QString &path)
{
    const QFileInfo about(path);
    const QString stem = about.completeBaseName();
    return (stem.isEmpty() ? about.fileName() : stem).toStdString();
}

std::string folderOf(const QString &path)
{
    const QString folder = QFileInfo(path).absoluteDir().dirName();
    return folder.isEmpty() ? stemOf(path) : folder.toStdString();
}

} // namespace onset
