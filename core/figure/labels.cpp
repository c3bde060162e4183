#include "core/figure/labels.h"

#include "core/figure/figure_text.h"

#include <QSet>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

using Field = std::function<QString(const CurveSpec &)>;

QString whoOf(const CurveSpec &c) { return c.key.model.isEmpty() ? c.key.family : c.key.model; }
QString settingOf(const CurveSpec &c) { return c.key.setting; }
QString taskOf(const CurveSpec &c) { return c.key.task; }
QString metricOf(const CurveSpec &c) { return c.key.metric; }
QString benchmarkOf(const CurveSpec &c) { return c.key.benchmark; }
QString sourceOf(const CurveSpec &c) { return c.source; }

int distinct(const QStringList &texts) { return int(QSet<QString>(texts.begin(), texts.end()).size()); }

QStringList column(const std::vector<CurveSpec> &curves, const Field &field)
{
    QStringList texts;
    for (const CurveSpec &curve : curves)
        texts << field(curve);
    return texts;
}

QStringList joined(const QStringList &left, const QStringList &right)
{
    QStringList both;
    for (qsizetype i = 0; i < left.size(); ++i)
        both << (left[i].isEmpty() || right[i].isEmpty() ? left[i] + right[i] : left[i] + u", "_s + right[i]);
    return both;
}

/// As few of the fields as tell the curves apart; the first alone when none does.
QStringList labelled(const std::vector<CurveSpec> &curves, const std::vector<Field> &fields)
{
    QStringList labels(qsizetype(curves.size()));
    for (const Field &field : fields) {
        const QStringList longer = joined(labels, column(curves, field));
        if (distinct(longer) > distinct(labels))
            labels = longer;
    }
    if (distinct(labels) <= 1) // one curve, or the same one again
        labels = column(curves, fields.front());
    for (std::size_t i = 0; i < curves.size(); ++i)
        if (!curves[i].label.isEmpty())
            labels[qsizetype(i)] = curves[i].label;
    return labels;
}

} // namespace

QStringList curveLabels(const std::vector<CurveSpec> &curves)
{
    return labelled(curves, {whoOf, settingOf, taskOf, metricOf, benchmarkOf, sourceOf});
}

QStringList rowLabels(const std::vector<CurveSpec> &curves)
{
    return labelled(curves, {taskOf, settingOf, whoOf, metricOf, benchmarkOf, sourceOf});
}

QString commonTask(const std::vector<CurveSpec> &curves)
{
    if (curves.empty())
        return {};
    const CurveKey &first = curves.front().key;
    const bool common = std::ranges::all_of(curves, [&](const CurveSpec &c) {
        return c.key.task == first.task && c.key.benchmark == first.benchmark;
    });
    return common ? first.task : QString();
}

QString differenceTitle(const std::vector<Metric> &metrics)
{
    const bool same = !metrics.empty() && std::ranges::all_of(metrics, [&metrics](const Metric &m) {
        return m.name == metrics.front().name;
    });
    const QString name = same ? metrics.front().name : FigureText::tr("score");
    const bool percent = !metrics.empty() && std::ranges::all_of(metrics, &Metric::proportion);
    return percent ? FigureText::tr("Difference in %1 (points)").arg(name)
                   : FigureText::tr("Difference in %1").arg(name);
}

QString scoreTitle(const std::vector<Metric> &metrics, Transform transform, double answerLength)
{
    const auto all = [&metrics](auto holds) {
        return !metrics.empty() && std::ranges::all_of(metrics, holds);
    };
    const QString name = all([&](const Metric &m) { return m.name == metrics.front().name; })
                             ? metrics.front().name
                             : FigureText::tr("score");
    const bool falls = all([](const Metric &m) { return m.direction == Direction::LowerIsBetter; });
    const QString right = falls ? FigureText::tr("(1 − %1)").arg(name) : name;
    bool percent = all([](const Metric &m) { return m.proportion; });

    QString title = name;
    switch (transform) {
    case Transform::Raw:
        break;
    case Transform::ChanceNormalised:
        title = FigureText::tr("chance-normalised %1").arg(name);
        break;
    case Transform::ErrorRate:
        title = falls ? name : FigureText::tr("1 − %1").arg(name);
        break;
    case Transform::Power:
        title = u"%1^%2"_s.arg(right).arg(answerLength);
        break;
    case Transform::Root:
        title = u"%1^(1/%2)"_s.arg(right).arg(answerLength);
        break;
    case Transform::Logit:
        title = FigureText::tr("logit of %1").arg(right);
        percent = false;
        break;
    case Transform::LogMinusLog:
        title = FigureText::tr("log(−log %1)").arg(right);
        percent = false;
        break;
    }
    if (!title.isEmpty())
        title[0] = title[0].toUpper();
    return percent ? FigureText::tr("%1 (%)").arg(title) : title;
}

} // namespace onset
