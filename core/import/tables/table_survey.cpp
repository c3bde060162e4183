#include "core/import/tables/table_survey.h"

#include "core/base/text_set.h"
#include "core/import/read/delimited.h"
#include "core/import/read/import_file.h"
#include "core/import/read/import_text.h"
#include "core/import/read/number.h"
#include "core/import/read/outline.h"

#include <algorithm>
#include <unordered_map>

namespace onset {

namespace {

constexpr qint64 kRowsPerReport = 256;
constexpr std::size_t kMaxColumns = 16384; ///< those of a spreadsheet

} // namespace

Result<TableSurvey> surveyTable(QIODevice &device, const QString &name, char separator,
                                const std::function<bool(double part)> &proceed)
{
    TableSurvey survey;
    std::vector<ColumnSurvey> &columns = survey.columns;
    std::unordered_map<std::size_t, TextSet> texts; // by column that may name the model
    device.seek(0);
    DelimitedReader reader(device, name, separator);
    for (bool header = true;; header = false) {
        const auto more = reader.next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        const auto &fields = reader.fields();
        if (header) {
            if (const auto sound = checkHeader(reader, name); !sound)
                return tl::unexpected(sound.error());
            if (fields.size() > kMaxColumns)
                return failure(Code::BadInput, ImportText::tr("“%1” has %2 columns; a table has at most %3.")
                                                   .arg(name)
                                                   .arg(fields.size())
                                                   .arg(kMaxColumns));
            for (std::size_t i = 0; i < fields.size(); ++i) {
                columns.push_back({.name = QString::fromUtf8(fields[i]).simplified()});
                if (mayNameModel(columnName(fields[i])))
                    texts[i];
            }
            continue;
        }
        const double part =
            static_cast<double>(reader.position()) / static_cast<double>(std::max<qint64>(1, device.size()));
        if (++survey.rows % kRowsPerReport == 0 && !proceed(part))
            return failure(Code::Cancelled,
                           ImportText::tr("The import of “%1” was stopped; nothing was stored.").arg(name));
        if (reader.fault() != DelimitedReader::Fault::None || fields.size() != columns.size())
            continue;
        for (std::size_t i = 0; i < fields.size(); ++i)
            columns[i].add(trimmed(fields[i]));
        for (auto &[column, seen] : texts)
            seen.insert(trimmed(fields[column]));
    }
    for (const auto &[column, seen] : texts)
        columns[column].different = static_cast<qint64>(seen.size());
    device.seek(0);
    return survey;
}

} // namespace onset
