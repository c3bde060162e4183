#pragma once

#include <QCoreApplication>

namespace onset {

/// What figures and their captions say, to be translated.
struct FigureText
{
    Q_DECLARE_TR_FUNCTIONS(onset::Figure)
};

} // namespace onset
