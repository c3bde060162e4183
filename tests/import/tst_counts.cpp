#include "core/import/import.h"

#include "tests/support/test_class.h"
#include "tests/support/verify.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <map>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

/// What a file must yield, or yielded.
struct Counts
{
    qint64 models = 0, tasks = 0, records = 0;
    double sum = 0, min = NAN, max = NAN;

    [[nodiscard]] QString text() const
    {
        const auto number = [](double value) {
            return std::isnan(value) ? u"-"_s : QString::number(value, 'g', 9);
        };
        return u"%1 models, %2 tasks, %3 records, sum %4, %5…%6"_s.arg(models).arg(tasks).arg(records).arg(
            number(sum), number(min), number(max));
    }
};

struct Expected
{
    QString file, kind;
    Counts counts;
};

/// Equal as far as the table of counts is printed: six decimals of a sum, six digits of a value.
bool agrees(double found, double expected, double tolerance)
{
    return std::isnan(expected) ? std::isnan(found) || found == 0
                                : std::abs(found - expected) <= tolerance + 1e-5 * std::abs(expected);
}

bool agrees(const Counts &found, const Counts &expected)
{
    return found.models == expected.models && found.tasks == expected.tasks &&
           found.records == expected.records && agrees(found.sum, expected.sum, 1e-6) &&
           agrees(found.min, expected.min, 0) && agrees(found.max, expected.max, 0);
}

/// COUNTS.csv leaves the scores of these to the README beside them.
const std::vector<Expected> kByReadme{
    {u"other-logs/inspect/data_arc_qwen.json"_s, u"inspect"_s, {1, 1, 1, 1.0 / 3, 1.0 / 3, 1.0 / 3}},
    {u"other-logs/every_eval_ever/98ea850e-7019-4728-a558-8b1819ec47c2.json"_s,
     u"every-eval-ever"_s,
     {1, 6, 6, 1.7838, 0.0249, 0.4486}},
};

std::vector<Expected> expectations(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text))
        qFatal("%s", qPrintable(file.errorString()));
    std::vector<Expected> all;
    file.readLine();
    while (!file.atEnd()) {
        // some names hold commas, in quotes; no other column does but the last
        QString line = QString::fromUtf8(file.readLine().trimmed());
        QString name = line.section(u',', 0, 0);
        if (line.startsWith(u'"')) {
            name = line.mid(1).section(u'"', 0, 0);
            line.remove(0, name.size() + 2);
        }
        const QStringList fields = line.split(u',');
        const auto number = [&](int field) {
            return fields[field].isEmpty() ? NAN : fields[field].toDouble();
        };
        if (const auto told = std::ranges::find(kByReadme, name, &Expected::file); told != kByReadme.end()) {
            all.push_back(*told);
            continue;
        }
        all.push_back({name,
                       fields[2],
                       {fields[3].toLongLong(), fields[4].toLongLong(), fields[5].toLongLong(), number(6),
                        number(7), number(8)}});
    }
    return all;
}

/// The format of each kind of COUNTS.csv that there is an importer for; empty: of a kind that holds no
/// results, which is named with a reason.
const std::map<QString, QString> kFormats{
    {u"lm-eval-v0.3"_s, u"lm-eval"_s},
    {u"lm-eval-v0.4"_s, u"lm-eval"_s},
    {u"bslmeval"_s, u"lm-eval"_s},
    {u"table-results"_s, u"lm-eval"_s},
    {u"openlm-eval"_s, u"openlm"_s},
    {u"openlm-model"_s, u"openlm"_s},
    {u"task-metadata"_s, u"openlm-tasks"_s},
    {u"helm-stats"_s, u"helm"_s},
    {u"helm-per-instance"_s, u"helm"_s},
    {u"helm-spec"_s, u"helm"_s},
    {u"checkpoint-arrays"_s, u"checkpoints"_s},
    {u"pass-at-k"_s, u"pass-at-k"_s},
    {u"inspect"_s, u"inspect"_s},
    {u"every-eval-ever"_s, u"every-eval-ever"_s},
    {u"args-log"_s, {}},   // the arguments of runs
    {u"json-lines"_s, {}}, // single items, whose scores stand in the results beside them
    {u"text"_s, {}},       // a rounded copy of results beside it
    {u"train-log-csv"_s, u"train-log"_s},
    {u"ladder-config"_s, u"ladder-config"_s},
    {u"summary-csv"_s, u"train-summary"_s},
    {u"per-item-csv"_s, u"per-item"_s},
    {u"epoch-models"_s, u"epoch-models"_s},
    {u"epoch-benchmark"_s, u"epoch-benchmark"_s},
    {u"models-table"_s, u"models-table"_s},
    {u"model-metadata"_s, u"model-metadata"_s},
    {u"long-csv"_s, u"long"_s},
    {u"wide-csv"_s, u"wide"_s},
    {u"dclm-database"_s, u"wide"_s},
    {u"oll-v1-csv"_s, u"leaderboard"_s},
    {u"oll-v2-csv"_s, u"leaderboard"_s},
    {u"oll-v1-json"_s, u"leaderboard-json"_s},
    {u"oll-v1-details"_s, u"leaderboard-json"_s},
};

struct Difference
{
    Counts counts;
    const char *reason;
};

/// What the importers find in files of which COUNTS.csv says something else, and why.
const std::map<QString, Difference> kDifferences{
    {u"epoch/benchmarks/benchmarks_runs.csv"_s,
     {{147, 8, 541, 194.35, 0, 0.981}, "its column names eight tasks, counted as one"}},
    {u"epoch/benchmarks/external_benchmark_cybench.csv"_s,
     {{12, 1, 12, 147.5, 5, 22.5}, "“Unguided % Solved” was not counted as a score"}},
    {u"epoch/benchmarks/external_benchmark_mcbench.csv"_s,
     {{26, 1, 34, 32788, 685, 1312}, "“ELO” was not counted as a score"}},
    {u"epoch/benchmarks/external_benchmark_videomme.csv"_s,
     {{46, 1, 46, 2724.6, 37.9, 75}, "“Overall (no subtitles)” was not counted as a score"}},
    {u"epoch/benchmarks/external_benchmark_vpct.csv"_s,
     {{32, 1, 32, 1310.5, 30, 66}, "“Correct” was not counted as a score"}},
    {u"epoch/models/all_ai_models.csv"_s,
     {{2223, 0, 971, 1142227649223152258682716160.0, 40, 4.64e26},
      "three rows without a name were counted as a model"}},
    {u"model-metadata/models_table.csv"_s,
     {{522, 1, 163, 11019.188, 23.02, 92.3}, "an empty row and the footer were counted as models"}},
    {u"open-llm-leaderboard/v1/20230610.json"_s,
     {{132, 4, 527, 23737.7, 20, 85.3}, "the average of the one short list was counted as a score"}},
    {u"open-llm-leaderboard/v2/capability.csv"_s,
     {{438, 6, 2742, 858.25, 0, 0.9}, "the empty row was counted as a model"}},
};

} // namespace

/// Real result files, counted by a program of its own into COUNTS.csv, against what the importers find.
class TestCounts : public QObject
{
    Q_OBJECT

private slots:
    void countsRealFiles();
};

void TestCounts::countsRealFiles()
{
    const QDir folder(
        qEnvironmentVariable("ONSET_REAL_DATA", QStringLiteral(ONSET_SOURCE_DIR "/../shared/data")));
    if (!folder.exists(u"COUNTS.csv"_s))
        QSKIP(qPrintable(u"there is no COUNTS.csv in %1 (ONSET_REAL_DATA)"_s.arg(folder.path())));
    const QTemporaryDir place;
    Workbook workbook = Workbook::open(place.filePath(u"w.onset"_s), Workbook::Mode::Create).value();
    Progress progress;

    QStringList table, wrong, later;
    std::map<QString, int> right;
    for (const Expected &expected : expectations(folder.filePath(u"COUNTS.csv"_s))) {
        const auto format = kFormats.find(expected.kind);
        if (format == kFormats.end()) {
            if (!later.contains(expected.kind))
                later << expected.kind;
            continue;
        }
        const auto imported =
            importFiles(workbook, {folder.filePath(expected.file)}, {.dryRun = true}, progress);
        if (!imported && format->second.isEmpty() && imported.error().code == Code::BadInput) {
            ++right[expected.kind];
            table << u"none  "_s + imported.error().what;
            continue;
        }
        if (!imported) {
            wrong << expected.file + u": "_s + imported.error().what;
            continue;
        }
        const FileReport &file = imported->files.front();
        const Counts found{file.models,   file.tasks,    file.records,
                           file.valueSum, file.valueMin, file.valueMax};
        const auto difference = kDifferences.find(expected.file);
        const bool known = difference != kDifferences.end();
        const bool good = agrees(found, known ? difference->second.counts : expected.counts) &&
                          file.format == format->second;
        table << u"%1 %2 %3: %4"_s.arg(good ? u"ok   "_s : u"WRONG"_s, file.format, expected.file,
                                       found.text());
        if (known)
            table << u"      COUNTS.csv says %1: %2"_s.arg(expected.counts.text(),
                                                           QString::fromUtf8(difference->second.reason));
        if (good)
            ++right[expected.kind];
        else
            wrong << u"%1 %2: %3"_s.arg(file.format, expected.file, found.text()) + u"\n      expected "_s +
                         format->second + u": "_s + expected.counts.text();
        for (const Refusal &refusal : file.refused)
            table << u"      refused %1 %2: %3"_s.arg(refusal.where, refusal.column, refusal.reason);
    }
    qInfo().noquote() << u"\n"_s + table.join(u'\n');
    for (const auto &[kind, count] : right)
        qInfo().noquote() << kind << count << "files as counted";
    if (!later.isEmpty())
        qInfo().noquote() << "no importer yet:" << later.join(u", "_s);
    QVERIFY2(wrong.isEmpty(), qPrintable(u'\n' + wrong.join(u'\n')));
}

ONSET_TEST(TestCounts)
#include "tst_counts.moc"
