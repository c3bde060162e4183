#pragma once

#include "core/import/names/model_joins.h"
#include "widgets/models/joins_model.h"
#include "widgets/models/models_model.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;

namespace onset {

class FilteredTable;

/// The models of the workbook with their scales, and the names that count as one model. Edits are asked for
/// by signals. It stays open beside the window.
class ModelsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ModelsDialog(QWidget *parent = nullptr);

    void setRegistry(const RegistryPtr &registry);
    void showUnplaced(); ///< only models without training compute

signals:
    void scaleEdited(const onset::ScaleKey &key, double value);
    void modelSaid(const onset::ModelName &name, const std::optional<onset::ModelName> &sameAs);
    void ruleSwitched(const onset::NameRule &rule, bool used);

private:
    [[nodiscard]] QWidget *modelsPage();
    [[nodiscard]] QWidget *namesPage();
    void offerJoin();

    ModelsModel m_models;
    JoinsModel m_joins;
    FilteredTable *m_modelTable, *m_joinTable;
    std::vector<QCheckBox *> m_rules; ///< in the order of nameRules()
    QPushButton *m_apart, *m_byRules;
    QLabel *m_message;
    bool m_fitted = false; ///< the columns have their widths
};

} // namespace onset
