#include "tests/lint/rules.h"

#include <QFileInfo>
#include <QLibraryInfo>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace onset::lint {

namespace {

constexpr int kMaxLines = 700;

struct Room
{
    QString path;           ///< files that begin so …
    QStringList mayInclude; ///< … include only what begins so
};

/// app → widgets → core; inside core import → store → curve → fit and figure → curve, fit; inside fit judge,
/// across → intervals → solve → curves → noise, inside import formats → tables → names → read. First match
/// counts.
const std::vector<Room> &rooms()
{
    static const QStringList base{u"core/base/"_s};
    static const QStringList fitGround{u"core/fit/multiplicity.h"_s, u"core/fit/parallel.h"_s,
                                       u"core/fit/points.h"_s, u"core/fit/random.h"_s,
                                       u"core/base/progress.h"_s};
    static const QStringList noise = QStringList{u"core/fit/noise/"_s} + fitGround;
    static const QStringList curves = QStringList{u"core/fit/curves/"_s} + noise;
    static const QStringList solve = QStringList{u"core/fit/solve/"_s} + curves;
    static const QStringList intervals = QStringList{u"core/fit/intervals/"_s} + solve;
    static const QStringList curve = QStringList{u"core/curve/"_s, u"core/fit/"_s} + base;
    static const QStringList store = QStringList{u"core/store/"_s} + curve;
    static const QStringList read = QStringList{u"core/import/read/"_s} + store;
    static const QStringList names = QStringList{u"core/import/names/"_s} + read;
    static const QStringList tables = QStringList{u"core/import/tables/"_s} + names;
    static const std::vector<Room> all{
        {u"core/base/"_s, base},
        {u"core/fit/noise/"_s, noise},
        {u"core/fit/curves/"_s, curves},
        {u"core/fit/solve/"_s, solve},
        {u"core/fit/intervals/"_s, intervals},
        {u"core/fit/judge/"_s, QStringList{u"core/fit/judge/"_s} + intervals},
        {u"core/fit/across/"_s, QStringList{u"core/fit/across/"_s} + intervals},
        {u"core/fit/"_s, fitGround},
        {u"core/curve/"_s, curve},
        {u"core/store/"_s, store},
        {u"core/import/read/"_s, read},
        {u"core/import/names/"_s, names},
        {u"core/import/tables/"_s, tables},
        {u"core/import/formats/"_s, QStringList{u"core/import/formats/"_s} + tables},
        {u"core/import/"_s, QStringList{u"core/import/"_s} + store},
        {u"core/figure/"_s, QStringList{u"core/figure/"_s} + curve},
        {u"core/"_s, {}},
        {u"widgets/"_s, {u"widgets/"_s, u"core/"_s}},
        {u"app/cli/"_s, {u"app/cli/"_s, u"app/default_workbook.h"_s, u"widgets/plot/"_s, u"core/"_s}},
        {u"app/"_s, {u"app/"_s, u"widgets/"_s, u"core/"_s}},
    };
    return all;
}

bool beginsWithAny(const QString &text, const QStringList &beginnings)
{
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](const QString &beginning) { return text.startsWith(beginning); });
}

bool isQtHeader(const QString &header)
{
    static const QRegularExpression qt(u"^(Q[A-Z]|Qt[A-Z]|q[a-z_]+\\.h$)"_s);
    return qt.match(header).hasMatch();
}

/// True for <QString>, <QtSql/QSqlQuery>, <qglobal.h>; false for anything of Qt Gui or Widgets.
bool isCoreOrSql(const QString &header)
{
    const QString all = QLibraryInfo::path(QLibraryInfo::HeadersPath);
    for (const QString &module : {u"QtCore/"_s, u"QtSql/"_s}) {
        const QString inside = header.startsWith(module) ? header : module + header;
        if (QFileInfo::exists(all + u'/' + inside))
            return true;
    }
    return false;
}

QString wrongInclude(const QString &path, const QString &header, bool quoted)
{
    const auto room =
        std::find_if(rooms().begin(), rooms().end(), [&](const Room &r) { return path.startsWith(r.path); });
    if (room == rooms().end())
        return {};
    if (quoted && !header.endsWith(u".moc") && !beginsWithAny(header, room->mayInclude))
        return u"%1 must not include %2"_s.arg(room->path, header);
    if ((path.startsWith(u"core/fit/") || path == u"core/base/progress.h") && isQtHeader(header))
        return u"%1 is standard C++ and must not include %2"_s.arg(path, header);
    if (path.startsWith(u"core/") && isQtHeader(header) && !isCoreOrSql(header))
        return u"core/ must not include %1: only Qt Core and Qt Sql"_s.arg(header);
    if (path.startsWith(u"core/") && QStringList{u"iostream"_s, u"cstdio"_s, u"stdio.h"_s}.contains(header))
        return u"core/ never prints and must not include %1"_s.arg(header);
    const QString bare = header.mid(header.lastIndexOf(u'/') + 1);
    if (!path.startsWith(u"core/store/") && (bare.startsWith(u"QSql") || bare.startsWith(u"sqlite3")))
        return u"only core/store/ speaks to the database, not through %1"_s.arg(header);
    return {};
}

} // namespace

std::vector<Finding> check(const QString &path, const QString &text)
{
    static const QRegularExpression include(uR"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re"_s);
    static const QRegularExpression sql(
        uR"re("(?:\w*\()?\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|PRAGMA|ATTACH)\s)re"_s);
    static const QRegularExpression reminder(uR"re(\b(TO(?:DO)|FIX(?:ME)|X{3})\b(?!\(#\d+\)))re"_s);
    static const QRegularExpression machinePath(uR"re((?<![\w.])/(home|Users|root|work)/\w)re"_s);

    std::vector<Finding> findings;
    const QString suffix = QFileInfo(path).suffix();
    const bool header = suffix == u"h";
    const bool code = header || suffix == u"cpp";
    const bool ours = beginsWithAny(path, {u"app/"_s, u"core/"_s, u"widgets/"_s});
    const bool data = beginsWithAny(path, {u"datasets/"_s, u"tests/data/"_s});

    int number = 0;
    for (const QString &line : text.split(u'\n')) {
        ++number;
        if (const auto match = include.match(line); code && match.hasMatch()) {
            const QString wrong = wrongInclude(path, match.captured(2), match.captured(1) == u"\"");
            if (!wrong.isEmpty())
                findings.push_back({number, wrong});
        }
        if (ours && !path.startsWith(u"core/store/") && sql.match(line).hasMatch())
            findings.push_back({number, u"SQL stands only in core/store/"_s});
        if (!data && reminder.match(line).hasMatch())
            findings.push_back({number, u"a reminder needs its issue: (#number) right behind it"_s});
        if (machinePath.match(line).hasMatch())
            findings.push_back({number, u"a path of one machine"_s});
    }
    if (header && !text.contains(u"#pragma once\n"_s))
        findings.push_back({0, u"a header without #pragma once"_s});
    if (code && text.count(u'\n') > kMaxLines)
        findings.push_back({0, u"longer than %1 lines: two jobs in one file"_s.arg(kMaxLines)});
    return findings;
}

QStringList relativeLinks(const QString &markdown)
{
    static const QRegularExpression link(uR"re(\]\((?![a-z]+:|#)([^)#\s]+))re"_s);
    QStringList targets;
    for (const auto &match : link.globalMatch(markdown))
        targets << match.captured(1);
    return targets;
}

} // namespace onset::lint
