#include "tests/support/draw.h"

#include "core/store/curves.h"
#include "core/store/imports.h"
#include "core/store/models.h"

#include <QStringList>

#include <cmath>

namespace onset::draw {

namespace {

QString number(double value)
{
    return std::isnan(value) ? QStringLiteral("?") : QString::number(value, 'g', 6);
}

QString point(const Curve &curve, const CurvePoint &point)
{
    QString text = point.checkpoint.isEmpty() ? point.model : point.model + u'@' + point.checkpoint;
    text += QStringLiteral(" %1%2 %3")
                .arg(xEstimated(curve, point) ? QStringLiteral("~") : QString(), number(point.x),
                     number(point.y));
    return point.excluded ? u'[' + text + u']' : text;
}

} // namespace

QString curves(const std::vector<Curve> &curves)
{
    QStringList lines;
    for (const Curve &curve : curves) {
        const CurveKey &key = curve.key;
        QString line = key.model.isEmpty() ? key.family : key.family + u'/' + key.model;
        line += QStringLiteral(" | %1/%2/%3 | %4").arg(key.benchmark, key.task, key.metric, key.setting);
        if (!std::isnan(curve.chance))
            line += QStringLiteral(" | chance %1").arg(number(curve.chance));
        QStringList points;
        for (const CurvePoint &each : curve.points)
            points << point(curve, each);
        line += QStringLiteral(": ") + points.join(QStringLiteral("; "));
        for (const Reference &reference : curve.references)
            line += QStringLiteral(" | %1 %2").arg(reference.label, number(reference.value));
        if (curve.unplaced > 0)
            line += QStringLiteral(" | %1 unplaced").arg(curve.unplaced);
        if (curve.conflicts > 0)
            line += QStringLiteral(" | %1 in conflict").arg(curve.conflicts);
        lines << line;
    }
    return lines.join(u'\n');
}

QString workbook(Workbook &workbook)
{
    QStringList lines;
    if (const auto found = Curves(workbook).find({}, {}); found)
        lines << curves(*found);
    else
        lines << found.error().what;
    const auto models = listModels(workbook).value();
    for (const ModelInfo &model : models)
        lines << QStringLiteral("model %1/%2@%3 %4 %5 %6 %7 %8")
                     .arg(model.family, model.model, model.checkpoint, number(model.parameters),
                          number(model.tokens), number(model.flops), model.flopsFrom.origin, model.date);
    const auto imports = Imports(workbook).list().value();
    for (const ImportInfo &import : imports)
        lines << QStringLiteral("import %1 (%2): %3 results, %4 refused")
                     .arg(import.name, import.format)
                     .arg(import.results)
                     .arg(import.refused);
    lines.removeAll(QString());
    return lines.join(u'\n');
}

QString report(const ImportReport &report)
{
    QStringList lines;
    for (const FileReport &file : report.files) {
        lines << QStringLiteral("%1: read %2, accepted %3").arg(file.file).arg(file.read).arg(file.accepted);
        for (const Refusal &refusal : file.refused)
            lines << QStringLiteral("%1 %2: %3").arg(refusal.where, refusal.column, refusal.reason);
        lines << file.notes;
    }
    return lines.join(u'\n');
}

} // namespace onset::draw
