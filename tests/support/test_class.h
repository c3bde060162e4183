#pragma once

#include <QTest>

namespace onset::test {

/// Runs the test functions of one class. argv as QTest::qExec takes it.
using Run = int (*)(int argc, char **argv);

template <typename Test, typename Application>
int runIn(int argc, char **argv)
{
    QCoreApplication::setAttribute(Qt::AA_Use96Dpi);
    Application application(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

/// Enters a class into the table of its program, under the name of its file: "tst_wide".
struct Registered
{
    Registered(const char *file, Run run);
};

} // namespace onset::test

/// The end of a test file, as QTEST_GUILESS_MAIN, but many classes share a program.
#define ONSET_TEST(Class)                                                                                    \
    static const onset::test::Registered registered##Class(__FILE__,                                         \
                                                           onset::test::runIn<Class, QCoreApplication>);
/// The same of a class that needs windows, with <QApplication>.
#define ONSET_WINDOW_TEST(Class)                                                                             \
    static const onset::test::Registered registered##Class(__FILE__, onset::test::runIn<Class, QApplication>);
