#include "app/theme.h"
#include "widgets/plot/palette.h"

#include "tests/support/test_class.h"

#include <QApplication>
#include <QTest>

using namespace onset;

class TestTheme : public QObject
{
    Q_OBJECT
private slots:
    void textStandsOut_data();
    void textStandsOut();
    void choosesTheTheme();
};

void TestTheme::textStandsOut_data()
{
    QTest::addColumn<QPalette::ColorRole>("text");
    QTest::addColumn<QPalette::ColorRole>("ground");
    QTest::newRow("window") << QPalette::WindowText << QPalette::Window;
    QTest::newRow("list") << QPalette::Text << QPalette::Base;
    QTest::newRow("every second row") << QPalette::Text << QPalette::AlternateBase;
    QTest::newRow("button") << QPalette::ButtonText << QPalette::Button;
    QTest::newRow("selection") << QPalette::HighlightedText << QPalette::Highlight;
    QTest::newRow("small print") << QPalette::PlaceholderText << QPalette::Base;
    QTest::newRow("tool tip") << QPalette::ToolTipText << QPalette::ToolTipBase;
    QTest::newRow("link") << QPalette::Link << QPalette::Base;
}

void TestTheme::textStandsOut()
{
    QFETCH(QPalette::ColorRole, text);
    QFETCH(QPalette::ColorRole, ground);
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        const QPalette palette = paletteOf(theme);
        for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled}) {
            const double ratio = contrast(palette.color(group, text), palette.color(group, ground));
            QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
        }
    }
}

void TestTheme::choosesTheTheme()
{
    QCOMPARE(applyTheme(ThemeChoice::Dark), Theme::Dark);
    QCOMPARE(QApplication::palette().color(QPalette::Base), paletteOf(Theme::Dark).color(QPalette::Base));
    QCOMPARE(applyTheme(ThemeChoice::Light), Theme::Light);
    QCOMPARE(QApplication::palette().color(QPalette::Base), paletteOf(Theme::Light).color(QPalette::Base));
    QCOMPARE(applyTheme(ThemeChoice::System), Theme::Light); // the offscreen platform is light
}

ONSET_WINDOW_TEST(TestTheme)
#include "tst_theme.moc"
