#pragma once

#include "core/import/import.h"
#include "core/import/tables/table_survey.h"

namespace onset {

/// Tables of one header whose columns have to be guessed, before they are imported.
struct TablePreview
{
    QStringList files; ///< names, as reports have them; the survey is of the first
    QString header;    ///< as ColumnMaps keeps it
    TableSurvey survey;
    Mapping guess;
    Mapping mapping;    ///< what is proposed: the workbook's map of this header, else the guess
    bool saved = false; ///< the workbook has a map
};

/// The tables among these files that deserve a look: wide ones of no published layout, not imported yet. Of
/// those found in a folder, only headers that the workbook has no map for.
/// @error as importFiles
[[nodiscard]] Result<std::vector<TablePreview>> previewTables(Workbook &workbook, const QStringList &files,
                                                              Progress &progress);

/// What a table's map has to say so that its columns are read as in `mapping`: all roles, and of the rest
/// only what differs from the guess, so that another table of this header may have other units.
[[nodiscard]] QByteArray mapOf(const Mapping &mapping, const Mapping &guess);

} // namespace onset
