#pragma once

#include "core/store/imports.h"
#include "core/store/same_models.h"

#include <span>

namespace onset {

/// A way in which two names are those of one model.
struct NameRule
{
    QString name;    ///< as the workbook keeps it
    QString says;    ///< one sentence
    QString example; ///< "EleutherAI/pythia-1.4b is pythia-1.4b"
};

/// In the order in which they are shown.
[[nodiscard]] std::span<const NameRule> nameRules();

/// Finds names of the same model. Joined across families are only names that tell a model by themselves
/// ("opt-125m", but not "8B"), and of names that differ in the organisation before them only those of known
/// models. In a set of names the one stays whose family is that of the known models, else one that a file
/// states rather than the name shows, else the family with most models; of these the oldest.
/// @param names   the oldest first
/// @param unused  names of rules that do not count
/// @param said    by the user, who goes before the rules
[[nodiscard]] std::vector<SameModel> joinsOf(const std::vector<ModelName> &names, const QStringList &unused,
                                             const std::vector<SameModel> &said);

/// Brings what follows from the names up to date; asked after every edit that brings or removes models.
/// @return whether anything changed      @error ReadOnly, Busy, Io
[[nodiscard]] Result<bool> rejoin(Workbook &workbook);

/// Those of `models` that still have no place, now that names are joined; each once, by the name that counts.
[[nodiscard]] Result<std::vector<ImportWriter::Unplaced>>
stillUnplaced(Workbook &workbook, const std::vector<ImportWriter::Unplaced> &models);

} // namespace onset
