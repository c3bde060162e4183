#pragma once

#include "widgets/session/catalog.h"

#include <QAbstractListModel>

namespace onset {

/// The abilities of a catalog, one a row.
class AbilityModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        DetailRole = Qt::UserRole, ///< setting · metric · benchmark
        AbilityRole,               ///< const Ability *, alive as long as the catalog is set
        SearchRole,                ///< all that a search looks through
    };

    using QAbstractListModel::QAbstractListModel;

    void setCatalog(CatalogPtr catalog);
    [[nodiscard]] CatalogPtr catalog() const { return m_catalog; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    CatalogPtr m_catalog;
};

} // namespace onset

Q_DECLARE_METATYPE(const onset::Ability *)
