#pragma once

#include "widgets/models/sparkline.h"
#include "widgets/session/catalog.h"

#include <QAbstractListModel>

#include <map>

namespace onset {

/// The abilities of a catalog that hold every word of a search, one a row. It filters by itself: a proxy
/// would take out the rows one run after another, half a second of a hundred thousand.
class AbilityModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        DetailRole = Qt::UserRole, ///< setting · metric · benchmark
        AbilityRole,               ///< const Ability *, alive as long as the catalog is set
        SparklineRole,             ///< QList<QPolygonF> as in Sparkline; empty before it was read
    };

    using QAbstractListModel::QAbstractListModel;

    void setCatalog(CatalogPtr catalog);
    [[nodiscard]] CatalogPtr catalog() const { return m_catalog; }
    /// Shows the abilities that hold every word, in any order, ignoring case.
    void setSearch(const QString &search);

    /// Row of an ability of the catalog, −1 when it is not shown.
    [[nodiscard]] int rowOf(int ability) const;
    [[nodiscard]] int abilityOf(int row) const { return m_shown[static_cast<std::size_t>(row)]; }
    [[nodiscard]] const Ability &ability(int row) const;

    void setSparklines(const std::vector<Sparkline> &sparklines);
    /// The abilities in these rows whose sparkline has not been read since the catalog was set. The one from
    /// before is drawn meanwhile.
    [[nodiscard]] std::vector<CurveKey> withoutSparkline(int first, int last) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    void filter();

    struct Drawn
    {
        QList<QPolygonF> lines;
        int generation; ///< of the catalog that was set when they were read
    };
    CatalogPtr m_catalog;
    int m_generation = 0; ///< of m_catalog
    QStringList m_words;
    std::vector<int> m_shown; ///< rows of the catalog, ascending
    std::map<CurveKey, Drawn> m_sparklines;
};

} // namespace onset

Q_DECLARE_METATYPE(const onset::Ability *)
