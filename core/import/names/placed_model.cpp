#include "core/import/names/placed_model.h"

#include "core/import/names/known_models.h"

#include <cmath>

namespace onset {

Row PlacedModel::row() const
{
    return {.family = family,
            .model = name,
            .parameters = parameters,
            .tokens = tokens,
            .flops = flops,
            .flopsOrigin = std::isnan(flops) ? "" : "reported",
            .parametersOrigin = parametersOrigin,
            .tokensOrigin = tokensOrigin};
}

PlacedModel placedModel(std::string_view name)
{
    PlacedModel model{.name = std::string(name)};
    if (const KnownModel *const known = knownModel(name)) {
        model.family = known->family.toStdString();
        model.parameters = known->parameters;
        model.tokens = known->tokens;
        model.flops = known->flops;
        model.parametersOrigin = model.tokensOrigin = kFromTable;
        return model;
    }
    // "qwen2.5:0.5b" is how some servers write a size
    const QString dashed = QString::fromStdString(model.name).replace(u':', u'-');
    const QString family = familyByName(dashed);
    model.family = family == dashed ? model.name : family.toStdString();
    return model;
}

} // namespace onset
