#pragma once

#include "core/store/workbook.h"

#include <QString>

namespace onset {

/// The tables and figures that travel inside the program.
inline constexpr QStringView kBundledDatasets = u":/datasets";

/// `onset/default.onset` in the user's data folder ($XDG_DATA_HOME).
[[nodiscard]] QString defaultWorkbookPath();

/// Opens the default workbook, making it when it is missing, with the bundled tables as this program has
/// them. One that cannot be written is opened as it is.
/// @error as Workbook::open; Io when the folder cannot be made
[[nodiscard]] Result<Workbook> openDefaultWorkbook(Progress &progress);

} // namespace onset
