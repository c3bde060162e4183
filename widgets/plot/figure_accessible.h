#pragma once

namespace onset {

/// Tells screen readers of the points of a FigureView: each is a child of it with its read-out.
void installFigureAccessibility();

} // namespace onset
