#include "tests/support/figures.h"

#include "core/figure/axis_range.h"
#include "tests/support/table_source.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace onset {

FigureSpec bundledFigure(const QString &dataset, const QString &file)
{
    QFile json(u"%1/datasets/%2/figures/%3"_s.arg(QStringLiteral(ONSET_SOURCE_DIR), dataset, file));
    if (!json.open(QIODevice::ReadOnly))
        return {};
    return figureFromJson(json.readAll()).value_or(FigureSpec{});
}

CurveSpec additionCurve(const QString &setting)
{
    return {.key = {.family = u"GPT-3"_s,
                    .benchmark = u"GPT-3 arithmetic"_s,
                    .task = u"3-digit addition"_s,
                    .metric = u"accuracy"_s,
                    .setting = setting},
            .source = u"gpt3"_s};
}

std::shared_ptr<const FigureContent> composed(const FigureSpec &spec)
{
    Progress progress;
    return compose(spec, tableSource(QStringLiteral(ONSET_SOURCE_DIR "/datasets")), 2, progress).value();
}

CurveContent madeUpCurve(const QString &family, const std::vector<double> &x, const std::vector<double> &y)
{
    CurveContent content;
    content.spec.key.family = content.curve.key.family = content.label = family;
    content.curve.metric = metricNamed(u"accuracy"_s);
    for (std::size_t i = 0; i < x.size(); ++i) {
        CurvePoint point;
        point.model = u"%1 %2"_s.arg(family).arg(i);
        point.x = x[i];
        point.y = y[i];
        content.curve.points.push_back(point);
        content.bars.push_back({});
    }
    return content;
}

FigureContent madeUpFigure(std::vector<CurveContent> curves)
{
    FigureContent figure;
    figure.spec.layers.fits = false;
    figure.spec.panels.resize(1);
    PanelContent &panel = figure.panels.emplace_back();
    panel.curves = std::move(curves);
    panel.xTitle = u"Training compute (FLOPs)"_s;
    panel.yTitle = u"Accuracy (%)"_s;
    panel.percent = panel.logX = true;
    panel.x = xRangeOf(panel);
    panel.y = yRangeOf(panel, figure.spec.layers);
    return figure;
}

} // namespace onset
