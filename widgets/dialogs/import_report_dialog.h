#pragma once

#include "core/import/import.h"

#include <QDialog>

namespace onset {

/// Whether an import has more to say than that it went well: refused rows, notes, conflicts, nothing new.
[[nodiscard]] bool needsReading(const ImportReport &report);

/// One sentence on an import: what came in, what was refused.
[[nodiscard]] QString summary(const ImportReport &report);

/// What an import took and what it refused, with line, column and reason.
class ImportReportDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ImportReportDialog(const ImportReport &report, QWidget *parent = nullptr);
};

} // namespace onset
