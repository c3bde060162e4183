#pragma once

#include "core/curve/curve.h"
#include "core/curve/setting.h"
#include "core/store/model_facts.h"
#include "core/store/sqlite.h"

#include <unordered_map>
#include <vector>

namespace onset {

/// Which results: each text is a glob or, when exact, a name; empty means all (when exact, of families and
/// imports only).
struct Selection
{
    QString family = {}, benchmark = {}, task = {}, metric = {}, setting = {};
    QString source = {}; ///< exact name of an import
    bool exact = false;
};

struct ResultRow
{
    qint64 model, import;
    double value, standardError, n;
    QString note;
    qint64 source;
};

/// The results of one family on one measure in one setting that win: those of the newest import, and of older
/// ones that disagree nowhere with a newer one.
struct ResultGroup
{
    qint64 measure = 0, setting = 0, family = 0;
    std::vector<ResultRow> rows = {};
    std::vector<ResultRow> others = {}; ///< left out because they disagree
};

/// Keeps the rows that win, and apart from them those in conflict.
/// @param group  its rows import by import: the user's before the bundled ones, each newest first
void keepWinners(ResultGroup &group);

struct MeasureInfo
{
    MeasureKey key;
    double chance = kUnknown, best = kUnknown;
    bool chanceListed = false; ///< neither a file nor the user states it: it is that of a known benchmark
    std::vector<Reference> references;     ///< by label
    std::vector<QString> referenceSources; ///< of each of them
};

struct SettingInfo
{
    QString name;
    Setting parts;
};

/// Where the chance level of a measure comes from.
struct ChanceSource
{
    QString from;       ///< "file, line 3", kFromUser, or the paper by which it is known; empty: nowhere
    QStringList others; ///< "0.25: file, line 3" for each that differs, the newest first
};

/// Reads results and names of one workbook; what repeats is read once.
class ResultReader
{
public:
    explicit ResultReader(sqlite3 *db);

    /// In no particular order, the rows of a group neither.
    [[nodiscard]] Result<std::vector<ResultGroup>> groups(const Selection &wanted);
    /// Row ids of the measures that have reference lines, also those without results.
    /// @param wanted  of it, the globs of benchmark, task and metric
    [[nodiscard]] Result<std::vector<qint64>> measuresWithReferences(const Selection &wanted);
    /// Row ids of all models, by name.
    [[nodiscard]] Result<std::vector<qint64>> models();

    const MeasureInfo &measure(qint64 id);
    [[nodiscard]] Result<ChanceSource> chanceSource(qint64 measure);
    const SettingInfo &setting(qint64 id);
    const ModelInfo &model(qint64 id) { return m_models.of(id); }
    const QString &source(qint64 id);
    /// The first fault of any of the statements behind these four.
    [[nodiscard]] Result<> done() const;

private:
    sqlite3 *m_db;
    ModelFacts m_models;
    std::unordered_map<qint64, MeasureInfo> m_measures;
    std::unordered_map<qint64, SettingInfo> m_settings;
    std::unordered_map<qint64, QString> m_sources;
    sqlite::Statement m_measure, m_facts, m_own, m_references, m_setting, m_source;
};

} // namespace onset
