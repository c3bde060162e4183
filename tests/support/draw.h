#pragma once

#include "core/curve/curve.h"
#include "core/import/import.h"
#include "core/store/workbook.h"

/// Draws values as text, so that a test's difference is its message.
namespace onset::draw {

/// "family[/model] | benchmark/task/metric | setting | chance g: model[@checkpoint] x y; …", a line per
/// curve. Excluded points are in brackets, estimated x has a '~'.
[[nodiscard]] QString curves(const std::vector<Curve> &curves);

/// All curves of a workbook along training compute, its models and its imports.
[[nodiscard]] QString workbook(Workbook &workbook);

/// "file: read r, accepted a" and a line for each refusal and note.
[[nodiscard]] QString report(const ImportReport &report);

} // namespace onset::draw
