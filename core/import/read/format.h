#pragma once

#include "core/import/read/import_file.h"
#include "core/import/read/outline.h"

namespace onset {

/// Which of the files of one import counts where they say different things of the same result.
struct RunOrder
{
    bool partial = false; ///< of a part of the items, as by `--limit`; a run of all of them goes before it
    double time = 0;      ///< of the run, in s since 1970; 0: not known. The newest goes first

    bool operator==(const RunOrder &) const = default;
    [[nodiscard]] bool operator<(const RunOrder &other) const
    {
        return partial != other.partial ? other.partial : time > other.time;
    }
};

/// The first time of day in a text, "2024-05-01T10-30-00" or with colons, in s since 1970; 0: none.
[[nodiscard]] double timeIn(const QString &text);

/// One published format. A file is recognised by what it holds, never by its name.
struct Format
{
    QString name; ///< as `--format` takes it
    bool (*recognises)(const Outline &outline);
    Result<> (*read)(ImportFile &file);
    /// Names of files in the same folder that say what this one leaves out, as run_spec.json does for HELM's
    /// stats.json: they count when two files are compared.
    QStringList companions = {};
    /// Of a file of this format, which names it; null: by name.
    RunOrder (*order)(const Outline &outline, const QString &path) = nullptr;
    bool mapped = false; ///< a wide table, whose columns the user may map
};

} // namespace onset
