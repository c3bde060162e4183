#pragma once

#include "core/store/workbook.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace onset {

struct ModelName
{
    QString family, model;

    std::strong_ordering operator<=>(const ModelName &) const = default;
};

/// Two names of one model.
struct SameModel
{
    ModelName name, sameAs;

    std::strong_ordering operator<=>(const SameModel &) const = default;
};

/// Which models of a workbook are the same: the rules and words of the user, and what follows from them,
/// which readers of results go by.
class SameModels
{
public:
    explicit SameModels(Workbook &workbook) : m_workbook(workbook) {}

    /// All names, in the order in which they came into the workbook.
    [[nodiscard]] Result<std::vector<ModelName>> names() const;

    /// What follows from the rules and the user's words.
    [[nodiscard]] Result<std::vector<SameModel>> joined() const;
    /// What the user says.
    [[nodiscard]] Result<std::vector<SameModel>> said() const;
    /// @param sameAs  the name itself: no rule joins it; none: the rules decide
    /// @return what was said before      @error ReadOnly
    [[nodiscard]] Result<std::optional<ModelName>> say(const ModelName &name,
                                                       const std::optional<ModelName> &sameAs);
    /// Names of rules that are switched off.
    [[nodiscard]] Result<QStringList> unused() const;
    /// @error ReadOnly
    [[nodiscard]] Result<> use(const QString &rule, bool used);

    /// Puts these in place of what followed before; all checkpoints of a name are those of the other.
    /// @return whether anything changed      @error ReadOnly
    [[nodiscard]] Result<bool> store(const std::vector<SameModel> &joins);

private:
    Workbook &m_workbook;
};

} // namespace onset
