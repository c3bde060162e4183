#pragma once

class QWidget;

namespace onset {

/// Logs to the category `onset.start` when `figure` has painted for the first time. Off by default; with
/// QT_LOGGING_RULES="onset.start=true" QT_MESSAGE_PATTERN="%{time boot} %{message}" it tells when, on the
/// clock that a launcher can read before the start (CLOCK_MONOTONIC).
void traceFirstPaint(QWidget *figure);

} // namespace onset
