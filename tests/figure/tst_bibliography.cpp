#include "core/figure/bibliography.h"
#include "tests/support/figures.h"
#include "tests/support/test_class.h"

#include <QRegularExpression>
#include <QTest>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

QString sourcesOf(const QStringList &sources)
{
    std::vector<double> places;
    for (qsizetype i = 0; i < sources.size(); ++i)
        places.push_back(double(i + 1));
    CurveContent curve = madeUpCurve(u"A"_s, places, places);
    for (std::size_t i = 0; i < places.size(); ++i)
        curve.curve.points[i].source = sources[qsizetype(i)];
    return bibliography(madeUpFigure({curve}));
}

} // namespace

class TestBibliography : public QObject
{
    Q_OBJECT

private slots:
    void papersOfTheBundledTables();
    void otherSources();
    void keysDiffer();
    void everyBundledSourceIsKnown();
};

void TestBibliography::papersOfTheBundledTables()
{
    QCOMPARE(
        sourcesOf(
            {u"Brown et al. 2020, arXiv 2005.14165, Table H.1"_s,
             u"Brown et al. 2020, arXiv 2005.14165v4, Table D.1; Brown et al. 2020, arXiv 2005.14165"_s}),
        uR"(@misc{brown2020language,
  author = {Tom B. Brown and Benjamin Mann and Nick Ryder and others},
  title = {{Language Models are Few-Shot Learners}},
  year = {2020},
  eprint = {2005.14165},
  archivePrefix = {arXiv},
  note = {Table D.1; Table H.1}
}
)"_s);
}

void TestBibliography::otherSources()
{
    QCOMPARE(sourcesOf({u"runs_50%.csv"_s, QString()}), uR"(@misc{data-runs50csv,
  title = {{runs\_50\%.csv}}
}
)"_s);
    QCOMPARE(sourcesOf({u"https://example.org/a_b?c=1, row 3"_s}), uR"(@misc{data-httpsexampleorgabc1row3,
  title = {{https://example.org/a\_b?c=1, row 3}},
  url = {https://example.org/a_b?c=1}
}
)"_s);
    QCOMPARE(sourcesOf({u"Author 2030, arXiv:3001.00001, Table 1"_s}), uR"(@misc{arxiv300100001,
  title = {{Author 2030}},
  eprint = {3001.00001},
  archivePrefix = {arXiv},
  note = {Table 1}
}
)"_s);
    QVERIFY(sourcesOf({QString(), u" ; "_s}).isEmpty());
    QVERIFY(bibliography({}).isEmpty());
}

void TestBibliography::keysDiffer()
{
    const QString two = sourcesOf({u"a b"_s, u"ab"_s, u"模"_s, u"型"_s});
    static const QRegularExpression key(u"@misc\\{([^,]+),"_s);
    QStringList keys;
    for (auto found = key.globalMatch(two); found.hasNext();)
        keys << found.next().captured(1);
    QCOMPARE(keys.size(), 4);
    QCOMPARE(keys.removeDuplicates(), 0);
}

/// Each of the bundled figures names its papers with their authors.
void TestBibliography::everyBundledSourceIsKnown()
{
    for (const QString &file : {u"figure-2.json"_s, u"figure-3.json"_s, u"figure-4.json"_s}) {
        const QString text = bibliography(*composed(bundledFigure(u"emergent-figures"_s, file)));
        QCOMPARE(text.count(u"@misc"_s), text.count(u"author = "_s));
        QVERIFY2(text.contains(u"Jason Wei and Yi Tay"_s), qPrintable(text));
    }
}

ONSET_TEST(TestBibliography)
#include "tst_bibliography.moc"
