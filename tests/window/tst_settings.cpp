#include "app/settings.h"

#include "tests/support/sample_workbook.h"
#include "tests/support/test_class.h"

#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

class TestSettings : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void startsWithNothing();
    void remembersTheFigure();
    void aBrokenFigureIsForgotten();
    void remembersTheTheme();
    void remembersRecentFilesThatExist();

private:
    std::unique_ptr<test::SampleFolder> m_folder;
};

void TestSettings::init()
{
    m_folder = std::make_unique<test::SampleFolder>();
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder->path(u"config"_s));
}

void TestSettings::startsWithNothing()
{
    const Settings settings;
    QVERIFY(settings.figure().panels.empty());
    QVERIFY(settings.recentFiles().isEmpty());
    QCOMPARE(settings.theme(), ThemeChoice::System);
}

void TestSettings::remembersTheFigure()
{
    FigureSpec figure;
    figure.panels = {
        {.title = u"a"_s, .curves = {{.key = {.family = u"GPT-3"_s}}}, .x = {Scale::Kind::Tokens}}};
    Settings().keepFigure(figure);
    QCOMPARE(Settings().figure(), figure);
}

void TestSettings::aBrokenFigureIsForgotten()
{
    QSettings(u"onset"_s, u"window"_s).setValue("figure"_L1, QByteArray("{\"panels\": 7}"));
    QVERIFY(Settings().figure().panels.empty());
}

void TestSettings::remembersTheTheme()
{
    for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::System}) {
        Settings().keepTheme(choice);
        QCOMPARE(Settings().theme(), choice);
    }
}

void TestSettings::remembersRecentFilesThatExist()
{
    QStringList files;
    for (int i = 0; i < 10; ++i) {
        files.prepend(m_folder->write(QString::number(i), "x"));
        Settings().keepRecentFile(files.front());
    }
    QCOMPARE(Settings().recentFiles(), files.first(8));
    Settings().keepRecentFile(files[3]);
    QCOMPARE(Settings().recentFiles().front(), files[3]);
    QCOMPARE(Settings().recentFiles().size(), 8);
    QVERIFY(QFile::remove(files[3]));
    QCOMPARE(Settings().recentFiles().size(), 7);
}

ONSET_TEST(TestSettings)
#include "tst_settings.moc"
