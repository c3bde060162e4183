#include "widgets/session/session.h"

#include "core/figure/quantity_text.h"
#include "core/store/figures.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace onset {

void Session::preview(const QStringList &files)
{
    m_previewed += files; // with those of a look that is not over yet, which this one replaces
    m_previewing.start(
        [path = m_path, files = m_previewed](Progress &progress) -> Result<std::vector<TablePreview>> {
            auto workbook = Workbook::open(path, Workbook::Mode::Read);
            if (!workbook)
                return tl::unexpected(workbook.error());
            return previewTables(*workbook, files, progress);
        });
}

void Session::loadRegistry()
{
    m_registering.start([path = m_path](Progress &progress) -> Result<RegistryPtr> {
        auto workbook = Workbook::open(path, Workbook::Mode::Read);
        if (!workbook)
            return tl::unexpected(workbook.error());
        return onset::loadRegistry(*workbook, progress);
    });
}

void Session::loadSparklines(const std::vector<CurveKey> &abilities)
{
    m_seen = abilities;
    m_sparking.start([path = m_path, catalog = m_catalog,
                      abilities](Progress &progress) -> Result<std::vector<Sparkline>> {
        const auto workbook = Workbook::open(path, Workbook::Mode::Read);
        if (!workbook)
            return tl::unexpected(workbook.error());
        std::vector<Sparkline> read;
        for (const CurveKey &key : abilities) {
            if (progress.cancelled())
                return failure(Code::Cancelled, {});
            const int ability = catalog ? catalog->indexOf(key) : -1;
            const auto curves = ability < 0
                                    ? Result<std::vector<Curve>>()
                                    : shownCurves(*workbook, catalog->abilities[std::size_t(ability)]);
            if (!curves)
                return tl::unexpected(curves.error());
            read.push_back({key, sparklines(*curves)});
        }
        return read;
    });
}

void Session::setScale(const ScaleKey &key, double value)
{
    const auto before = std::make_shared<double>(std::nan(""));
    const auto redo = [=](Workbook &workbook, Progress &) {
        return UserFacts(workbook).setScale(key, value).map([&](double earlier) { *before = earlier; });
    };
    const auto undo = [=](Workbook &workbook, Progress &) {
        return UserFacts(workbook).setScale(key, *before).map([](double) {});
    };
    const QString model = key.checkpoint.isEmpty() ? key.model : key.model + u' ' + key.checkpoint;
    QString what;
    switch (key.quantity) {
    case Quantity::Parameters:
        what = tr("Parameters of %1").arg(model);
        break;
    case Quantity::Tokens:
        what = tr("Training tokens of %1").arg(model);
        break;
    case Quantity::Flops:
        what = tr("Training compute of %1").arg(model);
        break;
    }
    change(what, redo, undo);
}

void Session::setChance(const MeasureKey &key, double value)
{
    const auto before = std::make_shared<double>(std::nan(""));
    const auto redo = [=](Workbook &workbook, Progress &) {
        return UserFacts(workbook).setChance(key, value).map([&](double earlier) { *before = earlier; });
    };
    const auto undo = [=](Workbook &workbook, Progress &) {
        return UserFacts(workbook).setChance(key, *before).map([](double) {});
    };
    change(tr("Chance level of %1").arg(key.task), redo, undo);
}

void Session::sayModel(const ModelName &name, const std::optional<ModelName> &sameAs)
{
    const auto before = std::make_shared<std::optional<ModelName>>();
    const auto after = std::make_shared<const std::optional<ModelName>>(sameAs);
    const auto redo = [=](Workbook &workbook, Progress &) -> Result<> {
        return workbook.transact([&] {
            return SameModels(workbook)
                .say(name, *after)
                .map([&](const auto &earlier) { *before = earlier; })
                .and_then([&] { return rejoin(workbook); })
                .map([](bool) {});
        });
    };
    const auto undo = [=](Workbook &workbook, Progress &) -> Result<> {
        return workbook.transact([&] {
            return SameModels(workbook)
                .say(name, *before)
                .and_then([&](const auto &) { return rejoin(workbook); })
                .map([](bool) {});
        });
    };
    const QString what = !sameAs           ? tr("Name %1 by the rules").arg(name.model)
                         : *sameAs == name ? tr("Keep %1 apart").arg(name.model)
                                           : tr("%1 is %2").arg(name.model, sameAs->model);
    change(what, redo, undo);
}

void Session::useRule(const NameRule &rule, bool used)
{
    const auto set = [name = rule.name](bool use) {
        return [=](Workbook &workbook, Progress &) -> Result<> {
            return workbook.transact([&] {
                return SameModels(workbook)
                    .use(name, use)
                    .and_then([&] { return rejoin(workbook); })
                    .map([](bool) {});
            });
        };
    };
    change(used ? tr("Use the rule “%1”").arg(rule.example) : tr("Drop the rule “%1”").arg(rule.example),
           set(used), set(!used));
}

namespace {

/// The figure of this name as the workbook keeps it.
Result<std::optional<Figures::Entry>> kept(Workbook &workbook, const QString &name)
{
    return Figures(workbook).list().map([&](const std::vector<Figures::Entry> &figures) {
        const auto found = std::ranges::find(figures, name, &Figures::Entry::name);
        return found == figures.end() ? std::nullopt : std::optional(*found);
    });
}

/// Puts a figure back as it was, or takes the one of this name out.
Result<> putBack(Workbook &workbook, const QString &name, const std::optional<Figures::Entry> &entry)
{
    return entry ? Figures(workbook).put(*entry) : Figures(workbook).remove(name);
}

} // namespace

void Session::replaceFigure(const QString &what, const QString &name,
                            const std::optional<Figures::Entry> &entry)
{
    const auto before = std::make_shared<std::optional<Figures::Entry>>();
    const auto redo = [=](Workbook &workbook, Progress &) {
        return kept(workbook, name).and_then([&](std::optional<Figures::Entry> &&earlier) {
            *before = std::move(earlier);
            return putBack(workbook, name, entry);
        });
    };
    const auto undo = [=](Workbook &workbook, Progress &) { return putBack(workbook, name, *before); };
    change(what, redo, undo);
}

void Session::keepFigure(const FigureSpec &figure)
{
    const QByteArray json = QJsonDocument(toJson(figure)).toJson();
    replaceFigure(tr("Keep the figure “%1”").arg(figure.name), figure.name,
                  Figures::Entry{figure.name, json});
    present(figure);
}

void Session::removeFigure(const QString &name)
{
    replaceFigure(tr("Remove the figure “%1”").arg(name), name, std::nullopt);
}

} // namespace onset
