#pragma once

#include "core/curve/curve.h"
#include "core/curve/setting.h"
#include "core/store/workbook.h"

#include <vector>

namespace onset {

/// Which curves: globs (`*`, `?`, `[…]`) that match whole names, case-sensitively; empty means all.
struct CurveFilter
{
    QString family = {};
    QString benchmark = {};
    QString task = {};
    QString metric = {};
    QString setting = {};
    QString source = {}; ///< exact name of an import; empty: the newest wins for the whole curve
    bool runs = false;   ///< curves over the checkpoints of one model instead of the models of a family
    QString model = {};  ///< of runs, a glob
    bool operator==(const CurveFilter &) const = default;
};

/// A curve of a listing.
struct CurveCount
{
    CurveKey key;
    qint64 points; ///< that have a place on the scale
};

/// Reads curves. The newest import wins for a whole curve, never point by point; an older import adds its
/// points only where none of them disagrees with a newer one.
class Curves
{
public:
    explicit Curves(const Workbook &workbook) : m_workbook(workbook) {}

    /// All curves that match, ordered by benchmark, task, metric, setting, family; points along `scale`.
    [[nodiscard]] Result<std::vector<Curve>> find(const CurveFilter &filter, const Scale &scale) const;

    /// What `find` would give of everything, families first and then runs, without the points themselves: in
    /// a tenth of the time.
    [[nodiscard]] Result<std::vector<CurveCount>> counts(const Scale &scale) const;

    /// One curve by its key.
    /// @error NotFound, with the key in words
    [[nodiscard]] Result<Curve> one(const CurveKey &key, const Scale &scale,
                                    const QString &source = {}) const;

    /// The curves of all families on a measure in a setting, by name.
    [[nodiscard]] Result<std::vector<Curve>> ofAbility(const MeasureKey &measure, const QString &setting,
                                                       const Scale &scale) const;

    /// Names of the settings in which a measure exists, to choose one for a measure used as scale.
    [[nodiscard]] Result<QStringList> settingsOf(const MeasureKey &measure) const;

private:
    const Workbook &m_workbook;
};

/// Results set aside by the user, by name, for the whole workbook.
class Exclusions
{
public:
    struct Key
    {
        QString family, model, checkpoint, benchmark, task, metric, setting;
        std::strong_ordering operator<=>(const Key &) const = default;
    };

    explicit Exclusions(Workbook &workbook) : m_workbook(workbook) {}
    [[nodiscard]] Result<std::vector<Key>> list() const;
    /// Sets aside (`excluded`) or takes back; one transaction. @error ReadOnly
    [[nodiscard]] Result<> set(const std::vector<Key> &keys, bool excluded);

private:
    Workbook &m_workbook;
};

} // namespace onset
