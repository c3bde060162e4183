#pragma once

#include "core/base/result.h"

#include <QTest>

/// Fails the test with the error's sentence when `result`, evaluated once, holds one.
#define VERIFY_RESULT(result)                                                                                \
    do {                                                                                                     \
        const auto &verified = (result);                                                                     \
        QVERIFY2(verified.has_value(), verified.has_value() ? ""                                             \
                                                            : qPrintable(verified.error().what + u'\n' +     \
                                                                         verified.error().detail));          \
    } while (false)
