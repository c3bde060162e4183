#include "tests/cli/program.h"
#include "tests/support/test_class.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QTest>

#include <map>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

const QStringList kDocuments{u"README.md"_s, u"resources/help/command-line.md"_s,
                             u"resources/help/data.md"_s};

QString textOf(const QString &document)
{
    return QString::fromUtf8(test::bytesOf(QStringLiteral(ONSET_SOURCE_DIR "/") + document));
}

} // namespace

/// The examples of README.md and of the help print what stands below them, those of a document one after
/// another in a folder that holds datasets/.
class TestReadme : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void example_data();
    void example();

private:
    std::map<QString, test::Program> m_programs; ///< by document
};

void TestReadme::initTestCase()
{
    for (const QString &document : kDocuments)
        QVERIFY(QFile::link(QStringLiteral(ONSET_SOURCE_DIR "/datasets"),
                            m_programs[document].path(u"datasets"_s)));
}

void TestReadme::example_data()
{
    QTest::addColumn<QString>("document");
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("output");
    static const QRegularExpression block(u"```console\\n\\$ (onset [^\\n]*)\\n(.*?)```"_s,
                                          QRegularExpression::DotMatchesEverythingOption);
    for (const QString &document : kDocuments)
        for (const auto &match : block.globalMatch(textOf(document)))
            QTest::addRow("%s: %s", qPrintable(document), qPrintable(match.captured(1)))
                << document << match.captured(1) << match.captured(2);
}

void TestReadme::example()
{
    QFETCH(QString, document);
    QFETCH(QString, command);
    QFETCH(QString, output);
    const QString folder = QFileInfo(QStringLiteral(ONSET_PROGRAM)).path();
    const test::Ended ended =
        m_programs.at(document).run(u"bash"_s, {u"-c"_s, u"PATH=%1:$PATH; %2"_s.arg(folder, command)});
    QVERIFY2(ended.err.isEmpty(), ended.err);
    QCOMPARE(QString::fromUtf8(ended.out), output);
}

ONSET_TEST(TestReadme)
#include "tst_readme.moc"
