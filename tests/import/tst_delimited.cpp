#include "core/import/read/delimited.h"

#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QBuffer>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

/// Gives at most `step` bytes a read, as a pipe or a slow disk would.
class Dribble : public QIODevice
{
public:
    Dribble(QByteArray bytes, qint64 step) : m_bytes(std::move(bytes)), m_step(step)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

protected:
    qint64 readData(char *data, qint64 size) override
    {
        const qint64 count = std::min({size, m_step, m_bytes.size() - m_at});
        std::copy_n(m_bytes.constData() + m_at, count, data);
        m_at += count;
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_step, m_at = 0;
};

/// "1:a|b 3:c" – the records with their lines; '!' behind a record with a fault, then "error" if one ended
/// it.
QString drawn(const QByteArray &bytes, qint64 step, char separator = ',')
{
    Dribble device(bytes, step);
    DelimitedReader reader(device, u"x.csv"_s, separator);
    QStringList records;
    for (;;) {
        const auto more = reader.next();
        if (!more)
            return (records << u"error"_s).join(u' ');
        if (!*more)
            return records.join(u' ');
        QStringList fields;
        for (const std::string_view field : reader.fields())
            fields << QString::fromUtf8(field).replace(u'\n', u'~').replace(u'\r', u'^');
        records << QString::number(reader.line()) + u':' + fields.join(u'|') +
                       (reader.fault() == DelimitedReader::Fault::None ? QString() : u"!"_s);
    }
}

} // namespace

class TestDelimited : public QObject
{
    Q_OBJECT

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void readsRecords_data();
    void readsRecords();
    void refusesEndlessText_data();
    void refusesEndlessText();
    void findsTheSeparator_data();
    void findsTheSeparator();
};

void TestDelimited::readsRecords_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("records");
    QTest::newRow("plain") << "a,b\nc,d\n"_ba << u"1:a|b 2:c|d"_s;
    QTest::newRow("no last line end") << "a,b\nc,d"_ba << u"1:a|b 2:c|d"_s;
    QTest::newRow("CRLF") << "a,b\r\nc,d\r\n"_ba << u"1:a|b 2:c|d"_s;
    QTest::newRow("CR") << "a,b\rc,d\r"_ba << u"1:a|b 2:c|d"_s;
    QTest::newRow("byte order mark") << "\xEF\xBB\xBF"
                                        "a\nb"_ba
                                     << u"1:a 2:b"_s;
    QTest::newRow("byte order mark before a quote") << "\xEF\xBB\xBF\"a,b\"\n"_ba << u"1:a,b"_s;
    QTest::newRow("part of a byte order mark") << "\xEF\xBB"_ba << u"1:\uFFFD\uFFFD!"_s;
    QTest::newRow("empty fields") << ",\n,,x"_ba << u"1:| 2:||x"_s;
    QTest::newRow("blank lines") << "a\n\n\r\nb\n\n"_ba << u"1:a 4:b"_s;
    QTest::newRow("quoted") << "\"a,b\",\"c\"\n"_ba << u"1:a,b|c"_s;
    QTest::newRow("doubled quotes") << "\"a \"\"b\"\"\",\"\"\"\"\n"_ba << u"1:a \"b\"|\""_s;
    QTest::newRow("quoted line ends") << "\"a\nb\r\nc\",d\ne\n"_ba << u"1:a~b^~c|d 4:e"_s;
    QTest::newRow("quoted nothing") << "\"\"\n\"\",\n"_ba << u"1: 2:|"_s;
    QTest::newRow("quote inside") << "5\" gun,x\n"_ba << u"1:5\" gun|x"_s;
    QTest::newRow("text behind a quote") << "\"a\"b,c\nd,e\n"_ba << u"1:! 2:d|e"_s;
    QTest::newRow("quote never closed") << "a\n\"b\nc\n"_ba << u"1:a 2:! 3:c"_s;
    QTest::newRow("quote never closed, no last line end") << "a\n\"b"_ba << u"1:a 2:!"_s;
    QTest::newRow("quote never closed, CRLF") << "\"a\r\nb\r\n"_ba << u"1:! 2:b"_s;
    QTest::newRow("quote never closed, CR") << "\"a\rb\r"_ba << u"1:! 2:b"_s;
    QTest::newRow("stray quote before a quoted field") << "\"a,b\nc\n\"d\",e\n"_ba << u"1:! 2:c 3:d|e"_s;
    QTest::newRow("stray quotes in every line") << "\"a\n\"b\n\"c\n"_ba << u"1:! 2:! 3:!"_s;
    QTest::newRow("text behind a quote over lines") << "a,\"b\nc\"d,e\nf\n"_ba << u"1:! 2:c\"d|e 3:f"_s;
    QTest::newRow("not UTF-8") << "a\n\xFF,b\nc\n"_ba << u"1:a 2:\uFFFD|b! 3:c"_s;
    QTest::newRow("UTF-8") << "\xC3\xA9,\xE2\x82\xAC\n"_ba << u"1:é|€"_s;
    QTest::newRow("empty") << ""_ba << u""_s;
    QTest::newRow("line ends only") << "\n\r\n\r"_ba << u""_s;
}

void TestDelimited::readsRecords()
{
    QFETCH(const QByteArray, bytes);
    for (const qint64 step : {1, 2, 3, 1 << 20}) // wherever a block ends
        QTEST(drawn(bytes, step), "records");
    const QByteArray nul("a\nb\0,c\nd\n", 9);
    QCOMPARE(drawn(nul, 4).section(u' ', 2, 2), u"3:d"_s);
    QVERIFY(drawn(nul, 4).contains(u'!'));
}

void TestDelimited::refusesEndlessText_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("records");
    const QByteArray most(DelimitedReader::kMaxField, 'x');
    QTest::newRow("longest field") << most + ",y\n" << u"1:"_s + QString::fromLatin1(most) + u"|y"_s;
    QTest::newRow("longer field") << most + "x,y\n" << u"error"_s;
    QByteArray line;
    while (line.size() <= qsizetype(DelimitedReader::kMaxRecord) + qsizetype(DelimitedReader::kBlock))
        line += "0123456789abcde,";
    QTest::newRow("long line") << line << u"error"_s;
    QByteArray lines;
    QString records = u"1:!"_s;
    int count = 1;
    while (lines.size() <= qsizetype(DelimitedReader::kMaxField)) {
        lines += QByteArray(1000, 'x') + '\n';
        records += u" %1:"_s.arg(++count) + QString(1000, u'x');
    }
    QTest::newRow("quote over too many lines") << "\"a\n" + lines + "\"\n"
                                               << records + u" %1:!"_s.arg(count + 1);
    QTest::newRow("long quote") << '"' + line << u"error"_s;
}

void TestDelimited::refusesEndlessText()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, records);
    QVERIFY(drawn(bytes, 1 << 20) == records);
}

void TestDelimited::findsTheSeparator_data()
{
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<char>("separator");
    QTest::newRow("comma") << "a,b,c\n;;;;;"_ba << ',';
    QTest::newRow("tab") << "a\tb,c\td\n"_ba << '\t';
    QTest::newRow("semicolon") << "a;b;c"_ba << ';';
    QTest::newRow("none") << "a"_ba << ',';
    QTest::newRow("empty") << ""_ba << ',';
}

void TestDelimited::findsTheSeparator()
{
    QFETCH(const QByteArray, start);
    QTEST(separatorOf(start.toStdString()), "separator");
}

ONSET_TEST(TestDelimited)
#include "tst_delimited.moc"
