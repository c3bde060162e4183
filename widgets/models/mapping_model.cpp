#include "widgets/models/mapping_model.h"

#include "core/import/read/score.h"
#include "widgets/models/chance_text.h"
#include "widgets/models/mapping_text.h"

#include <QFont>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>
#include <cmath>

namespace onset {

namespace {

QStringList choicesOf(const ColumnMapping &column, int at)
{
    QStringList choices;
    if (at == MappingModel::Role) {
        for (const ColumnRole role : kColumnRoles)
            choices << roleName(role);
    } else if (at == MappingModel::Unit) {
        for (const ColumnUnit &unit : unitsOf(column))
            choices << unit.name;
    }
    return choices;
}

} // namespace

void MappingModel::setPreview(const TablePreview &preview)
{
    beginResetModel();
    m_preview = preview;
    endResetModel();
    emit mappingChanged();
}

void MappingModel::resetToGuess()
{
    beginResetModel();
    m_preview.mapping = m_preview.guess;
    endResetModel();
    emit mappingChanged();
}

QString MappingModel::fault() const
{
    const auto count = [this](auto... roles) {
        return std::ranges::count_if(m_preview.mapping.columns, [&](const ColumnMapping &column) {
            return ((column.role == roles) || ...);
        });
    };
    const auto models = count(ColumnRole::Model);
    if (models == 0)
        return tr("Choose the column that names the models.");
    if (models > 1)
        return tr("Several columns name the models: leave one of them.");
    if (count(ColumnRole::Score, ColumnRole::Parameters, ColumnRole::Tokens, ColumnRole::Flops) == 0)
        return tr("Choose a column of scores or of sizes of models.");
    return {};
}

int MappingModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_preview.mapping.columns.size());
}

int MappingModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QString MappingModel::textOf(const ColumnMapping &column, const ColumnSurvey &survey, int at) const
{
    const bool isScore = column.role == ColumnRole::Score;
    switch (at) {
    case Name:
        return column.name;
    case Role:
        return roleName(column.role);
    case Unit:
        return unitName(column);
    case Benchmark:
        return isScore ? column.benchmark : QString();
    case Task:
        return isScore ? column.task : QString();
    case Shots:
        return isScore && column.shots >= 0 ? QString::number(column.shots) : QString();
    case Chance:
        return isScore && !std::isnan(column.chance) ? QString::number(column.chance) : QString();
    case Metric:
        return isScore ? column.metric : QString();
    case Sample:
        return column.sample;
    case Effect:
        return effectOf(column, survey);
    default:
        return {};
    }
}

QVariant MappingModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    const ColumnMapping &column = m_preview.mapping.columns[row];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return textOf(column, m_preview.survey.columns[row], index.column());
    case Qt::ToolTipRole: {
        const QString text = textOf(column, m_preview.survey.columns[row], index.column());
        if (index.column() == Chance)
            return tr("The score of guessing: 0.25, 25% or 1/4; empty where the table does not say it");
        return flags(index).testFlag(Qt::ItemIsEditable) ? tr("%1 – double-click to change").arg(text) : text;
    }
    case Qt::ForegroundRole:
        if (column.role == ColumnRole::Ignored && index.column() != Role)
            return QGuiApplication::palette().brush(QPalette::PlaceholderText);
        return {};
    case Qt::FontRole: {
        QFont font;
        font.setBold(column.role != m_preview.guess.columns[row].role && index.column() == Role);
        return font;
    }
    case ChoicesRole:
        return choicesOf(column, index.column());
    default:
        return {};
    }
}

bool MappingModel::edit(ColumnMapping &column, const ColumnSurvey &survey, int at, const QString &text)
{
    switch (at) {
    case Role: {
        const auto role = std::ranges::find(kColumnRoles, text, roleName);
        if (role == kColumnRoles.end() || *role == column.role)
            return false;
        column.role = *role;
        column.exponent = guessedExponent(column.role, survey);
        return true;
    }
    case Unit: {
        const auto units = unitsOf(column);
        const auto unit = std::ranges::find(units, text, &ColumnUnit::name);
        if (unit == units.end())
            return false;
        column.exponent = unit->exponent;
        return true;
    }
    case Task:
        if (text.trimmed().isEmpty())
            return false;
        if (column.benchmark == column.task)
            column.benchmark = text.trimmed();
        column.task = text.trimmed();
        return true;
    case Benchmark:
        if (text.trimmed().isEmpty())
            return false;
        column.benchmark = text.trimmed();
        return true;
    case Shots: {
        bool isNumber = false;
        const int shots = text.trimmed().toInt(&isNumber);
        if (!text.trimmed().isEmpty() && !(isNumber && shots >= 0))
            return false;
        column.shots = isNumber ? shots : -1;
        return true;
    }
    case Chance: {
        const double chance = chanceIn(text);
        if (!text.trimmed().isEmpty() &&
            (std::isnan(chance) || !faultOfLevel(chance, metricNamed(column.metric)).isEmpty()))
            return false;
        column.chance = chance;
        return true;
    }
    case Metric:
        if (text.trimmed().isEmpty())
            return false;
        column.metric = metricNamed(text.trimmed()).name;
        if (!metricNamed(column.metric).proportion)
            column.exponent = 0;
        return true;
    default:
        return false;
    }
}

bool MappingModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    const auto row = static_cast<std::size_t>(index.row());
    if (!edit(m_preview.mapping.columns[row], m_preview.survey.columns[row], index.column(),
              value.toString()))
        return false;
    emit dataChanged(index.siblingAtColumn(0), index.siblingAtColumn(ColumnCount - 1));
    emit mappingChanged();
    return true;
}

Qt::ItemFlags MappingModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid())
        return flags;
    const ColumnMapping &column = m_preview.mapping.columns[static_cast<std::size_t>(index.row())];
    const bool isScore = column.role == ColumnRole::Score;
    const bool editable = index.column() == Role || (index.column() == Unit && unitsOf(column).size() > 1) ||
                          (isScore && index.column() >= Benchmark);
    flags.setFlag(Qt::ItemIsEditable, editable);
    return flags;
}

QVariant MappingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Name:
        return tr("Column");
    case Role:
        return tr("Is read as");
    case Unit:
        return tr("Unit");
    case Benchmark:
        return tr("Benchmark");
    case Task:
        return tr("Task");
    case Shots:
        return tr("Shots");
    case Chance:
        return tr("Chance");
    case Metric:
        return tr("Metric");
    case Sample:
        return tr("Sample");
    case Effect:
        return tr("Effect");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace onset
