#include "widgets/models/import_files_model.h"

#include <QLocale>

#include <cmath>

namespace onset {

namespace {

/// A text, a count or a number; nothing for a number that is not known.
QVariant valueOf(const FileReport &file, int column)
{
    const auto known = [](double number) { return std::isfinite(number) ? QVariant(number) : QVariant(); };
    switch (column) {
    case ImportFilesModel::File:
        return file.file;
    case ImportFilesModel::FormatName:
        return file.format;
    case ImportFilesModel::Models:
        return file.models;
    case ImportFilesModel::Tasks:
        return file.tasks;
    case ImportFilesModel::Records:
        return file.records;
    case ImportFilesModel::Sum:
        return file.records > 0 ? QVariant(file.valueSum) : QVariant();
    case ImportFilesModel::Smallest:
        return known(file.valueMin);
    case ImportFilesModel::Largest:
        return known(file.valueMax);
    case ImportFilesModel::Read:
        return file.read;
    case ImportFilesModel::Accepted:
        return file.accepted;
    case ImportFilesModel::Refused:
        return file.refusedCount;
    default:
        return {};
    }
}

} // namespace

void ImportFilesModel::setReport(const std::shared_ptr<const ImportReport> &report)
{
    beginResetModel();
    m_report = report;
    endResetModel();
}

int ImportFilesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_report ? 0 : static_cast<int>(m_report->files.size());
}

int ImportFilesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ImportFilesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const FileReport &file = m_report->files[static_cast<std::size_t>(index.row())];
    const QVariant value = valueOf(file, index.column());
    switch (role) {
    case ValueRole:
        return value;
    case Qt::DisplayRole:
        if (index.column() == FormatName && file.format.isEmpty())
            return tr("left out");
        if (value.metaType() == QMetaType::fromType<qint64>())
            return QLocale().toString(value.toLongLong());
        if (value.metaType() == QMetaType::fromType<double>())
            return QLocale().toString(value.toDouble(), 'g', 6);
        return value;
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter) | int(index.column() > FormatName ? Qt::AlignRight : Qt::AlignLeft);
    case Qt::ToolTipRole:
        return index.column() == File ? QVariant(file.file) : QVariant();
    default:
        return {};
    }
}

QVariant ImportFilesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::ToolTipRole && section >= Records && section <= Largest)
        return tr("Of the scores as they stand in the file, before percentages are converted");
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case File:
        return tr("File");
    case FormatName:
        return tr("Format");
    case Models:
        return tr("Models");
    case Tasks:
        return tr("Tasks");
    case Records:
        return tr("Records");
    case Sum:
        return tr("Sum");
    case Smallest:
        return tr("Smallest");
    case Largest:
        return tr("Largest");
    case Read:
        return tr("Rows read");
    case Accepted:
        return tr("Accepted");
    case Refused:
        return tr("Refused");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace onset
