#include "core/import/read/number.h"

#include "tests/support/test_class.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <clocale>
#include <cstdlib>

using namespace onset;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(onset::Number::Fault)

class TestNumber : public QObject
{
    Q_OBJECT

private slots:
    void readsNumbers_data();
    void readsNumbers();
    void readsCounts_data();
    void readsCounts();
    void ignoresQtsLocale();
    void ignoresTheCLocale();

private:
    static void readsPoints();
};

constexpr auto None = Number::Fault::None;
constexpr auto NotANumber = Number::Fault::NotANumber;
constexpr auto NotFinite = Number::Fault::NotFinite;

void TestNumber::readsNumbers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("exponent");
    QTest::addColumn<Number::Fault>("fault");
    QTest::addColumn<double>("value");
    QTest::newRow("integer") << "7"_ba << 0 << None << 7.0;
    QTest::newRow("fraction") << "-0.25"_ba << 0 << None << -0.25;
    QTest::newRow("plus") << "+3"_ba << 0 << None << 3.0;
    QTest::newRow("exponent") << "3.1e23"_ba << 0 << None << 3.1e23;
    QTest::newRow("percent sign") << "77.0%"_ba << 0 << None << 0.77;
    QTest::newRow("percent sign apart") << "77 %"_ba << 0 << None << 0.77;
    QTest::newRow("shifted exactly") << "1.1"_ba << -2 << None << 0.011; // 1.1 · 0.01 is another double
    QTest::newRow("sign and shift are one percent") << "7%"_ba << -2 << None << 0.07;
    QTest::newRow("shifted exponent") << "5e1"_ba << -2 << None << 0.5;
    QTest::newRow("empty") << ""_ba << 0 << NotANumber << 0.0;
    QTest::newRow("text") << "n/a"_ba << 0 << NotANumber << 0.0;
    QTest::newRow("text behind") << "7x"_ba << 0 << NotANumber << 0.0;
    QTest::newRow("thousands") << "1,234"_ba << 0 << NotANumber << 0.0;
    QTest::newRow("decimal comma") << "0,5"_ba << 0 << NotANumber << 0.0;
    QTest::newRow("hexadecimal") << "0x10"_ba << 0 << NotANumber << 0.0;
    QTest::newRow("two signs") << "+-3"_ba << 0 << NotANumber << 0.0;
    QTest::newRow("only a sign") << "%"_ba << 0 << NotANumber << 0.0;
    QTest::newRow("NaN") << "nan"_ba << 0 << NotFinite << 0.0;
    QTest::newRow("infinity") << "-inf"_ba << 0 << NotFinite << 0.0;
    QTest::newRow("too large") << "1e999"_ba << 0 << NotFinite << 0.0;
}

void TestNumber::readsNumbers()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, exponent);
    QFETCH(const Number::Fault, fault);
    QFETCH(const double, value);
    const Number number = parseNumber(text.toStdString(), exponent);
    QCOMPARE(number.fault, fault);
    if (fault == None)
        QVERIFY2(number.value == value, qPrintable(QString::number(number.value, 'g', 17)));
    QCOMPARE(number.percent, text.endsWith('%'));
}

void TestNumber::readsCounts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Number::Fault>("fault");
    QTest::addColumn<double>("value");
    QTest::newRow("plain") << "1.25e8"_ba << None << 1.25e8;
    QTest::newRow("thousand") << "16k"_ba << None << 16e3;
    QTest::newRow("million") << "125M"_ba << None << 125e6;
    QTest::newRow("billion") << "1.3B"_ba << None << 1.3e9;
    QTest::newRow("billion, SI") << "7G"_ba << None << 7e9;
    QTest::newRow("trillion") << "2T"_ba << None << 2e12;
    QTest::newRow("zetta") << "84 ZFLOP"_ba << None << 84e21;
    QTest::newRow("zetta, plural") << "84 ZFLOPs"_ba << None << 84e21;
    QTest::newRow("peta") << "3.5PFLOP"_ba << None << 3.5e15;
    QTest::newRow("only a unit") << "5 FLOP"_ba << None << 5.0;
    QTest::newRow("yotta") << "1 YFLOPS"_ba << None << 1e24;
    QTest::newRow("zetta of what") << "84Z"_ba << NotANumber << 0.0;
    QTest::newRow("bytes of work") << "84 BFLOP"_ba << NotANumber << 0.0;
    QTest::newRow("only a letter") << "B"_ba << NotANumber << 0.0;
    QTest::newRow("percent") << "5%"_ba << NotANumber << 0.0;
    QTest::newRow("empty") << ""_ba << NotANumber << 0.0;
}

void TestNumber::readsCounts()
{
    QFETCH(const QByteArray, text);
    QFETCH(const Number::Fault, fault);
    QFETCH(const double, value);
    const Number number = parseCount(text.toStdString());
    QCOMPARE(number.fault, fault);
    if (fault == None)
        QVERIFY2(number.value == value, qPrintable(QString::number(number.value, 'g', 17)));
}

void TestNumber::ignoresQtsLocale()
{
    QLocale::setDefault(QLocale::German);
    readsPoints();
    QLocale::setDefault(QLocale::c());
}

/// In a German process "0,5" is a number to the C library.
void TestNumber::ignoresTheCLocale()
{
    const QByteArray before = setlocale(LC_ALL, nullptr);
    const QTemporaryDir folder;
    if (!setlocale(LC_ALL, "de_DE.UTF-8")) {
        const QString localedef = QStandardPaths::findExecutable(u"localedef"_s);
        if (localedef.isEmpty() || !QFile::exists(u"/usr/share/i18n/locales/de_DE"_s))
            QSKIP("there is neither the locale de_DE.UTF-8 nor localedef with its source to make it");
        QProcess::execute(localedef,
                          {u"-i"_s, u"de_DE"_s, u"-f"_s, u"UTF-8"_s, folder.filePath(u"de_DE.UTF-8"_s)});
        qputenv("LOCPATH", QFile::encodeName(folder.path()));
        QVERIFY(setlocale(LC_ALL, "de_DE.UTF-8"));
    }
    QCOMPARE(std::strtod("0,5", nullptr), 0.5);
    readsPoints();
    setlocale(LC_ALL, before.constData());
    qunsetenv("LOCPATH");
}

/// Decimal points, whatever the locale.
void TestNumber::readsPoints()
{
    QCOMPARE(parseNumber("0.5").value, 0.5);
    QCOMPARE(parseCount("1.3B").value, 1.3e9);
    QCOMPARE(parseNumber("0,5").fault, NotANumber);
}

ONSET_TEST(TestNumber)
#include "tst_number.moc"
