#include "core/fit/curves/rival.h"

#include <algorithm>

namespace onset::fit {

#define ONSET_RIVAL(Name) extern const Rival k##Name##Rival; ///< in a file of its own
#include "core/fit/curves/rivals.def"
#undef ONSET_RIVAL

namespace {

/// Its level, rise and shape are 0.
class NoShape final : public CurveShape
{
public:
    int size() const override { return 0; }
    void value(const Theta &, const Eigen::ArrayXd &, Eigen::ArrayXd &s) const override { s.setZero(); }
    void gradient(const Theta &, const Eigen::ArrayXd &, const Eigen::ArrayXd &,
                  Eigen::ArrayXXd &) const override
    {}
};

} // namespace

const Rival &rivalOf(Model model)
{
    static constexpr std::array all{
#define ONSET_RIVAL(Name) &k##Name##Rival,
#include "core/fit/curves/rivals.def"
#undef ONSET_RIVAL
    };
    return *all[static_cast<std::size_t>(model)];
}

const RivalParameter *parameterOf(Model model, std::string_view name)
{
    const auto parameters = rivalOf(model).parameters;
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const RivalParameter &each) { return each.name == name; });
    return found == parameters.end() ? nullptr : &*found;
}

std::string_view name(Model model) { return rivalOf(model).name; }

bool isSmooth(Model model) { return rivalOf(model).smooth; }

bool hasFloor(Model model) { return parameterOf(model, "floor"); }

bool hasCeiling(Model model)
{
    const RivalParameter *ceiling = parameterOf(model, "ceiling");
    return ceiling && ceiling->role == Role::Top;
}

bool hasMidpoint(Model model) { return parameterOf(model, "midpoint"); }

std::unique_ptr<CurveShape> makeShape(const Request &request, double reference)
{
    const Rival &rival = rivalOf(request.model);
    return rival.shape ? rival.shape(request, reference) : std::make_unique<NoShape>();
}

} // namespace onset::fit
