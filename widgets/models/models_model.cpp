#include "widgets/models/models_model.h"

#include "core/figure/quantity_text.h"
#include "core/import/names/known_models.h"
#include "core/import/read/number.h"
#include "core/store/imports.h"
#include "widgets/models/word_filter.h"

#include <algorithm>
#include <cmath>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

const ScaleSource *sourceOf(const ModelInfo &model, int column)
{
    switch (column) {
    case ModelsModel::Parameters:
        return &model.parametersFrom;
    case ModelsModel::Tokens:
        return &model.tokensFrom;
    case ModelsModel::Flops:
        return &model.flopsFrom;
    default:
        return nullptr;
    }
}

double scaleOf(const ModelInfo &model, int column)
{
    return column == ModelsModel::Parameters ? model.parameters
           : column == ModelsModel::Tokens   ? model.tokens
                                             : model.flops;
}

QString nameOf(const ModelInfo &model) { return model.family + u": "_s + model.model; }

/// "a.csv", or where each comes from: "N: a.csv; D: you; C: 6ND"
QString sourcesText(const ModelInfo &model)
{
    QStringList parts;
    for (const auto &[column, sign] :
         {std::pair(ModelsModel::Parameters, u"N"_s), std::pair(ModelsModel::Tokens, u"D"_s),
          std::pair(ModelsModel::Flops, u"C"_s)}) {
        if (!std::isnan(scaleOf(model, column)))
            parts << sign + u": "_s + sourceText(model, *sourceOf(model, column));
    }
    const bool same = std::ranges::all_of(
        parts, [&](const QString &part) { return part.sliced(3) == parts.front().sliced(3); });
    if (parts.size() > 1 && same)
        return parts.front().sliced(3);
    return parts.isEmpty() ? ModelsModel::tr("nothing known") : parts.join(u"; "_s);
}

QVariant valueOf(const ModelInfo &model, int column)
{
    switch (column) {
    case ModelsModel::Family:
        return model.family;
    case ModelsModel::Model:
        return model.model;
    case ModelsModel::Checkpoint:
        return model.checkpoint;
    case ModelsModel::SameAs:
        return model.otherNames.join(u", "_s);
    case ModelsModel::Results:
        return model.results;
    case ModelsModel::From:
        return sourcesText(model);
    default: {
        const double value = scaleOf(model, column);
        return std::isnan(value) ? QVariant() : QVariant(value);
    }
    }
}

} // namespace

QString sourceText(const ModelInfo &model, const ScaleSource &source)
{
    if (source.origin == QLatin1StringView(kFromUser))
        return ModelsModel::tr("you");
    if (source.origin == u"6ND")
        return ModelsModel::tr("6ND, an estimate");
    if (source.origin.toStdString() == kFromName)
        return ModelsModel::tr("the model's name, rounded");
    if (source.origin.toStdString() == kFromTable) {
        const KnownModel *const known = knownModel(model.model.toStdString());
        return known ? known->source : ModelsModel::tr("the table of known models");
    }
    return source.origin == u"inferred" ? ModelsModel::tr("%1, inferred").arg(source.import) : source.import;
}

void ModelsModel::setRegistry(const RegistryPtr &registry)
{
    beginResetModel();
    m_registry = registry;
    m_names.clear();
    for (const ModelInfo &model : registry->models) {
        if (const QString name = nameOf(model); m_names.isEmpty() || m_names.back() != name)
            m_names << name;
    }
    endResetModel();
}

int ModelsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_registry ? 0 : static_cast<int>(m_registry->models.size());
}

int ModelsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ModelsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ModelInfo &model = m_registry->models[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    const ScaleSource *const source = sourceOf(model, column);
    const QVariant value = valueOf(model, column);
    switch (role) {
    case ValueRole:
        return value;
    case Qt::DisplayRole:
        if (!source || !value.isValid())
            return value;
        return (column == Flops ? powerText(value.toDouble()) : shortCountText(value.toDouble())) +
               (source->origin == u"6ND" ? tr(" (6ND)") : QString());
    case Qt::EditRole:
        return source && value.isValid() ? QString::number(value.toDouble(), 'g', 17)
               : column == SameAs        ? QString()
                                         : value;
    case Qt::ToolTipRole:
        if (source)
            return (value.isValid() ? tr("From %1. ").arg(sourceText(model, *source)) : QString()) +
                   tr("Double-click to say otherwise: 7B, 1.4T or 3.1e23; leave it empty to take that back.");
        if (column == SameAs)
            return tr("Double-click to say that this is another name of a model.");
        return value;
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter) | int(source || column == Results ? Qt::AlignRight : Qt::AlignLeft);
    case ChoicesRole:
        return column == SameAs ? m_names : QStringList();
    case WordFilter::TextRole:
        return QStringList{model.family, model.model, model.checkpoint, model.otherNames.join(u' ')}.join(
            u' ');
    case WordFilter::MarkedRole:
        return std::isnan(model.flops);
    default:
        return {};
    }
}

bool ModelsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    const ModelInfo &model = m_registry->models[static_cast<std::size_t>(index.row())];
    const QString text = value.toString().trimmed();
    if (index.column() == SameAs) {
        const auto colon = text.indexOf(u": "_s);
        if (text.isEmpty() || !m_names.contains(text) || text == nameOf(model))
            return false;
        emit sameModelChosen({model.family, model.model}, {text.left(colon), text.mid(colon + 2)});
        return false; // the table shows it when it is so
    }
    if (text == data(index, Qt::EditRole).toString())
        return false;
    const Number number = parseCount(text.toStdString());
    if (!text.isEmpty() && (number.fault != Number::Fault::None || number.value <= 0)) {
        emit editRefused(tr("“%1” is no count above 0: write 7B, 1.4T or 3.1e23.").arg(text));
        return false;
    }
    const Quantity quantity = index.column() == Parameters ? Quantity::Parameters
                              : index.column() == Tokens   ? Quantity::Tokens
                                                           : Quantity::Flops;
    emit scaleEdited({model.family, model.model, model.checkpoint, quantity},
                     text.isEmpty() ? std::nan("") : number.value);
    return false;
}

Qt::ItemFlags ModelsModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const int column = index.column();
    flags.setFlag(Qt::ItemIsEditable, index.isValid() && (column == Parameters || column == Tokens ||
                                                          column == Flops || column == SameAs));
    return flags;
}

QVariant ModelsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Family:
        return tr("Family");
    case Model:
        return tr("Model");
    case Checkpoint:
        return tr("Checkpoint");
    case Parameters:
        return tr("Parameters N");
    case Tokens:
        return tr("Tokens D");
    case Flops:
        return tr("FLOPs C");
    case Results:
        return tr("Results");
    case SameAs:
        return tr("Same as");
    case From:
        return tr("Where from");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace onset
