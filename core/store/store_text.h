#pragma once

#include <QCoreApplication>

namespace onset {

/// What the store says, to be translated.
struct StoreText
{
    Q_DECLARE_TR_FUNCTIONS(onset::Store)
};

} // namespace onset
