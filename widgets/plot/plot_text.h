#pragma once

#include <QCoreApplication>

namespace onset {

/// What is written into a plot, to be translated.
struct PlotText
{
    Q_DECLARE_TR_FUNCTIONS(onset::Plot)
};

} // namespace onset
