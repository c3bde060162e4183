#pragma once

#include "core/base/result.h"
#include "core/figure/figure_content.h"
#include "core/import/import.h"
#include "core/import/names/model_joins.h"
#include "core/import/preview.h"
#include "core/store/curves.h"
#include "core/store/figures.h"
#include "core/store/user_facts.h"
#include "widgets/jobs/latest_job.h"
#include "widgets/models/sparkline.h"
#include "widgets/session/findings.h"
#include "widgets/session/opening.h"
#include "widgets/session/registry.h"
#include "widgets/session/writer.h"

#include <QObject>
#include <QUndoStack>

namespace onset {

/// Names the result of a point for excluding it.
[[nodiscard]] Exclusions::Key exclusionKey(const Curve &curve, const CurvePoint &point);

/// The document of a window: one workbook, the figure that is shown of it, and the edits that can be undone.
/// Reading runs in jobs with their own connection, writing in the writer's thread; answers arrive as signals.
class Session : public QObject
{
    Q_OBJECT
public:
    explicit Session(QObject *parent = nullptr);

    /// Turns to another workbook; the present one stays when that fails.
    void open(const OpenRequest &request);
    [[nodiscard]] bool isOpen() const { return !m_path.isEmpty(); }
    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] bool readOnly() const { return m_readOnly; }
    [[nodiscard]] CatalogPtr catalog() const { return m_catalog; } ///< null before it was loaded

    /// Composes and shows another figure; the newest wins. It can be undone: going from ability to ability is
    /// one step, and so are the changes of one gesture.
    /// @param gesture  > 0, one number for all changes of one drag of the mouse; what it asks for is shown in
    ///                 turn, as nothing would be seen of a drag that is faster than the fits
    void show(const FigureSpec &figure, int gesture = 0);
    /// Shows the figure as if a model had scored otherwise, until the figure or a result is another one;
    /// stores nothing. None: as measured. What is asked for is shown in turn, as of a gesture.
    void suppose(const std::optional<Supposition> &supposition);
    [[nodiscard]] const std::optional<Supposition> &supposition() const { return m_supposition; }
    /// Other ranges of its axes or annotations, see `looksAlike`: nothing is fitted anew, nor is it a step of
    /// undo.
    void look(const FigureSpec &figure);
    [[nodiscard]] const FigureSpec &figure() const { return m_figure; }
    [[nodiscard]] ContentPtr content() const { return m_content; } ///< null when nothing is drawn

    /// Looks for tables among the files whose columns have to be guessed, and answers with tablesPreviewed.
    void preview(const QStringList &files);
    /// Imports files as one edit.
    /// @param maps      JSON of how tables are read, by header
    /// @param remember  the workbook keeps the maps
    void importFiles(const QStringList &files, const std::map<QString, QByteArray> &maps = {},
                     bool remember = false);
    /// What the user says of a model or a task; NaN takes it back. Each is one edit.
    void setScale(const ScaleKey &key, double value);
    void setChance(const MeasureKey &key, double value);
    /// Says that two names are of one model; the name itself: of none other; none: the rules decide.
    void sayModel(const ModelName &name, const std::optional<ModelName> &sameAs);
    void useRule(const NameRule &rule, bool used);
    /// Reads models, tasks and rules, and answers with registryLoaded.
    void loadRegistry();
    /// Reads the curves of these abilities in little, and answers with sparklinesLoaded; the newest wins.
    /// They are also the next to be judged.
    void loadSparklines(const std::vector<CurveKey> &abilities);
    /// Sets results aside, or takes them back; none of them is so already.
    void setExcluded(const std::vector<Exclusions::Key> &results, bool excluded);
    /// Keeps a figure under its name, in place of one that has it, and shows it; or takes one out.
    void keepFigure(const FigureSpec &figure);
    void removeFigure(const QString &name);
    void saveCopy(const QString &path);
    void cancelEdit() { m_writer.cancel(); }
    [[nodiscard]] QUndoStack *undoStack() { return &m_undoStack; }

    /// Looks for commits of others, and reloads when there are any.
    void checkElsewhere() { m_writer.checkNow(); }

signals:
    void openingProgressed(double fraction);
    void opened();
    void openingFailed(const onset::Error &error);
    /// After opening, maybe behind the first figure, and after every edit. Null: another workbook was opened,
    /// whose catalog is still to come.
    void catalogLoaded(const onset::CatalogPtr &catalog);
    void sparklinesLoaded(const std::vector<onset::Sparkline> &sparklines);
    /// A few abilities were judged, when there was nothing else to do; all of them are in time.
    void abilitiesJudged(const std::vector<onset::AbilityFindings> &findings);
    void figureChanged(const onset::FigureSpec &figure);
    void figureComposed(const onset::ContentPtr &content);
    /// The composed figure with its verdicts and intervals, which take longer; nothing is drawn differently.
    void figureJudged(const onset::ContentPtr &content);
    /// Then, curve by curve, with the bands that take longer still, and last when nothing is missing any
    /// more.
    void figureBanded(const onset::ContentPtr &content);
    void figureFinished(const onset::ContentPtr &content);
    void editStarted(const QString &what);
    void editProgressed(double fraction);
    void editEnded();
    void tablesPreviewed(const QStringList &files, const std::vector<onset::TablePreview> &previews);
    void filesImported(const onset::ImportReport &report);
    void registryLoaded(const onset::RegistryPtr &registry);
    void copySaved(const QString &path);
    void failed(const onset::Error &error);

private:
    class EditCommand;
    class FigureCommand;

    void take(Opened opened);
    void reload(); ///< the figure, and behind it the catalog
    void loadCatalog();
    void judgeNext(); ///< some more abilities, unless the figure is still being judged
    void check();     ///< whether the file is sound, once after opening; a damaged one is not edited
    void present(const FigureSpec &figure, bool patiently = false); ///< composes and shows it
    void compose(bool patiently = false); ///< patiently: after what is being composed, not in its place
    void take(ContentPtr content);        ///< shows it, and has it judged and its bands made
    /// What a job has made, as the figure is looked at by now.
    [[nodiscard]] ContentPtr looked(ContentPtr content) const;
    void draft(); ///< bands to look at until the real ones are made
    void judge();
    void makeBands();
    void refreshBundled(const QString &datasets);
    /// Runs an edit that can be undone. `redo` and `undo` may share what they find.
    void change(const QString &what, const Writer::Edit &redo, const Writer::Edit &undo);
    void replaceFigure(const QString &what, const QString &name, const std::optional<Figures::Entry> &entry);
    /// Runs `edit`, reloads, then `done` with how it ended.
    void run(const QString &what, Writer::Edit edit, std::function<void(bool succeeded)> done);
    void report(const Error &error);

    QString m_path;
    QString m_datasets; ///< folder of bundled tables that the workbook follows; empty: none
    bool m_readOnly = false;
    bool m_unchecked = false;
    std::optional<Error> m_damage;
    CatalogPtr m_catalog;
    FigureSpec m_figure;
    bool m_waiting = false; ///< the figure is to be composed when another one is there
    std::optional<Supposition> m_supposition;
    ContentPtr m_content;
    std::vector<bool> m_judged;      ///< of the abilities of the catalog
    std::size_t m_firstUnjudged = 0; ///< or a later one
    std::vector<CurveKey> m_seen;    ///< abilities that are judged first
    QUndoStack m_undoStack;
    Writer m_writer;
    LatestJob<Result<std::vector<TablePreview>>> m_previewing;
    QStringList m_previewed; ///< files that are looked at
    LatestJob<Result<RegistryPtr>> m_registering;
    LatestJob<Result<Opened>> m_opening;
    LatestJob<Result<CatalogPtr>> m_loading;
    LatestJob<Result<>> m_checking;
    LatestJob<Result<std::vector<Sparkline>>> m_sparking;
    LatestJob<Result<std::vector<AbilityFindings>>> m_finding;
    LatestJob<Result<ContentPtr>> m_composing;
    LatestJob<Result<ContentPtr>> m_drafting;
    LatestJob<Result<ContentPtr>> m_judging;
    LatestJob<Result<ContentPtr>> m_banding;
};

} // namespace onset
