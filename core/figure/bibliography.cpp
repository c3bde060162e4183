#include "core/figure/bibliography.h"

#include "core/figure/latex_text.h"

#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <map>
#include <set>

// Q_INIT_RESOURCE must stand outside of namespaces; a static library's resources need it.
static void initPapers() { Q_INIT_RESOURCE(papers); }

namespace onset {
namespace {

using namespace Qt::StringLiterals;

struct Paper
{
    QStringList authors = {}; ///< the last one may be "others"
    QString year, title;
};

/// What the bundled tables say of their papers, by their numbers on arXiv.
const QHash<QString, Paper> &papers()
{
    static const QHash<QString, Paper> all = [] {
        initPapers();
        QHash<QString, Paper> read;
        QDirIterator files(u":/papers"_s, QDir::Files);
        while (files.hasNext()) {
            QFile file(files.next());
            const bool opened = file.open(QIODevice::ReadOnly);
            Q_ASSERT(opened);
            const QJsonArray papers =
                opened ? QJsonDocument::fromJson(file.readAll())[u"papers"_s].toArray() : QJsonArray();
            for (const QJsonValue paper : papers) {
                static const QRegularExpression between(u", | and "_s);
                read.insert(paper[u"arxiv"_s].toString(),
                            {paper[u"authors"_s].toString().split(between),
                             QString::number(paper[u"year"_s].toInt()), paper[u"title"_s].toString()});
            }
        }
        return read;
    }();
    return all;
}

/// Where results were read: "Table 2", behind the number of the paper.
struct Citation
{
    QString key;
    QStringList fields;
    std::set<QString> places;
};

/// Letters and digits of ASCII: what a key may hold.
QString plain(const QString &text)
{
    QString key;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD).toLower())
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'))
            key += c;
    return key;
}

QString field(const QString &name, const QString &value) { return u"  %1 = {%2}"_s.arg(name, value); }

QString arxivIn(const QString &source)
{
    static const QRegularExpression number(u"\\barXiv:?\\s*(\\d{4}\\.\\d{4,5})"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    return number.match(source).captured(1);
}

Citation paperEntry(const QString &arxiv, const QString &source)
{
    Citation entry;
    const auto paper = papers().constFind(arxiv);
    if (paper != papers().constEnd()) {
        QString first = paper->title.section(u':', 0, 0);
        first = first.split(u' ').value(0);
        entry.key = plain(paper->authors.front().section(u' ', -1)) + paper->year + plain(first);
        entry.fields << field(u"author"_s, latexText(paper->authors.join(u" and "_s)))
                     << field(u"title"_s, u"{%1}"_s.arg(latexText(paper->title)))
                     << field(u"year"_s, paper->year);
    } else {
        entry.key = u"arxiv"_s + plain(arxiv);
        entry.fields << field(u"title"_s, u"{%1}"_s.arg(latexText(source.section(u',', 0, 0))));
    }
    entry.fields << field(u"eprint"_s, arxiv) << field(u"archivePrefix"_s, u"arXiv"_s);
    return entry;
}

Citation otherEntry(const QString &source)
{
    static const QRegularExpression address(u"https?://[^\\s,;{}\\\\]+"_s);
    Citation entry{.key = u"data-"_s + plain(source).left(30),
                .fields = {field(u"title"_s, u"{%1}"_s.arg(latexText(source)))},
                .places = {}};
    if (const QString url = address.match(source).captured(); !url.isEmpty())
        entry.fields << field(u"url"_s, url);
    return entry;
}

} // namespace

QString bibliography(const FigureContent &content)
{
    std::map<QString, Citation> entries; // by number or by text
    for (const PanelContent &panel : content.panels)
        for (const CurveContent &curve : panel.curves)
            for (const CurvePoint &point : curve.curve.points)
                for (const QString &part : point.source.split(u';', Qt::SkipEmptyParts)) {
                    const QString source = part.simplified();
                    const QString arxiv = arxivIn(source);
                    if (source.isEmpty())
                        continue;
                    Citation &entry = entries[arxiv.isEmpty() ? source : arxiv];
                    if (entry.key.isEmpty())
                        entry = arxiv.isEmpty() ? otherEntry(source) : paperEntry(arxiv, source);
                    if (const qsizetype at = source.indexOf(arxiv); !arxiv.isEmpty())
                        if (const QString place = source.sliced(at).section(u',', 1).trimmed();
                            !place.isEmpty())
                            entry.places.insert(place);
                }
    std::map<QString, QString> texts; // by key
    for (auto &[name, entry] : entries) {
        QString key = entry.key;
        for (int again = 2; texts.contains(key); ++again)
            key = u"%1-%2"_s.arg(entry.key).arg(again);
        if (!entry.places.empty())
            entry.fields << field(
                u"note"_s, latexText(QStringList(entry.places.begin(), entry.places.end()).join(u"; "_s)));
        texts[key] = u"@misc{%1,\n%2\n}\n"_s.arg(key, entry.fields.join(u",\n"_s));
    }
    QStringList all;
    for (const auto &[key, text] : texts)
        all << text;
    return all.join(u'\n');
}

} // namespace onset
