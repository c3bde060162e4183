#pragma once

#include "core/import/import.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace onset {

/// What an import has to say beside its numbers: rows that it did not take, facts that files state
/// differently, notes, models without a place. It may be very long, so that it filters by itself.
class ImportIssuesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Kind, File, Where, Field, Text, ColumnCount };
    enum class Issue { Refused, Conflict, Note, Unplaced };

    explicit ImportIssuesModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    void setReport(const std::shared_ptr<const ImportReport> &report);
    /// @param text  parts of the file, place, column or sentence, in any case
    /// @param kind  an Issue, or none for all
    void setFilter(const QString &text, std::optional<Issue> kind);
    [[nodiscard]] int count(Issue kind) const; ///< whatever the filter
    [[nodiscard]] int count() const { return static_cast<int>(m_all.size()); }
    [[nodiscard]] static QString nameOf(Issue kind);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Entry
    {
        Issue kind;
        const Refusal *at;
    };
    void addMade(Issue kind, const Refusal &entry);
    [[nodiscard]] bool matches(const Entry &entry) const;

    std::shared_ptr<const ImportReport> m_report;
    std::vector<std::unique_ptr<Refusal>> m_made; ///< of notes and models, in the form of refusals
    std::vector<Entry> m_all;
    std::vector<std::size_t> m_shown; ///< positions in m_all
    QString m_text;
    std::optional<Issue> m_kind;
};

} // namespace onset
