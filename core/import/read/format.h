#pragma once

#include "core/import/read/import_file.h"
#include "core/import/read/outline.h"

namespace onset {

/// One published format. A file is recognised by what it holds, never by its name.
struct Format
{
    QString name; ///< as `--format` takes it
    bool (*recognises)(const Outline &outline);
    Result<> (*read)(ImportFile &file);
    /// Names of files in the same folder that say what this one leaves out, as run_spec.json does for HELM's
    /// stats.json: they count when two files are compared.
    QStringList companions = {};
    bool mapped = false; ///< a wide table, whose columns the user may map
};

} // namespace onset
