#include "tests/support/table_source.h"

#include "core/curve/setting.h"

#include <QFile>
#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

using Row = QHash<QString, QString>;

QStringList fieldsOf(const QString &line)
{
    QStringList fields{QString()};
    bool quoted = false;
    for (const QChar c : line) {
        if (c == u'"')
            quoted = !quoted;
        else if (c == u',' && !quoted)
            fields << QString();
        else
            fields.back() += c;
    }
    return fields;
}

std::vector<Row> rowsOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    const QStringList header = fieldsOf(lines.value(0));
    std::vector<Row> rows;
    for (const QString &line : lines.mid(1)) {
        const QStringList fields = fieldsOf(line);
        Row row;
        for (qsizetype i = 0; i < header.size(); ++i)
            row.insert(header[i], fields.value(i));
        rows.push_back(row);
    }
    return rows;
}

double numberOf(const Row &row, const QString &column)
{
    bool good = false;
    const double number = row.value(column).toDouble(&good);
    return good ? number : kUnknown;
}

QString settingOf(const Row &row)
{
    Setting setting{.strategy = row.value(u"strategy"_s), .decoding = row.value(u"decoding"_s)};
    if (!row.value(u"shots"_s).isEmpty())
        setting.shots = row.value(u"shots"_s).toInt();
    return setting.name();
}

bool isOf(const Row &row, const MeasureKey &measure)
{
    return row.value(u"benchmark"_s) == measure.benchmark && row.value(u"task"_s) == measure.task &&
           row.value(u"metric"_s) == measure.metric;
}

double scaleOf(const Row &row, const Scale &scale, const std::vector<Row> &rows)
{
    switch (scale.kind) {
    case Scale::Kind::Compute:
        return numberOf(row, u"train_flops"_s);
    case Scale::Kind::Parameters:
        return numberOf(row, u"params"_s);
    case Scale::Kind::Tokens:
        return numberOf(row, u"train_tokens"_s);
    case Scale::Kind::Date:
        return numberOf(row, u"date"_s);
    case Scale::Kind::Measure:
        for (const Row &other : rows)
            if (other.value(u"model"_s) == row.value(u"model"_s) && isOf(other, scale.measure))
                return numberOf(other, u"value"_s);
    }
    return kUnknown;
}

Result<Curve> curveOf(const std::vector<Row> &rows, const CurveSpec &spec, const Scale &scale)
{
    Curve curve;
    curve.key = spec.key;
    curve.scale = scale;
    curve.metric = metricNamed(spec.key.metric);
    curve.best = curve.metric.best();
    for (const Row &row : rows) {
        if (row.value(u"model_family"_s) != spec.key.family || settingOf(row) != spec.key.setting ||
            !isOf(row, {spec.key.benchmark, spec.key.task, spec.key.metric}))
            continue;
        CurvePoint point;
        point.model = row.value(u"model"_s);
        point.x = scaleOf(row, scale, rows);
        point.y = numberOf(row, u"value"_s);
        point.n = numberOf(row, u"n_examples"_s);
        point.parameters = numberOf(row, u"params"_s);
        point.tokens = numberOf(row, u"train_tokens"_s);
        point.flops = numberOf(row, u"train_flops"_s);
        point.flopsEstimated = row.value(u"flops_origin"_s) != u"reported";
        point.source = row.value(u"source"_s);
        curve.chance = numberOf(row, u"chance_level"_s);
        if (std::isnan(point.x))
            ++curve.unplaced;
        else
            curve.points.push_back(point);
    }
    if (curve.points.empty() && curve.unplaced == 0)
        return failure(Code::NotFound,
                       u"No curve %1, %2, %3."_s.arg(spec.key.family, spec.key.task, spec.key.setting));
    std::ranges::stable_sort(curve.points, {}, &CurvePoint::x);
    return curve;
}

} // namespace

CurveSource tableSource(const QString &datasets)
{
    return [datasets, tables = QHash<QString, std::vector<Row>>()](
               const CurveSpec &spec, const Scale &scale) mutable -> Result<Curve> {
        if (!tables.contains(spec.source))
            tables.insert(spec.source, rowsOf(u"%1/%2/table.csv"_s.arg(datasets, spec.source)));
        return curveOf(tables[spec.source], spec, scale);
    };
}

} // namespace onset
