#pragma once

class QWidget;

namespace onset {

/// Logs to the category `onset.start` when `figure` has painted for the first time. Off by default; with
/// QT_LOGGING_RULES="onset.start=true" QT_MESSAGE_PATTERN="%{time process} s %{message}" it tells how long
/// the start took.
void traceFirstPaint(QWidget *figure);

} // namespace onset
