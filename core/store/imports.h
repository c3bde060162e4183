#pragma once

#include "core/base/ids.h"
#include "core/store/workbook.h"

#include <QDateTime>
#include <QStringList>

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace onset {

namespace sqlite {
class Transaction;
}

/// One row of the tidy exchange form, checked and in the units of the store. Views live until
/// `ImportWriter::add` returns. Unknown numbers are NaN, unknown texts empty.
struct Row
{
    static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

    qint64 line = 0; ///< 1-based line of the file
    std::string_view family = {}, model = {}, checkpoint = {};
    double parameters = unknown, tokens = unknown, flops = unknown;
    std::string_view flopsOrigin = {};                         ///< reported, 6ND or inferred
    std::string_view parametersOrigin = {}, tokensOrigin = {}; ///< kFromTable, kFromName; empty: the file
    std::string_view date = {};                                ///< ISO 8601: YYYY, YYYY-MM or YYYY-MM-DD
    std::string_view benchmark = {}, task = {}, metric = {};
    std::string_view strategy = {};
    int shots = -1; ///< −1: not stated
    std::string_view decoding = {};
    double value = unknown, standardError = unknown, n = unknown, chance = unknown;
    std::string_view reference = {}; ///< label of a reference line; such a row has no model
    std::string_view note = {}, source = {};
};

/// Origins of a size that no file states: the bundled table of known models, or the model's name, rounded.
inline constexpr std::string_view kFromTable = "known", kFromName = "name";

/// A row that was not taken, and why; or what else there is to say of a place in a file.
struct Refusal
{
    QString file;
    QString where; ///< "line 12"
    QString column;
    QString reason; ///< one plain sentence

    bool operator==(const Refusal &) const = default;
};

/// How many refusals of an import a workbook keeps one by one; the rest is counted.
inline constexpr int kMaxRefusals = 1000;

struct ImportInfo
{
    ImportId id = {};
    QString name = {};   ///< file names, or the dataset's name when bundled
    QString hash = {};   ///< SHA-256 of the file's bytes, or of all its files' hashes, hex
    QString format = {}; ///< "tidy", …; several joined by ", "
    QDateTime when = {};
    bool bundled = false;
    qint64 results = 0;
    qint64 refused = 0;
};

/// What the writer did with a row.
struct Verdict
{
    bool repeated = false; ///< an earlier row of this import says the same; stored once
    QString column = {};
    QString reason = {}; ///< not empty: an earlier row of this import contradicts it in `column`; not stored
    QString remark = {}; ///< not empty: another file of this import says otherwise; both are kept
};

/// Writes one import: one transaction from construction to `commit`; destroyed before that, it leaves no
/// trace. At most one exists per workbook at a time.
class ImportWriter
{
public:
    /// @param info  name, hash, format and bundled; with an id, it replaces that import and takes its place
    /// @error ReadOnly, Busy, Io
    [[nodiscard]] static Result<ImportWriter> begin(Workbook &workbook, const ImportInfo &info);

    /// As `begin` for a bundled dataset, which takes the place of its older self; nothing when the workbook
    /// holds just this one: several programs may be bringing it at once.
    /// @param info  name and hash
    [[nodiscard]] static Result<std::optional<ImportWriter>> beginBundled(Workbook &workbook,
                                                                          ImportInfo info);

    ImportWriter(ImportWriter &&) noexcept;
    ~ImportWriter();

    /// The rows that follow come from this file. Without it, they come from a file named as the import.
    [[nodiscard]] Result<> beginFile(const QString &name, const QString &hash, const QString &format);

    /// The file begun last was no use after all; nothing was added of it.
    [[nodiscard]] Result<> dropFile();

    /// @error Io when the disk is full or the file broke; the import is then lost as a whole
    [[nodiscard]] Result<Verdict> add(const Row &row);
    [[nodiscard]] Result<> refuse(const Refusal &refusal);
    /// A version of a model of the same family has its scales, as far as it states none itself: those that
    /// this import brings, in any order, and those that the workbook holds.
    [[nodiscard]] Result<> addVersion(std::string_view family, std::string_view version,
                                      std::string_view model);
    /// A fact about a task that is no result: key and value as the source names them.
    [[nodiscard]] Result<> annotate(std::string_view benchmark, std::string_view task, std::string_view key,
                                    std::string_view value, std::string_view source);
    /// A figure that comes with a dataset; the user's own figure of this name stays as it is.
    [[nodiscard]] Result<> addFigure(const QString &name, const QByteArray &json);

    /// A model with results in this import whose training compute is neither known nor follows from
    /// parameters and tokens, at any of its checkpoints.
    struct Unplaced
    {
        QString family, model;

        bool operator==(const Unplaced &) const = default;
    };
    /// By name; asked before `commit`, and counting what it will store.
    [[nodiscard]] Result<std::vector<Unplaced>> unplaced() const;

    struct Outcome
    {
        ImportId id = {};      ///< no id when nothing new was stored
        qint64 added = 0;      ///< results stored
        qint64 duplicates = 0; ///< results that another import already holds, error, n and note included
        qint64 conflicts = 0;  ///< results that another import holds with a different value; both are kept
    };
    /// Stores what was added: all of it, so that it stays when another import that says the same is undone;
    /// or nothing, when it would not change what the workbook shows.
    /// @param progress  can stop it; is told nothing
    /// @param last      what else belongs to the import: edits that see all of it, in its transaction; not
    ///                  asked for when nothing is stored
    [[nodiscard]] Result<Outcome> commit(const Progress &progress = {},
                                         const std::function<Result<>()> &last = {});

private:
    struct State;
    [[nodiscard]] static Result<ImportWriter> begin(sqlite3 *db, sqlite::Transaction transaction,
                                                    const ImportInfo &info);
    explicit ImportWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// What has been imported.
class Imports
{
public:
    explicit Imports(Workbook &workbook) : m_workbook(workbook) {}

    /// Oldest first.
    [[nodiscard]] Result<std::vector<ImportInfo>> list() const;
    /// The import that holds a file with these bytes, if any.
    [[nodiscard]] Result<std::optional<ImportInfo>> withFile(const QString &hash) const;
    [[nodiscard]] Result<std::vector<Refusal>> refusals(ImportId id) const;
    /// Removes an import with all that it alone brought; one transaction.
    /// @error NotFound, ReadOnly
    [[nodiscard]] Result<> undo(ImportId id);

private:
    Workbook &m_workbook;
};

} // namespace onset
