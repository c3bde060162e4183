#include "core/curve/metric.h"

#include <QHash>
#include <QStringList>

#include <cmath>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace onset {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Entry
{
    QStringView name;
    QStringView spellings; ///< separated by '|', lower case, with '_' and '-' read as blanks
    double low, high;
    Direction direction;
    bool proportion, counts, generated;
};

constexpr auto Higher = Direction::HigherIsBetter;
constexpr auto Lower = Direction::LowerIsBetter;

// Ranges and directions follow the papers that define the metrics; BIG-bench's own scores are documented in
// Srivastava et al. 2022 (arXiv 2206.04615), §2 and appendix A; MC1 and MC2 in Lin et al. 2021 (arXiv
// 2109.07958); those of lm-evaluation-harness in its metrics.py and tasks, which also say which of them
// should be low.
constexpr Entry kMetrics[] = {
    {u"accuracy", u"acc", 0, 1, Higher, true, true, false},
    {u"normalized accuracy", u"acc norm|normalised accuracy", 0, 1, Higher, true, true, false},
    {u"multiple-choice grade", u"multiple choice grade|mc grade", 0, 1, Higher, true, true, false},
    {u"exact match", u"em|exact|exact string match|exact str match", 0, 1, Higher, true, true, true},
    {u"quasi-exact match", u"", 0, 1, Higher, true, true, true},
    {u"prefix exact match", u"", 0, 1, Higher, true, true, true},
    {u"quasi-prefix exact match", u"", 0, 1, Higher, true, true, true},
    {u"exact match (answerable)", u"hasans exact", 0, 1, Higher, true, true, true},
    {u"exact match (unanswerable)", u"noans exact", 0, 1, Higher, true, true, true},
    {u"best exact match", u"best exact", 0, 1, Higher, true, true, true},
    {u"F1 (answerable)", u"hasans f1", 0, 1, Higher, true, false, true},
    {u"F1 (unanswerable)", u"noans f1", 0, 1, Higher, true, false, true},
    {u"best F1", u"", 0, 1, Higher, true, false, true},
    {u"MC1", u"", 0, 1, Higher, true, true, false},
    {u"MC2", u"", 0, 1, Higher, true, false, false},
    {u"Matthews correlation", u"mcc|matthews correlation coefficient", -1, 1, Higher, false, false, false},
    {u"stereotype preference", u"pct stereotype", 0, 1, Lower, true, true, false},
    {u"likelihood difference", u"", -kInfinity, kInfinity, Lower, false, false, false},
    {u"VQA accuracy", u"", 0, 1, Higher, true, false, true},
    {u"F1", u"f1 score|token f1", 0, 1, Higher, true, false, true},
    {u"F1a", u"", 0, 1, Higher, true, false, false},
    {u"macro-F1", u"macro f1", 0, 1, Higher, true, false, false},
    {u"micro-F1", u"micro f1", 0, 1, Higher, true, false, false},
    {u"sequence F1", u"", 0, 1, Higher, true, false, true},
    {u"average score", u"average|mean score", 0, 1, Higher, true, false, false},
    {u"SuperGLUE average", u"superglue score", 0, 1, Higher, true, false, false},
    {u"preferred metric", u"", -kInfinity, kInfinity, Higher, false, false, false},
    {u"normalized preferred metric", u"normalised preferred metric|normalized aggregate score", -kInfinity, 1,
     Higher, true, false, false},
    {u"BLEU", u"", 0, 1, Higher, true, false, true},
    {u"BLEU (multi-bleu)", u"bleu multi bleu|multi bleu", 0, 1, Higher, true, false, true},
    {u"sacreBLEU", u"bleu sacrebleu|bleu (sacrebleu)", 0, 1, Higher, true, false, true},
    {u"ROUGE-1", u"rouge1", 0, 1, Higher, true, false, true},
    {u"ROUGE-2", u"rouge2", 0, 1, Higher, true, false, true},
    {u"ROUGE-L", u"rougel", 0, 1, Higher, true, false, true},
    {u"ROUGE-Lsum", u"rougelsum|rouge l sum", 0, 1, Higher, true, false, true},
    {u"BLEURT", u"", -kInfinity, kInfinity, Higher, false, false, false},
    {u"chrF", u"", 0, 1, Higher, true, false, true},
    {u"BERTScore", u"bert score", 0, 1, Higher, true, false, true},
    {u"mean absolute error", u"mae", 0, kInfinity, Lower, false, false, false},
    {u"expected calibration error", u"ece|calibration error", 0, 1, Lower, true, false, false},
    {u"Brier score", u"brier", 0, 2, Lower, false, false, false},
    {u"error rate", u"error", 0, 1, Lower, true, true, false},
    // insertions count as errors, so that there may be more of them than words
    {u"word error rate", u"wer", 0, kInfinity, Lower, true, false, false},
    {u"character error rate", u"cer", 0, kInfinity, Lower, true, false, false},
    {u"toxicity", u"toxicity rate|toxic fraction|expected maximum toxicity", 0, 1, Lower, true, false, false},
    {u"perplexity", u"ppl", 1, kInfinity, Lower, false, false, false},
    {u"word perplexity", u"", 1, kInfinity, Lower, false, false, false},
    {u"byte perplexity", u"", 1, kInfinity, Lower, false, false, false},
    {u"bits per byte", u"bpb", 0, kInfinity, Lower, false, false, false},
    {u"cross-entropy", u"cross entropy|cross entropy loss|loss|validation loss", 0, kInfinity, Lower, false,
     false, false},
    {u"probability of correct answer", u"", 0, 1, Higher, true, false, false},
    {u"log-probability of correct answer", u"log probability of correct answer", -kInfinity, 0, Higher, false,
     false, false},
    {u"edit distance", u"levenshtein distance", 0, kInfinity, Lower, false, false, false},
    // Above 0, so that an axis of it is logarithmic: a measure of checkpoints whose tokens are not known.
    {u"training steps", u"", 1, kInfinity, Higher, false, false, false},
    {u"negative log-probability of correct answer",
     u"negative log probability of correct answer|negative log probability of the correct answer", 0,
     kInfinity, Lower, false, false, false},
    {u"negative log-probability of incorrect answer",
     u"negative log probability of incorrect answer|negative log probability of the incorrect answer", 0,
     kInfinity, Higher, false, false, false},
};

/// Two spellings that differ in case, blanks, '_' and '-' only have one of these.
QString folded(const QString &name)
{
    QString text = name.toLower();
    text.replace(u'_', u' ').replace(u'-', u' ');
    return text.simplified();
}

QHash<QString, const Entry *> spellings()
{
    QHash<QString, const Entry *> found;
    for (const Entry &entry : kMetrics) {
        found.insert(folded(entry.name.toString()), &entry);
        for (const QString &spelling : entry.spellings.toString().split(u'|', Qt::SkipEmptyParts))
            found.insert(spelling, &entry);
    }
    return found;
}

/// "pass@100": the share of problems of which one of k samples passes the tests [Chen et al. 2021].
bool isPassAtK(const QString &name)
{
    bool number = false;
    name.mid(5).toUInt(&number);
    return name.startsWith(u"pass@") && number;
}

Metric byName(const QString &name)
{
    static const QHash<QString, const Entry *> known = spellings();
    const QString key = folded(name);
    if (const Entry *entry = known.value(key))
        return {entry->name.toString(), entry->low,    entry->high,     entry->direction,
                entry->proportion,      entry->counts, entry->generated};
    // "accuracy (random 20% of examples)" is an accuracy under its own name.
    if (const Entry *entry = known.value(key.section(u" ("_s, 0, 0)); entry && key.endsWith(u')'))
        return {name.simplified(), entry->low,    entry->high,     entry->direction,
                entry->proportion, entry->counts, entry->generated};
    if (isPassAtK(key))
        return {key, 0, 1, Direction::HigherIsBetter, true, false, true};
    return {name.simplified(), -kInfinity, kInfinity, Direction::HigherIsBetter, false, false, false};
}

} // namespace

double Metric::best() const
{
    const double end = direction == Direction::HigherIsBetter ? high : low;
    return std::isfinite(end) ? end : std::numeric_limits<double>::quiet_NaN();
}

Metric metricNamed(const QString &name)
{
    for (const auto &[remark, direction] : {std::pair(u" (lower is better)"_s, Direction::LowerIsBetter),
                                            std::pair(u" (higher is better)"_s, Direction::HigherIsBetter)}) {
        if (!name.endsWith(remark))
            continue;
        Metric metric = byName(name.chopped(remark.size()));
        metric.name = name.simplified();
        metric.direction = direction;
        return metric;
    }
    return byName(name);
}

} // namespace onset
