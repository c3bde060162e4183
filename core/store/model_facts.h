#pragma once

#include "core/curve/scale.h"
#include "core/store/models.h"
#include "core/store/sqlite.h"

#include <unordered_map>

namespace onset {

/// Names and scales of models by row id, each read once. The user's word wins for each scale, then the newest
/// import; models that are the same share their scales. Training compute that nobody states is 6ND [Kaplan
/// et al. 2020, arXiv 2001.08361, §2.1] when N and D are known.
class ModelFacts
{
public:
    explicit ModelFacts(sqlite3 *db);

    /// `results` is not counted.
    [[nodiscard]] const ModelInfo &of(qint64 model);
    [[nodiscard]] Result<> done() const;

    /// Reads all models at once, for who asks for many of a large workbook.
    [[nodiscard]] Result<> readAll();

private:
    sqlite3 *m_db;
    std::unordered_map<qint64, ModelInfo> m_models;
    sqlite::Statement m_names;
    sqlite::Statement m_scales, m_own;
};

/// A model's place along a scale of its own (not Scale::Kind::Measure); NaN when unknown.
[[nodiscard]] double placeOf(const ModelInfo &model, Scale::Kind kind);

} // namespace onset
