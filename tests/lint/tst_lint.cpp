#include "tests/lint/rules.h"
#include "tests/support/test_class.h"

#include <QDirIterator>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

/// The house's own rules, over every file of the project and over samples that break them.
class TestLint : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void sample_data();
    void sample();
    void links();
    void project();
};

void TestLint::sample_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("right");

    const auto row = [](const char *name, const QString &path, const QString &text, bool right) {
        QTest::newRow(name) << path << text << right;
    };
    const QString guard = u"#pragma once\n"_s;
    // Reminders and paths are put together here, so that this file passes its own test.
    const QString todo = u"// TO"_s + u"DO"_s;
    const QString home = u"/ho"_s + u"me/anna/x.csv"_s;

    row("core to widgets", u"core/curve/a.cpp"_s, u"#include \"widgets/plot/plot.h\"\n"_s, false);
    row("core to app", u"core/curve/a.cpp"_s, u"#include \"app/window.h\"\n"_s, false);
    row("widgets to app", u"widgets/plot/a.cpp"_s, u"#include \"app/window.h\"\n"_s, false);
    row("widgets to core", u"widgets/plot/a.cpp"_s, u"#include \"core/fit/curves/fit.h\"\n"_s, true);
    row("app to all", u"app/window.cpp"_s,
        u"#include \"widgets/a.h\"\n#include \"core/fit/curves/fit.h\"\n"_s, true);
    row("command to window", u"app/cli/fit_command.cpp"_s, u"#include \"app/window.h\"\n"_s, false);
    row("command to panels", u"app/cli/fit_command.cpp"_s, u"#include \"widgets/panels/a.h\"\n"_s, false);
    row("base to curve", u"core/base/a.cpp"_s, u"#include \"core/curve/curve.h\"\n"_s, false);
    row("fit to curve", u"core/fit/a.cpp"_s, u"#include \"core/curve/curve.h\"\n"_s, false);
    row("fit to result", u"core/fit/a.cpp"_s, u"#include \"core/base/result.h\"\n"_s, false);
    row("fit to progress", u"core/fit/a.cpp"_s, u"#include \"core/base/progress.h\"\n"_s, true);
    row("curve to store", u"core/curve/a.cpp"_s, u"#include \"core/store/curves.h\"\n"_s, false);
    row("store to curve", u"core/store/a.cpp"_s, u"#include \"core/curve/curve.h\"\n"_s, true);
    row("store to import", u"core/store/a.cpp"_s, u"#include \"core/import/import.h\"\n"_s, false);
    row("import to store", u"core/import/a.cpp"_s, u"#include \"core/store/imports.h\"\n"_s, true);
    row("import to figure", u"core/import/a.cpp"_s, u"#include \"core/figure/figure_spec.h\"\n"_s, false);
    row("figure to store", u"core/figure/a.cpp"_s, u"#include \"core/store/curves.h\"\n"_s, false);
    row("figure to fit", u"core/figure/a.cpp"_s, u"#include \"core/fit/curves/fit.h\"\n"_s, true);
    row("noise to curves", u"core/fit/noise/a.cpp"_s, u"#include \"core/fit/curves/fit.h\"\n"_s, false);
    row("curves to noise", u"core/fit/curves/a.cpp"_s, u"#include \"core/fit/noise/noise.h\"\n"_s, true);
    row("curves to solve", u"core/fit/curves/a.cpp"_s, u"#include \"core/fit/solve/fitter.h\"\n"_s, false);
    row("solve to intervals", u"core/fit/solve/a.cpp"_s, u"#include \"core/fit/intervals/profile.h\"\n"_s,
        false);
    row("judge to intervals", u"core/fit/judge/a.cpp"_s, u"#include \"core/fit/intervals/profile.h\"\n"_s,
        true);
    row("judge to across", u"core/fit/judge/a.cpp"_s, u"#include \"core/fit/across/gain.h\"\n"_s, false);
    row("ground of fit to a room", u"core/fit/points.cpp"_s, u"#include \"core/fit/curves/fit.h\"\n"_s,
        false);
    row("read to names", u"core/import/read/a.cpp"_s, u"#include \"core/import/names/known_models.h\"\n"_s,
        false);
    row("tables to formats", u"core/import/tables/a.cpp"_s, u"#include \"core/import/formats/helm.h\"\n"_s,
        false);
    row("formats to tables", u"core/import/formats/a.cpp"_s, u"#include \"core/import/tables/wide.h\"\n"_s,
        true);
    row("a room to the whole import", u"core/import/names/a.cpp"_s, u"#include \"core/import/import.h\"\n"_s,
        false);
    row("not from the top", u"core/fit/a.cpp"_s, u"#include \"fit.h\"\n"_s, false);
    row("indented", u"core/fit/a.cpp"_s, u" #  include \"core/store/curves.h\"\n"_s, false);
    row("room without rules", u"core/news/a.cpp"_s, u"#include \"core/fit/curves/fit.h\"\n"_s, false);

    row("Qt Core in core", u"core/curve/a.cpp"_s, u"#include <QString>\n#include <QtGlobal>\n"_s, true);
    row("Qt Core by module", u"core/curve/a.cpp"_s, u"#include <QtCore/QString>\n"_s, true);
    row("Qt Widgets in core", u"core/figure/a.cpp"_s, u"#include <QtWidgets/QWidget>\n"_s, false);
    row("QWidget in core", u"core/figure/a.cpp"_s, u"#include <QWidget>\n"_s, false);
    row("QColor in core", u"core/figure/a.cpp"_s, u"#include <QColor>\n"_s, false);
    row("qfont.h in core", u"core/figure/a.cpp"_s, u"#include <qfont.h>\n"_s, false);
    row("QColor in widgets", u"widgets/plot/a.cpp"_s, u"#include <QColor>\n"_s, true);
    row("Qt in fit", u"core/fit/a.h"_s, guard + u"#include <QString>\n"_s, false);
    row("Qt in progress.h", u"core/base/progress.h"_s, guard + u"#include <QtGlobal>\n"_s, false);
    row("standard in fit", u"core/fit/a.h"_s, guard + u"#include <vector>\n#include <Eigen/Core>\n"_s, true);
    row("printing in core", u"core/store/a.cpp"_s, u"#include <iostream>\n"_s, false);

    row("query in a model", u"widgets/models/a.cpp"_s, u"#include <QSqlQuery>\n"_s, false);
    row("query in import", u"core/import/a.cpp"_s, u"#include <QtSql/QSqlQuery>\n"_s, false);
    row("sqlite3.h in app", u"app/main.cpp"_s, u"#include <sqlite3.h>\n"_s, false);
    row("sqlite3.h in store", u"core/store/a.cpp"_s, u"#include <sqlite3.h>\n"_s, true);
    row("SQL in import", u"core/import/a.cpp"_s, u"f(u\"SELECT name FROM task\"_s);\n"_s, false);
    row("SQL in a raw string", u"app/a.cpp"_s, u"f(R\"sql( UPDATE task SET a = 1)sql\");\n"_s, false);
    row("SQL in store", u"core/store/a.cpp"_s, u"f(u\"SELECT name FROM task\"_s);\n"_s, true);
    row("a word of it", u"widgets/a.cpp"_s, u"f(tr(\"Select a task\"));\n"_s, true);

    row("header", u"widgets/a.h"_s, guard, true);
    row("header without guard", u"widgets/a.h"_s, u"class A;\n"_s, false);
    row("700 lines", u"app/a.cpp"_s, QString(700, u'\n'), true);
    row("701 lines", u"app/a.cpp"_s, QString(701, u'\n'), false);
    row("reminder", u"app/a.cpp"_s, todo + u": later\n"_s, false);
    row("reminder in a script", u"packaging/run"_s, todo + u" later\n"_s, false);
    row("numbered reminder", u"app/a.cpp"_s, todo + u"(#12): later\n"_s, true);
    row("machine path", u"README.md"_s, u"see "_s + home, false);
    row("machine path in data", u"datasets/a/about.json"_s, u"\""_s + home + u"\""_s, false);
}

void TestLint::sample()
{
    QFETCH(QString, path);
    QFETCH(QString, text);
    QFETCH(bool, right);

    const auto findings = lint::check(path, text);
    for (const lint::Finding &finding : findings)
        qInfo().noquote() << path << finding.line << finding.what;
    QCOMPARE(findings.size(), right ? 0u : 1u);
}

void TestLint::links()
{
    QCOMPARE(
        lint::relativeLinks(u"![a](b/c.png) and [d](../e.md#f \"title\"), [g](https://h.org/i), [j](#k), "
                            "[l](mailto:m@n.org)"_s),
        (QStringList{u"b/c.png"_s, u"../e.md"_s}));
}

void TestLint::project()
{
    const QDir top(QStringLiteral(ONSET_SOURCE_DIR));
    QStringList paths = top.entryList(QDir::Files);
    for (const char *folder :
         {".ci", "app", "core", "datasets", "packaging", "resources", "tests", "widgets"}) {
        QDirIterator files(top.filePath(QString::fromLatin1(folder)), QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext())
            paths.append(top.relativeFilePath(files.next()));
    }
    QVERIFY(paths.size() > 30);

    QStringList findings;
    for (const QString &path : std::as_const(paths)) {
        QFile file(top.filePath(path));
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
        const QByteArray bytes = file.readAll();
        if (bytes.contains('\0'))
            continue; // pictures, fonts, sample workbooks
        for (const lint::Finding &finding : lint::check(path, QString::fromUtf8(bytes)))
            findings.append(u"%1:%2: %3"_s.arg(path).arg(finding.line).arg(finding.what));
        if (path.endsWith(u".md"))
            for (const QString &target : lint::relativeLinks(QString::fromUtf8(bytes)))
                if (!QFileInfo(QFileInfo(file).dir(), target).exists())
                    findings.append(u"%1: there is no %2"_s.arg(path, target));
    }
    QVERIFY2(findings.isEmpty(), qPrintable(findings.join(u'\n')));
}

ONSET_TEST(TestLint)
#include "tst_lint.moc"
