#include "widgets/models/import_issues_model.h"

#include <algorithm>
#include <numeric>

namespace onset {

namespace {

QString textOf(const Refusal &entry, int column)
{
    switch (column) {
    case ImportIssuesModel::File:
        return entry.file;
    case ImportIssuesModel::Where:
        return entry.where;
    case ImportIssuesModel::Field:
        return entry.column;
    case ImportIssuesModel::Text:
        return entry.reason;
    default:
        return {};
    }
}

} // namespace

QString ImportIssuesModel::nameOf(Issue kind)
{
    switch (kind) {
    case Issue::Refused:
        return tr("Refused");
    case Issue::Conflict:
        return tr("Conflict");
    case Issue::Note:
        return tr("Note");
    case Issue::Unplaced:
        return tr("No place");
    }
    return {};
}

void ImportIssuesModel::addMade(Issue kind, const Refusal &entry)
{
    m_made.push_back(std::make_unique<Refusal>(entry));
    m_all.push_back({kind, m_made.back().get()});
}

void ImportIssuesModel::setReport(const std::shared_ptr<const ImportReport> &report)
{
    beginResetModel();
    m_report = report;
    m_made.clear();
    m_all.clear();
    for (const FileReport &file : report->files) {
        for (const Refusal &refusal : file.refused)
            m_all.push_back({Issue::Refused, &refusal});
        if (const qint64 more = file.refusedCount - std::ssize(file.refused); more > 0)
            addMade(Issue::Note, {file.file, {}, {}, tr("Further refused rows, not listed: %L1.").arg(more)});
    }
    for (const FileReport &file : report->files) {
        for (const Refusal &remark : file.remarks)
            m_all.push_back({Issue::Conflict, &remark});
    }
    if (report->outcome.conflicts > 0)
        addMade(Issue::Conflict, {{},
                                  {},
                                  {},
                                  tr("Results of which another import has other values, both kept; "
                                     "the newest import counts for the whole curve: %L1.")
                                      .arg(report->outcome.conflicts)});
    if (report->outcome.duplicates > 0)
        addMade(Issue::Note, {{},
                              {},
                              {},
                              tr("Results that another import holds already, with the same value: %L1.")
                                  .arg(report->outcome.duplicates)});
    for (const FileReport &file : report->files) {
        for (const QString &note : file.notes)
            addMade(Issue::Note, {file.file, {}, {}, note});
    }
    for (const ImportWriter::Unplaced &model : report->unplaced)
        addMade(Issue::Unplaced, {{},
                                  {},
                                  {},
                                  tr("%1 (%2) has no training compute, so it stands on no such axis.")
                                      .arg(model.model, model.family)});
    m_shown.resize(m_all.size());
    std::iota(m_shown.begin(), m_shown.end(), std::size_t{0});
    m_text.clear();
    m_kind.reset();
    endResetModel();
}

bool ImportIssuesModel::matches(const Entry &entry) const
{
    if (m_kind && entry.kind != *m_kind)
        return false;
    const auto holds = [this](const QString &text) { return text.contains(m_text, Qt::CaseInsensitive); };
    return m_text.isEmpty() || holds(entry.at->reason) || holds(entry.at->where) || holds(entry.at->column) ||
           holds(entry.at->file);
}

void ImportIssuesModel::setFilter(const QString &text, std::optional<Issue> kind)
{
    if (text == m_text && kind == m_kind)
        return;
    // what a longer text finds is among what the shorter one found
    const bool narrower = text.startsWith(m_text) && (!m_kind || kind == m_kind);
    beginResetModel();
    m_text = text;
    m_kind = kind;
    if (!narrower) {
        m_shown.resize(m_all.size());
        std::iota(m_shown.begin(), m_shown.end(), std::size_t{0});
    }
    std::erase_if(m_shown, [this](std::size_t at) { return !matches(m_all[at]); });
    endResetModel();
}

int ImportIssuesModel::count(Issue kind) const
{
    return static_cast<int>(std::ranges::count(m_all, kind, &Entry::kind));
}

int ImportIssuesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int ImportIssuesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ImportIssuesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid) ||
        (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const Entry &entry = m_all[m_shown[static_cast<std::size_t>(index.row())]];
    return index.column() == Kind ? nameOf(entry.kind) : textOf(*entry.at, index.column());
}

QVariant ImportIssuesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case Kind:
        return tr("Kind");
    case File:
        return tr("File");
    case Where:
        return tr("Place");
    case Field:
        return tr("Column");
    case Text:
        return tr("Reason or remark");
    case ColumnCount:
        break;
    }
    return {};
}

} // namespace onset
