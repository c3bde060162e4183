#pragma once

#include "widgets/models/sparkline.h"
#include "widgets/session/catalog.h"
#include "widgets/session/findings.h"

#include <QAbstractTableModel>

#include <map>
#include <optional>

namespace onset {

/// The abilities of a catalog that hold every word of a search and are of the kind that is asked for, one a
/// row, with what was found of their curves. It filters and sorts by itself: a proxy would take out the rows
/// one run after another, half a second of a hundred thousand.
class AbilityModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Lines, Verdict, Onset, Evidence, Models, Benchmark, Source, ColumnCount };
    enum Role {
        DetailRole = Qt::UserRole, ///< setting · metric · benchmark
        AbilityRole,               ///< const Ability *, alive as long as the catalog is set
        SparklineRole,             ///< QList<QPolygonF> as in Sparkline; empty before it was read
        HeadlineRole,              ///< fit::Headline of the clearest of its curves, as int; none before
        TermRole,                  ///< of a column: its word in the glossary; none: it needs no explaining
        ValueRole,                 ///< what a table of numbers holds: in full, FLOPs, counts, names
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setCatalog(CatalogPtr catalog);
    [[nodiscard]] CatalogPtr catalog() const { return m_catalog; }
    /// Shows the abilities that hold every word, in any order, ignoring case.
    void setSearch(const QString &search);
    /// And are of this benchmark, if it is not empty.
    void setBenchmark(const QString &benchmark);
    /// And have a curve with this verdict.
    void setVerdict(std::optional<fit::Headline> verdict);
    [[nodiscard]] const QString &benchmark() const { return m_benchmark; }
    [[nodiscard]] std::optional<fit::Headline> verdict() const { return m_verdict; }

    /// Row of an ability of the catalog, −1 when it is not shown.
    /// @param ability  −1: none
    [[nodiscard]] int rowOf(int ability) const;
    [[nodiscard]] int abilityOf(int row) const { return m_shown[static_cast<std::size_t>(row)]; }
    [[nodiscard]] const Ability &ability(int row) const;

    void setSparklines(const std::vector<Sparkline> &sparklines);
    /// The abilities in these rows whose sparkline has not been read since the catalog was set. The one from
    /// before is drawn meanwhile.
    [[nodiscard]] std::vector<CurveKey> withoutSparkline(int first, int last) const;

    /// Verdicts stay over another catalog until they come anew. Neither the order nor what is shown follows
    /// them before `arrange`.
    void setFindings(const std::vector<AbilityFindings> &findings);
    /// Whether rows would come or go, or change places.
    [[nodiscard]] bool isOutOfDate() const { return m_outOfDate; }
    void arrange();
    [[nodiscard]] int judged() const { return m_judged; } ///< abilities of the catalog with verdicts
    /// How many abilities have a curve with each verdict.
    [[nodiscard]] std::map<fit::Headline, int> verdictCounts() const;
    [[nodiscard]] std::map<QString, int> benchmarkCounts() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// @param column  −1: the order of the catalog
    void sort(int column, Qt::SortOrder order) override;

private:
    struct Drawn
    {
        QList<QPolygonF> lines;
        int generation; ///< of the catalog that was set when they were read
    };
    /// The curves of an ability together.
    struct Found
    {
        std::vector<Finding> curves;
        fit::Headline headline = fit::Headline::None; ///< the clearest
        fit::Interval onset = {};                     ///< the earliest
        double advantage = kUnknown;                  ///< the largest
    };

    [[nodiscard]] static Found together(const std::vector<Finding> &curves);
    [[nodiscard]] const Found *found(int row) const; ///< null: not judged yet
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QVariant value(int row, int column) const;
    [[nodiscard]] QString toolTip(int row) const;
    [[nodiscard]] bool matches(int ability) const;
    void filter();
    void rearrange(); ///< within one reset

    CatalogPtr m_catalog;
    int m_generation = 0; ///< of m_catalog
    QStringList m_words;
    QString m_benchmark;
    std::optional<fit::Headline> m_verdict;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    std::vector<int> m_shown; ///< rows of the catalog, in the order of the rows
    std::vector<int> m_rows;  ///< of each ability of the catalog; −1: not shown
    std::map<CurveKey, Drawn> m_sparklines;
    std::vector<std::optional<Found>> m_found; ///< of each ability of the catalog
    int m_judged = 0;
    bool m_outOfDate = false;
};

} // namespace onset

Q_DECLARE_METATYPE(const onset::Ability *)
