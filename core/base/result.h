#pragma once

#include <QString>

#include <tl/expected.hpp>

namespace onset {

/// What kind of fault it is; the command line and the window choose their manner by it.
enum class Code {
    BadInput,     ///< the caller's data or options cannot be used
    NotFound,     ///< a file, figure, curve or workbook is not there
    NotAWorkbook, ///< an existing file that is empty, damaged or something else
    TooNew,       ///< a workbook written by a newer Onset
    ReadOnly,     ///< an edit of something that may only be read
    Busy,         ///< another process holds the lock
    Stale,        ///< the rows changed since; an undo no longer applies
    Io,           ///< reading or writing failed: disk full, permission, device
    Cancelled,    ///< the user asked to stop
};

/// A user-facing fault. `what` is one whole sentence saying what, where and what to do next;
/// `detail` is for a log (driver message, path of the code).
struct Error
{
    Code code = Code::BadInput;
    QString what;
    QString detail = {};

    bool operator==(const Error &) const = default;
};

template <typename T = void>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(Code code, QString what, QString detail = {})
{
    return tl::unexpected<Error>(Error{code, std::move(what), std::move(detail)});
}

} // namespace onset
