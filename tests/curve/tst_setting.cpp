#include "core/curve/setting.h"

#include "tests/support/test_class.h"

#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestSetting : public QObject
{
    Q_OBJECT

private slots:
    void hasOneName_data();
    void hasOneName();
};

void TestSetting::hasOneName_data()
{
    QTest::addColumn<QString>("strategy");
    QTest::addColumn<int>("shots"); // −1: not stated
    QTest::addColumn<QString>("decoding");
    QTest::addColumn<QString>("name");
    QTest::newRow("nothing") << u""_s << -1 << u""_s << u"not stated"_s;
    QTest::newRow("no example") << u""_s << 0 << u""_s << u"zero-shot"_s;
    QTest::newRow("one example") << u""_s << 1 << u""_s << u"one-shot"_s;
    QTest::newRow("examples") << u""_s << 50 << u""_s << u"few-shot (K=50)"_s;
    QTest::newRow("strategy") << u"scratchpad"_s << -1 << u""_s << u"scratchpad"_s;
    QTest::newRow("strategy, shots") << u"chain-of-thought"_s << 8 << u""_s
                                     << u"chain-of-thought, few-shot (K=8)"_s;
    QTest::newRow("shots, decoding") << u""_s << 0 << u"greedy"_s << u"zero-shot, greedy"_s;
    QTest::newRow("all") << u"a"_s << 2 << u"b"_s << u"a, few-shot (K=2), b"_s;
}

void TestSetting::hasOneName()
{
    QFETCH(const QString, strategy);
    QFETCH(const int, shots);
    QFETCH(const QString, decoding);
    const Setting setting{strategy, shots < 0 ? std::nullopt : std::optional(shots), decoding};
    QTEST(setting.name(), "name");
}

ONSET_TEST(TestSetting)
#include "tst_setting.moc"
