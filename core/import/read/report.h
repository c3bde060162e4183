#pragma once

#include "core/import/read/mapping.h"
#include "core/store/imports.h"

#include <QStringList>

namespace onset {

/// How many refusals, and remarks, of a file are reported one by one; the rest is counted.
inline constexpr int kMaxReported = 100'000;

/// What came of one file.
struct FileReport
{
    QString file;
    QString format = {}; ///< "tidy", "annotations", …; empty: of no known kind, as the first note says
    qint64 read = 0;     ///< data rows seen
    qint64 accepted = 0;
    std::vector<Refusal> refused = {}; ///< the first kMaxReported; `refusedCount` counts all
    qint64 refusedCount = 0;
    std::vector<Refusal> remarks = {}; ///< on facts that files state differently, all of which are kept
    QStringList notes = {};            ///< percent converted, column kept out, already imported …
    qint64 models = 0, tasks = 0;
    Mapping mapping = {}; ///< how the columns of a wide table were read; none of another format

    /// Finite scores as they stand in the file, before any conversion; errors and sizes are none.
    qint64 records = 0;
    double valueSum = 0;
    double valueMin = std::numeric_limits<double>::quiet_NaN(); ///< NaN: no records
    double valueMax = std::numeric_limits<double>::quiet_NaN();

    /// Counts a score as stored in the file, accepted or refused; what is not finite is none.
    void count(double stored);
};

} // namespace onset
