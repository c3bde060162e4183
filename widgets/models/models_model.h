#pragma once

#include "core/store/user_facts.h"
#include "widgets/session/registry.h"

#include <QAbstractTableModel>

namespace onset {

/// The models of a workbook with their scales and where each comes from. Editing a scale or a name asks for
/// an edit of the workbook; the model changes when that has been made.
class ModelsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Family, Model, Checkpoint, Parameters, Tokens, Flops, From, SameAs, Results, ColumnCount };
    enum Role { ValueRole = Qt::UserRole, ChoicesRole };

    explicit ModelsModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    void setRegistry(const RegistryPtr &registry);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void scaleEdited(const onset::ScaleKey &key, double value); ///< NaN: taken back
    void sameModelChosen(const onset::ModelName &name, const onset::ModelName &sameAs);
    void editRefused(const QString &reason);

private:
    RegistryPtr m_registry; ///< null: none yet
    QStringList m_names;    ///< "family: model", to choose from
};

/// Where a scale comes from, in words.
[[nodiscard]] QString sourceText(const ModelInfo &model, const ScaleSource &source);

} // namespace onset
