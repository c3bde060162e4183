#pragma once

#include "core/base/result.h"

#include <QTest>

/// Fails the test with the error's sentence when `result` holds one.
#define VERIFY_RESULT(result)                                                                                \
    QVERIFY2((result).has_value(),                                                                           \
             (result).has_value() ? ""                                                                       \
                                  : qPrintable((result).error().what + u'\n' + (result).error().detail))
