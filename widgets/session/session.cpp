#include "widgets/session/session.h"

#include "core/store/column_maps.h"
#include "widgets/session/figure_change.h"

#include <QDir>
#include <QThread>

#include <algorithm>

namespace onset {

Exclusions::Key exclusionKey(const Curve &curve, const CurvePoint &point)
{
    const CurveKey &key = curve.key;
    return {key.family, point.model, point.checkpoint, key.benchmark, key.task, key.metric, key.setting};
}

namespace {

/// For work behind a figure that is already there: one is painting.
int threadsBehind() { return std::max(1, QThread::idealThreadCount() - 1); }

constexpr int kRounds = 16; // in which the bands of many curves appear

int curvesOf(const FigureContent &content)
{
    int curves = 0;
    for (const PanelContent &panel : content.panels)
        curves += int(panel.curves.size());
    return curves;
}

template <typename Job>
bool isRunning(const Job &job)
{
    return job.watcher().isRunning() && !job.watcher().isCanceled();
}

} // namespace

/// An edit that has been done once. Should doing it again or undoing it fail, the stack no longer tells the
/// story of the workbook and is emptied.
class Session::EditCommand : public QUndoCommand
{
public:
    EditCommand(Session &session, const QString &what, Writer::Edit redo, Writer::Edit undo)
        : QUndoCommand(what), m_session(session), m_redo(std::move(redo)), m_undo(std::move(undo))
    {}
    void redo() override
    {
        if (std::exchange(m_doneBefore, false))
            return;
        repeat(m_redo);
    }
    void undo() override { repeat(m_undo); }

private:
    void repeat(const Writer::Edit &edit)
    {
        m_session.run(text(), edit, [&session = m_session](bool succeeded) {
            if (!succeeded)
                session.m_undoStack.clear();
        });
    }

    Session &m_session;
    Writer::Edit m_redo, m_undo;
    bool m_doneBefore = true; ///< pushing a command redoes it
};

/// From one figure to another.
class Session::FigureCommand : public QUndoCommand
{
public:
    FigureCommand(Session &session, const FigureSpec &before, const FigureSpec &after, int gesture)
        : m_session(session), m_before(before), m_after(after), m_browses(isOtherSubject(before, after)),
          m_gesture(gesture)
    {
        setText(changeInWords(before, after));
    }
    void redo() override { m_session.present(m_after, m_gesture > 0); }
    void undo() override { m_session.present(m_before); }
    [[nodiscard]] int id() const override { return 1; }
    bool mergeWith(const QUndoCommand *other) override
    {
        const auto &next = static_cast<const FigureCommand &>(*other);
        const bool sameGesture = m_gesture > 0 && m_gesture == next.m_gesture;
        if (!(m_browses && next.m_browses) && !sameGesture)
            return false;
        m_after = next.m_after;
        setText(next.text());
        setObsolete(m_after == m_before);
        return true;
    }

private:
    Session &m_session;
    FigureSpec m_before, m_after;
    bool m_browses; ///< goes to other abilities
    int m_gesture;
};

Session::Session(QObject *parent)
    : QObject(parent), m_previewing([this](Result<std::vector<TablePreview>> result) {
          // what cannot be read, the import says
          emit tablesPreviewed(std::exchange(m_previewed, {}),
                               result ? *result : std::vector<TablePreview>());
      }),
      m_registering([this](Result<RegistryPtr> result) {
          if (result)
              emit registryLoaded(*result);
          else
              report(result.error());
      }),
      m_opening([this](Result<Opened> result) {
          if (result)
              take(std::move(*result));
          else
              emit openingFailed(result.error());
      }),
      m_loading([this](Result<CatalogPtr> result) {
          if (!result)
              return report(result.error());
          m_sparking.cancel(); // they may have read what was there before
          m_finding.cancel();
          m_catalog = std::move(*result);
          m_judged.assign(m_catalog->abilities.size(), false);
          m_firstUnjudged = 0;
          emit catalogLoaded(m_catalog);
          if (m_figure.panels.empty() || m_catalog->abilities.empty())
              present(firstFigure(m_catalog->abilities));
          check();
          judgeNext();
      }),
      m_checking([this](const Result<> &sound) {
          if (!sound && sound.error().code != Code::Cancelled)
              m_damage = sound.error();
          if (!sound)
              report(sound.error());
          else if (!m_datasets.isEmpty() && !m_readOnly)
              refreshBundled(m_datasets);
      }),
      m_sparking([this](const Result<std::vector<Sparkline>> &result) {
          if (result)
              emit sparklinesLoaded(*result);
          else
              report(result.error());
      }),
      m_finding([this](const Result<std::vector<AbilityFindings>> &result) {
          if (!result)
              return report(result.error());
          emit abilitiesJudged(*result);
          judgeNext();
      }),
      m_composing([this](Result<ContentPtr> result) {
          const bool waiting = std::exchange(m_waiting, false);
          if (result)
              take(looked(std::move(*result)));
          else
              report(result.error());
          if (waiting)
              compose();
      }),
      m_drafting([this](Result<ContentPtr> result) {
          if (!result)
              return report(result.error());
          if (*result != m_content) {
              m_content = looked(std::move(*result));
              emit figureBanded(m_content);
          }
          judge();
      }),
      m_judging([this](Result<ContentPtr> result) {
          if (!result)
              return report(result.error());
          m_content = looked(std::move(*result));
          emit figureJudged(m_content);
          makeBands();
      }),
      m_banding([this](Result<ContentPtr> result) {
          if (!result)
              return report(result.error());
          if (*result == m_content) {
              emit figureFinished(m_content);
              return judgeNext();
          }
          m_content = looked(std::move(*result));
          emit figureBanded(m_content);
          makeBands();
      })
{
    connect(&m_opening.watcher(), &QFutureWatcherBase::progressValueChanged, this, [this](int steps) {
        emit openingProgressed(double(steps) / PromiseProgress<Result<Opened>>::kSteps);
    });
    connect(&m_writer, &Writer::progressed, this, &Session::editProgressed);
    connect(&m_writer, &Writer::changedElsewhere, this, &Session::reload);
}

void Session::open(const OpenRequest &request)
{
    m_opening.start([request](Progress &progress) { return openWorkbook(request, progress); });
}

void Session::take(Opened opened)
{
    m_loading.cancel();
    m_checking.cancel();
    m_sparking.cancel();
    m_finding.cancel();
    m_composing.cancel();
    m_undoStack.clear();
    m_supposition.reset();
    m_damage.reset();
    m_unchecked = true;
    m_datasets = opened.request.datasets;
    m_path = opened.request.path;
    m_readOnly = opened.readOnly;
    m_catalog = nullptr;
    m_figure = opened.content ? opened.content->spec : FigureSpec{};
    m_writer.open(m_path);
    emit this->opened();
    emit catalogLoaded(m_catalog);
    emit figureChanged(m_figure);
    take(std::move(opened.content));
    loadCatalog();
}

void Session::show(const FigureSpec &figure, int gesture)
{
    if (figure == m_figure)
        return;
    if (m_figure.panels.empty())
        present(figure);
    else
        m_undoStack.push(new FigureCommand(*this, m_figure, figure, gesture));
}

void Session::present(const FigureSpec &figure, bool patiently)
{
    if (m_content && looksAlike(m_figure, figure))
        return look(figure);
    m_supposition.reset();
    m_figure = figure;
    emit figureChanged(m_figure);
    compose(patiently);
}

void Session::suppose(const std::optional<Supposition> &supposition)
{
    if (supposition == m_supposition)
        return;
    m_supposition = supposition;
    compose(true);
}

void Session::look(const FigureSpec &figure)
{
    if (figure == m_figure || !looksAlike(figure, m_figure)) // of a figure that is left already
        return;
    m_figure = figure;
    emit figureChanged(m_figure);
    if (isRunning(m_composing) || !m_content || m_content->panels.size() != m_figure.panels.size())
        return compose();
    m_banding.cancel();
    m_content = ranged(m_content, m_figure);
    emit figureBanded(m_content);
    if (isRunning(m_drafting))
        draft();
    else if (isRunning(m_judging))
        judge();
    else
        makeBands();
}

void Session::take(ContentPtr content)
{
    m_drafting.cancel();
    m_judging.cancel();
    m_banding.cancel();
    m_content = std::move(content);
    emit figureComposed(m_content);
    if (!m_content || !m_content->spec.layers.fits)
        return judgeNext();
    draft();
}

ContentPtr Session::looked(ContentPtr content) const
{
    return content && content->spec != m_figure && looksAlike(content->spec, m_figure)
               ? ranged(content, m_figure)
               : content;
}

void Session::draft()
{
    m_drafting.start([composed = m_content](Progress &progress) {
        return drafted(composed, QThread::idealThreadCount(), progress);
    });
}

void Session::judge()
{
    m_judging.start(
        [composed = m_content](Progress &progress) { return judged(composed, threadsBehind(), progress); });
}

void Session::makeBands()
{
    m_banding.start([judged = m_content](Progress &progress) {
        // Each is shown when it is there; of many, some at once.
        return banded(judged, std::max(1, curvesOf(*judged) / kRounds), threadsBehind(), progress);
    });
}

void Session::reload()
{
    m_supposition.reset(); // of scores that may be others now
    if (!m_figure.panels.empty())
        compose();
    loadCatalog();
}

void Session::loadCatalog()
{
    m_loading.start([path = m_path](Progress &progress) -> Result<CatalogPtr> {
        auto workbook = Workbook::open(path, Workbook::Mode::Read);
        if (!workbook)
            return tl::unexpected(workbook.error());
        return onset::loadCatalog(*workbook, progress);
    });
}

void Session::judgeNext()
{
    constexpr std::size_t kAtOnce = 4; // a tenth of a second
    if (!m_catalog || isRunning(m_finding) || isRunning(m_composing) || isRunning(m_drafting) ||
        isRunning(m_judging) || isRunning(m_banding))
        return;
    std::vector<std::size_t> next;
    const auto take = [&](std::size_t ability) {
        if (next.size() < kAtOnce && !m_judged[ability]) {
            m_judged[ability] = true;
            next.push_back(ability);
        }
    };
    for (const CurveKey &seen : m_seen)
        if (const int ability = m_catalog->indexOf(seen); ability >= 0)
            take(std::size_t(ability));
    while (next.size() < kAtOnce && m_firstUnjudged < m_judged.size())
        take(m_firstUnjudged++);
    if (next.empty())
        return;
    m_finding.start([path = m_path, catalog = m_catalog,
                     next](Progress &progress) -> Result<std::vector<AbilityFindings>> {
        const auto workbook = Workbook::open(path, Workbook::Mode::Read);
        if (!workbook)
            return tl::unexpected(workbook.error());
        return judgeAbilities(*workbook, *catalog, next, progress);
    });
}

void Session::check()
{
    if (!std::exchange(m_unchecked, false))
        return;
    m_checking.start([path = m_path](Progress &progress) {
        return Workbook::open(path, Workbook::Mode::Read).and_then([&](const Workbook &workbook) {
            return workbook.check(false, progress);
        });
    });
}

void Session::compose(bool patiently)
{
    m_waiting = patiently && isRunning(m_composing);
    if (m_waiting)
        return;
    if (m_figure.panels.empty()) {
        m_composing.cancel();
        return take(nullptr);
    }
    m_drafting.cancel();
    m_judging.cancel();
    m_banding.cancel();
    m_composing.start([path = m_path, figure = m_figure,
                       supposition = m_supposition](Progress &progress) -> Result<ContentPtr> {
        const auto workbook = Workbook::open(path, Workbook::Mode::Read);
        if (!workbook)
            return tl::unexpected(workbook.error());
        return sketchFrom(*workbook, figure, supposition, progress);
    });
}

void Session::refreshBundled(const QString &datasets)
{
    const auto changed = std::make_shared<int>(0);
    m_writer.run(
        [datasets, changed](Workbook &workbook, Progress &progress) -> Result<> {
            const auto count = importBundled(workbook, datasets, progress);
            if (!count)
                return tl::unexpected(count.error());
            *changed = *count;
            return {};
        },
        [this, changed](const Result<> &result) {
            if (!result)
                report(result.error());
            else if (*changed > 0)
                reload();
        });
}

void Session::setExcluded(const std::vector<Exclusions::Key> &results, bool excluded)
{
    const auto set = [results](bool aside) {
        return [results, aside](Workbook &workbook, Progress &) {
            return Exclusions(workbook).set(results, aside);
        };
    };
    const QString which = results.size() == 1 ? results.front().model : tr("%1 results").arg(results.size());
    change(excluded ? tr("Exclude %1").arg(which) : tr("Include %1").arg(which), set(excluded),
           set(!excluded));
}

void Session::change(const QString &what, const Writer::Edit &redo, const Writer::Edit &undo)
{
    run(what, redo, [=, this](bool succeeded) {
        if (succeeded)
            m_undoStack.push(new EditCommand(*this, what, redo, undo));
    });
}

void Session::importFiles(const QStringList &files, const std::map<QString, QByteArray> &maps, bool remember)
{
    const auto report = std::make_shared<ImportReport>();
    const auto before = std::make_shared<std::map<QString, QByteArray>>(); // maps that the new ones replace
    const auto import = [=](Workbook &workbook, Progress &progress) -> Result<> {
        auto chosen = columnMaps(maps);
        if (!chosen)
            return tl::unexpected(chosen.error());
        auto result = onset::importFiles(workbook, files, {.maps = std::move(*chosen)}, progress);
        if (!result)
            return tl::unexpected(result.error());
        *report = std::move(*result);
        if (!remember || maps.empty())
            return {};
        return ColumnMaps::replace(workbook, maps).map([&](auto &&replaced) { *before = replaced; });
    };
    const auto undo = [=](Workbook &workbook, Progress &) -> Result<> {
        if (!report->outcome.id)
            return {};
        return workbook.transact([&] {
            return Imports(workbook)
                .undo(report->outcome.id)
                .and_then([&] { return rejoin(workbook); })
                .and_then([&](bool) { return ColumnMaps::replace(workbook, *before); })
                .map([](auto &&) {});
        });
    };
    const QString what = files.size() == 1 ? tr("Import %1").arg(QDir(files.front()).dirName())
                                           : tr("Import %1 files").arg(files.size());
    run(what, import, [=, this](bool succeeded) {
        if (!succeeded)
            return;
        if (report->outcome.id)
            m_undoStack.push(new EditCommand(*this, what, import, undo));
        emit filesImported(*report);
    });
}

void Session::saveCopy(const QString &path)
{
    m_writer.run([path](Workbook &workbook, Progress &) { return workbook.saveCopy(path); },
                 [this, path](const Result<> &result) {
                     if (result)
                         emit copySaved(path);
                     else
                         report(result.error());
                 });
}

void Session::run(const QString &what, Writer::Edit edit, std::function<void(bool)> done)
{
    if (m_damage) {
        report(*m_damage);
        return done(false);
    }
    emit editStarted(what);
    m_writer.run(std::move(edit), [this, done = std::move(done), path = m_path](const Result<> &result) {
        emit editEnded();
        if (path != m_path)
            return; // an edit of the workbook before this one
        if (result)
            reload();
        else
            report(result.error());
        done(result.has_value());
    });
}

void Session::report(const Error &error)
{
    if (error.code != Code::Cancelled)
        emit failed(error);
}

} // namespace onset
