#include "core/curve/known_chance.h"

#include "core/curve/metric.h"

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <vector>

// Q_INIT_RESOURCE must stand outside of namespaces; a static library's resources need it.
static void initKnownBenchmarks() { Q_INIT_RESOURCE(known_benchmarks); }

namespace onset {

using namespace Qt::StringLiterals;

namespace {

struct List
{
    QHash<QString, KnownChance> names;
    std::vector<std::pair<QString, KnownChance>> starts; ///< of names: "mmlu_*"
};

QString keyOf(const QString &task) { return task.toLower().replace(u'-', u'_').replace(u' ', u'_'); }

List list()
{
    initKnownBenchmarks();
    List all;
    QFile file(u":/known-benchmarks/chance.json"_s);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    const QJsonArray entries = opened ? QJsonDocument::fromJson(file.readAll()).array() : QJsonArray();
    for (const QJsonValue entry : entries) {
        const KnownChance known{entry[u"chance"_s].toDouble(), entry[u"source"_s].toString()};
        for (const QJsonValue name : entry[u"names"_s].toArray()) {
            if (QString text = name.toString(); text.endsWith(u'*'))
                all.starts.emplace_back(text.chopped(1), known);
            else
                all.names.insert(text, known);
        }
    }
    return all;
}

} // namespace

KnownChance knownChance(const MeasureKey &measure)
{
    static const List known = list();
    const Metric metric = metricNamed(measure.metric);
    if (!metric.counts || metric.generated || metric.direction != Direction::HigherIsBetter)
        return {};
    const QString key = keyOf(measure.task);
    if (const auto found = known.names.constFind(key); found != known.names.cend())
        return *found;
    for (const auto &[start, chance] : known.starts) {
        if (key.startsWith(start))
            return chance;
    }
    return {};
}

} // namespace onset
