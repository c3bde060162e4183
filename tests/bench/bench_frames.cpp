// How long a frame takes while the reader moves in a figure: from a posted event until the view has painted.
// Prints median and 95th percentile over the frames of each gesture; 1000 × 620 pixels at scale 1.
//
// usage: QT_QPA_PLATFORM=offscreen bench_frames

#include "core/figure/views.h"
#include "tests/support/figures.h"
#include "widgets/plot/figure_scroll.h"
#include "widgets/plot/figure_view.h"
#include "widgets/plot/typeface.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

constexpr int kFrames = 200;

/// @param post  posts the event of frame i
template <typename Post>
void measure(const char *figure, const char *gesture, const Post &post)
{
    std::vector<double> frames;
    for (int i = 0; i < kFrames; ++i) {
        QElapsedTimer timer;
        timer.start();
        post(i);
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents();
        frames.push_back(double(timer.nsecsElapsed()) * 1e-6);
    }
    std::ranges::sort(frames);
    std::printf("%-34s %-8s median %5.1f ms   95 %% %5.1f ms   longest %5.1f ms\n", figure, gesture,
                frames[kFrames / 2], frames[kFrames * 95 / 100], frames.back());
    std::fflush(stdout);
}

void move(const char *name, FigureView &view)
{
    const QPointF middle = view.frameOf(0).center();
    measure(name, "zoom", [&](int i) {
        QCoreApplication::postEvent(&view, new QWheelEvent(middle, view.mapToGlobal(middle), {},
                                                           {0, i / 10 % 2 == 0 ? 24 : -24}, Qt::NoButton,
                                                           Qt::ControlModifier, Qt::NoScrollPhase, false));
    });
    view.showAll();
    const auto mouse = [&](QEvent::Type type, QPointF at, Qt::MouseButton button) {
        QCoreApplication::postEvent(
            &view, new QMouseEvent(type, at, view.mapToGlobal(at), button, Qt::LeftButton, Qt::NoModifier));
    };
    mouse(QEvent::MouseButtonPress, middle + QPointF(30, 5), Qt::LeftButton);
    measure(name, "pan", [&](int i) {
        const double turn = i * 0.2;
        mouse(QEvent::MouseMove, middle + QPointF(30 + 25 * std::sin(turn), 5 + 15 * std::cos(turn)),
              Qt::NoButton);
    });
    mouse(QEvent::MouseButtonRelease, middle, Qt::LeftButton);
    QCoreApplication::processEvents();
    view.showAll();
}

FigureSpec eightPanels()
{
    FigureSpec spec = bundledFigure(u"emergent-figures"_s, u"figure-2.json"_s);
    spec.layers.fits = spec.layers.bands = true;
    spec.fit.noise = fit::Noise::Gaussian;
    return spec;
}

FigureContent manyPoints()
{
    std::vector<double> x, y;
    for (int i = 0; i < 100'000; ++i) {
        x.push_back(std::pow(10, 18 + 6 * (i + 0.5) / 100'000));
        const double noise = std::fmod(i * 0.618033988749895, 1.0) - 0.5;
        y.push_back(std::clamp(1 / (1 + std::exp(-2 * (std::log10(x.back()) - 21))) + 0.2 * noise, 0.0, 1.0));
    }
    return madeUpFigure({madeUpCurve(u"A"_s, x, y)});
}

/// From a place of the cut-off to the fits of the models below it, and to their bands; two threads.
void dragCutoff(const char *name, std::optional<fit::Noise> noise)
{
    FigureSpec spec = bundledFigure(u"gpt3"_s, u"three-digit-addition.json"_s);
    spec.fit.model = fit::Model::Logistic;
    spec.fit.noise = noise;
    const ContentPtr whole = composed(spec);
    const auto source = [&](const CurveSpec &curve, const Scale &) -> Result<Curve> {
        const auto &curves = whole->panels.front().curves;
        return std::ranges::find(curves, curve, &CurveContent::spec)->curve;
    };
    std::vector<double> fits, bands;
    for (int round = 0; round < 20; ++round)
        for (const double cutoff : cutoffsOf(*whole, {})) {
            spec.panels.front().cutoff = cutoff;
            Progress progress;
            QElapsedTimer timer;
            timer.start();
            const ContentPtr figure = sketch(spec, source, 2, progress).value();
            fits.push_back(double(timer.nsecsElapsed()) * 1e-6);
            (void)drafted(figure, 2, progress);
            bands.push_back(double(timer.nsecsElapsed()) * 1e-6);
        }
    std::ranges::sort(fits);
    std::ranges::sort(bands);
    std::printf("%-34s fits 95 %% %5.1f ms   with drafts of bands %5.1f ms\n", name,
                fits[fits.size() * 95 / 100], bands[bands.size() * 95 / 100]);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (!loadFigureFont())
        return 1;
    FigureScroll window;
    FigureView &view = window.view();
    window.resize(1000, 620);
    window.show();
    const ContentPtr eight = composed(eightPanels());
    if (eight->panels.size() != 8)
        return 1;
    view.setContent(eight);
    move("8 panels, fits and bands", view);
    view.setContent(std::make_shared<FigureContent>(manyPoints()));
    move("100,000 points", view);
    const auto many = std::make_shared<FigureContent>(*eight);
    while (many->panels.size() < 200) {
        many->panels.push_back(eight->panels[many->panels.size() % 8]);
        many->spec.panels.push_back(eight->spec.panels[many->spec.panels.size() % 8]);
    }
    view.setContent(many);
    QCoreApplication::processEvents();
    QScrollBar &bar = *window.verticalScrollBar();
    measure("200 panels, fits and bands", "scroll", [&](int i) {
        const QPointF at(500, 300);
        QCoreApplication::postEvent(window.viewport(),
                                    new QWheelEvent(at, window.viewport()->mapToGlobal(at), {},
                                                    {0, i < 150 ? -120 : 120}, Qt::NoButton, Qt::NoModifier,
                                                    Qt::NoScrollPhase, false));
    });
    dragCutoff("cut-off, 3 curves, normal noise", fit::Noise::Gaussian);
    dragCutoff("cut-off, 3 curves, default noise", std::nullopt);
    std::printf("scrolled to %d of %d\n", bar.value(), bar.maximum());
    return 0;
}
