#pragma once

#include "core/import/read/json.h"
#include "core/import/read/score.h"

#include <QJsonObject>
#include <QString>

#include <limits>
#include <vector>

namespace onset {

/// What a column of a wide table holds. A wide table has one row a model and a column for each score.
enum class ColumnRole {
    Ignored,
    Model,
    Family,
    Checkpoint,
    Parameters,
    Tokens,
    Flops,
    Date,
    Setting, ///< how the scores of a row were taken: its text, or the column's name where it says yes
    Variant, ///< what tells a row from an earlier one of the same model and setting
    Score,
};

struct ColumnMapping
{
    QString name; ///< as the file spells it, on one line
    ColumnRole role = ColumnRole::Ignored;
    int exponent = 0;  ///< numbers of a scale or score are in units of 10^exponent: 9 billions, −2 percent
    double factor = 1; ///< of a scale: times this; 8.64 and the exponent 19 are PF-days
    // of a score
    QString benchmark = {}, task = {}, metric = {};
    QString strategy = {}, decoding = {};
    int shots = -1;                                           ///< −1: not stated
    double chance = std::numeric_limits<double>::quiet_NaN(); ///< in the metric's unit; NaN: not stated
    QString sample = {};                                      ///< the column's first text, to show
};

/// How a wide table is read: all of its columns, in their order.
struct Mapping
{
    std::vector<ColumnMapping> columns;

    /// {"columns": [{"name", "role", …, "sample"}]}, which ColumnMap::read takes back.
    [[nodiscard]] QJsonObject json() const;
};

/// What a column of a table holds, told before it is mapped.
struct ColumnSurvey
{
    QString name;
    qint64 texts = 0;    ///< not empty, and no sign of a missing number
    qint64 numbers = 0;  ///< of them
    qint64 percents = 0; ///< of the numbers: with a percent sign
    double low = std::numeric_limits<double>::infinity(), high = -low;
    int decimals = 0; ///< most digits behind the point, of numbers without a percent sign
    ShareUnit share = {};
    qint64 different = 0; ///< texts, in columns that may name the model
    QString sample = {};

    void add(std::string_view text);
};

/// Guesses by names of columns and by what they hold.
[[nodiscard]] Mapping guessedMapping(const std::vector<ColumnSurvey> &columns);

/// In what unit a column's numbers are, if it had this role.
[[nodiscard]] int guessedExponent(ColumnRole role, const ColumnSurvey &column);
/// By what its numbers are multiplied besides, from its name: 8.64 of PF-days, else 1.
[[nodiscard]] double guessedFactor(ColumnRole role, const ColumnSurvey &column);

/// FLOPs of a petaflop/s-day: 10^15 · 86,400 s.
inline constexpr double kPfDaysFactor = 8.64;
inline constexpr int kPfDaysExponent = 19;

/// Whether a column of this name, as columnName gives it, may name the model.
[[nodiscard]] bool mayNameModel(std::string_view name);

/// Whether a cell says that there is no number: "N/A", "-", "NaN" …
[[nodiscard]] bool saysMissing(std::string_view text);

/// What a user says of columns, instead of the guess; the columns and members that it leaves out are guessed.
class ColumnMap
{
public:
    /// @param name  of the file, for error sentences
    /// @error Io; BadInput with the place in the JSON
    [[nodiscard]] static Result<ColumnMap> read(QIODevice &device, const QString &name);

    /// Why it is no map of a table with this header, as columnName gives it; empty when it is.
    [[nodiscard]] QString misfit(const std::vector<std::string> &header) const;

    /// @param mapping  the guess, of these columns; misfit() is empty
    /// @error BadInput with the place in the JSON
    [[nodiscard]] Result<> applyTo(Mapping &mapping, const std::vector<ColumnSurvey> &columns) const;

    /// SHA-256 of its bytes.
    [[nodiscard]] QByteArray hash() const { return m_hash; }

private:
    ColumnMap(json::Document document, QString name)
        : m_document(std::move(document)), m_name(std::move(name))
    {}
    [[nodiscard]] tl::unexpected<Error> bad(const json::Value &at, const QString &reason) const;
    [[nodiscard]] Result<> readColumn(const json::Value &said, ColumnMapping &column) const;

    json::Document m_document;
    QString m_name;
    QByteArray m_hash;
};

} // namespace onset
