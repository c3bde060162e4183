// Milliseconds of the GUI thread for what one does with a list of 100,000 abilities: it comes, is scrolled by
// a page and from end to end, and each key of a search is typed and taken back. Painted offscreen.

#include "widgets/panels/ability_panel.h"

#include <benchmark/benchmark.h>

#include <QApplication>
#include <QLineEdit>
#include <QScrollBar>
#include <QTreeView>

namespace onset {
namespace {

constexpr int kAbilities = 100'000;

std::vector<Ability> abilities()
{
    std::vector<Ability> all;
    for (int i = 0; i < kAbilities; ++i) {
        const QString task = QStringLiteral("task_%1").arg(i, 6, 10, QChar(u'0'));
        all.push_back({{QStringLiteral("synthetic"), task, QStringLiteral("accuracy")},
                       QStringLiteral("few-shot (K=5)"),
                       {{QStringLiteral("GPT-3"), 8, 8}, {QStringLiteral("LaMDA"), 7, 7}}});
    }
    return all;
}

/// A panel on the screen, whose rows all have their lines as soon as they are seen.
class Shown
{
public:
    Shown() : catalog(makeCatalog(abilities(), {}))
    {
        QObject::connect(&panel, &AbilityPanel::sparklinesWanted, &panel,
                         [this](const std::vector<CurveKey> &keys) {
                             std::vector<Sparkline> read;
                             for (const CurveKey &key : keys)
                                 read.push_back({key, {m_line, m_line}});
                             panel.setSparklines(read);
                         });
        panel.resize(320, 700);
        panel.setCatalog(catalog);
        panel.show();
        paint();
    }

    void paint()
    {
        QApplication::processEvents();
        list->viewport()->repaint();
    }

    CatalogPtr catalog;
    AbilityPanel panel;
    QTreeView *list = panel.findChild<QTreeView *>();
    QLineEdit *search = panel.findChild<QLineEdit *>();

private:
    QPolygonF m_line{QList<QPointF>{{0, 1}, {0.2, 0.9}, {0.4, 0.8}, {0.6, 0.4}, {0.8, 0.2}, {1, 0}}};
};

void make(benchmark::State &state)
{
    const std::vector<Ability> all = abilities();
    for ([[maybe_unused]] auto round : state)
        benchmark::DoNotOptimize(makeCatalog(all, {}));
}

void come(benchmark::State &state)
{
    Shown shown;
    for ([[maybe_unused]] auto round : state) {
        shown.panel.setCatalog(shown.catalog);
        shown.paint();
    }
}

void follow(benchmark::State &state)
{
    Shown shown;
    std::size_t at = 0;
    for ([[maybe_unused]] auto round : state) {
        at = (at + 41'117) % kAbilities;
        shown.panel.showFigure(figureOf({&shown.catalog->abilities[at]}, {}));
        shown.paint();
    }
}

/// @param step  rows
void scroll(benchmark::State &state, int step)
{
    Shown shown;
    QScrollBar *const bar = shown.list->verticalScrollBar();
    for ([[maybe_unused]] auto round : state) {
        bar->setValue((bar->value() + step * 44) % bar->maximum());
        shown.paint();
    }
}

void type(benchmark::State &state, const QString &words)
{
    Shown shown;
    for ([[maybe_unused]] auto round : state) {
        for (qsizetype i = 1; i <= words.size(); ++i) {
            shown.search->setText(words.left(i));
            shown.paint();
        }
        for (qsizetype i = words.size() - 1; i >= 0; --i) {
            shown.search->setText(words.left(i));
            shown.paint();
        }
    }
    state.counters["per_key"] = benchmark::Counter(double(state.iterations() * words.size() * 2),
                                                   benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void selectAll(benchmark::State &state)
{
    Shown shown;
    for ([[maybe_unused]] auto round : state) {
        shown.list->clearSelection();
        shown.list->selectAll();
        shown.panel.setCatalog(shown.catalog);
        shown.paint();
    }
}

} // namespace
} // namespace onset

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    using namespace onset;
    const auto add = [](const char *name, auto run) {
        benchmark::RegisterBenchmark(name, run)->Unit(benchmark::kMillisecond);
    };
    add("make (in a worker)", make);
    add("come", come);
    add("follow the figure", follow);
    add("scroll/line", [](benchmark::State &state) { scroll(state, 1); });
    add("scroll/page", [](benchmark::State &state) { scroll(state, 15); });
    add("scroll/far", [](benchmark::State &state) { scroll(state, 41'117); });
    add("type/one", [](benchmark::State &state) { type(state, QStringLiteral("task_054321")); });
    add("type/scattered", [](benchmark::State &state) { type(state, QStringLiteral("7 5 lamda")); });
    add("type/none", [](benchmark::State &state) { type(state, QStringLiteral("zzz")); });
    add("select all, reload", selectAll);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 1;
    benchmark::RunSpecifiedBenchmarks();
}
