#include "tests/cli/program.h"
#include "tests/support/test_class.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

QString readme() { return QString::fromUtf8(test::bytesOf(QStringLiteral(ONSET_SOURCE_DIR "/README.md"))); }

} // namespace

/// The examples of README.md print what stands below them, one after another in a folder that holds
/// datasets/.
class TestReadme : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void example_data();
    void example();

private:
    test::Program m_program;
};

void TestReadme::initTestCase()
{
    QVERIFY(QFile::link(QStringLiteral(ONSET_SOURCE_DIR "/datasets"), m_program.path(u"datasets"_s)));
}

void TestReadme::example_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("output");
    static const QRegularExpression block(u"```console\\n\\$ (onset [^\\n]*)\\n(.*?)```"_s,
                                          QRegularExpression::DotMatchesEverythingOption);
    for (const auto &match : block.globalMatch(readme()))
        QTest::newRow(qPrintable(match.captured(1))) << match.captured(1) << match.captured(2);
}

void TestReadme::example()
{
    QFETCH(QString, command);
    QFETCH(QString, output);
    const QString folder = QFileInfo(QStringLiteral(ONSET_PROGRAM)).path();
    const test::Ended ended =
        m_program.run(u"bash"_s, {u"-c"_s, u"PATH=%1:$PATH; %2"_s.arg(folder, command)});
    QVERIFY2(ended.err.isEmpty(), ended.err);
    QCOMPARE(QString::fromUtf8(ended.out), output);
}

ONSET_TEST(TestReadme)
#include "tst_readme.moc"
