#include "tests/cli/program.h"
#include "tests/support/test_class.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

/// What `cmake --install` puts where, staged as the maker of a package does it.
class TestInstall : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void holdsTheseFiles();
    void followsThePrefix();
    void programRuns();
    void judgedByTheirOwnTools_data();
    void judgedByTheirOwnTools();
    void manualShowsThePage();

private:
    [[nodiscard]] QStringList files(const QString &below) const;

    test::Program m_program;
};

namespace {

const QStringList kFiles{
    u"bin/onset"_s,
    u"share/applications/org.onset.Onset.desktop"_s,
    u"share/icons/hicolor/scalable/apps/org.onset.Onset.svg"_s,
    u"share/man/man1/onset.1"_s,
    u"share/metainfo/org.onset.Onset.metainfo.xml"_s,
    u"share/mime/packages/org.onset.Onset.xml"_s,
};

} // namespace

void TestInstall::initTestCase()
{
    m_program.set("DESTDIR", m_program.path(u"stage"_s));
    for (const QString &prefix : {u"/usr"_s, u"/opt/onset"_s}) {
        const test::Ended ended =
            m_program.run(QStringLiteral(CMAKE_PROGRAM),
                          {u"--install"_s, QStringLiteral(ONSET_BUILD_DIR), u"--prefix"_s, prefix});
        QVERIFY2(ended.status == 0, ended.err);
    }
}

/// The files below a folder of the stage, in order.
QStringList TestInstall::files(const QString &below) const
{
    const QDir top(m_program.path(u"stage"_s + below));
    QStringList found;
    QDirIterator each(top.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (each.hasNext())
        found << top.relativeFilePath(each.next());
    found.sort();
    return found;
}

void TestInstall::holdsTheseFiles() { QCOMPARE(files(u"/usr"_s), kFiles); }

void TestInstall::followsThePrefix()
{
    QCOMPARE(files(u"/opt/onset"_s), kFiles);
    QCOMPARE(files({}).size(), 2 * kFiles.size()); // and nothing beside the two
}

void TestInstall::programRuns()
{
    const test::Ended ended = m_program.run(m_program.path(u"stage/usr/bin/onset"_s), {u"--version"_s});
    QCOMPARE(ended.status, 0);
    QVERIFY2(ended.out.contains("0.") || ended.out.contains("1."), ended.out);
}

void TestInstall::judgedByTheirOwnTools_data()
{
    QTest::addColumn<QStringList>("command");
    const QString share = m_program.path(u"stage/usr/share/"_s);
    QTest::newRow("metainfo") << QStringList{u"appstreamcli"_s, u"validate"_s, u"--no-net"_s,
                                             share + u"metainfo/org.onset.Onset.metainfo.xml"_s};
    QTest::newRow("desktop entry") << QStringList{u"desktop-file-validate"_s,
                                                  share + u"applications/org.onset.Onset.desktop"_s};
    QTest::newRow("MIME type") << QStringList{u"update-mime-database"_s, share + u"mime"_s};
}

void TestInstall::judgedByTheirOwnTools()
{
    QFETCH(QStringList, command);
    const QString tool = command.takeFirst();
    if (!test::isInstalled(qPrintable(tool)))
        QSKIP(qPrintable(tool + u" is not installed"_s));
    const test::Ended ended = m_program.run(tool, command);
    QVERIFY2(ended.status == 0, (ended.out + ended.err).constData());
}

void TestInstall::manualShowsThePage()
{
    if (!test::isInstalled("man"))
        QSKIP("man is not installed");
    m_program.set("MANPATH", m_program.path(u"stage/usr/share/man"_s));
    m_program.set("MANWIDTH", u"100"_s);
    const test::Ended ended = m_program.run(u"man"_s, {u"--warnings"_s, u"onset"_s});
    QVERIFY2(ended.status == 0, ended.err);
    QVERIFY2(ended.err.isEmpty(), ended.err);
    for (const char *heading : {"NAME", "SYNOPSIS", "EXIT STATUS"})
        QVERIFY2(ended.out.contains(heading), ended.out);
}

ONSET_TEST(TestInstall)
#include "tst_install.moc"
