#pragma once

#include <QCoreApplication>

namespace onset {

/// What importers say, to be translated.
struct ImportText
{
    Q_DECLARE_TR_FUNCTIONS(onset::Import)
};

} // namespace onset
