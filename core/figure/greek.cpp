#include "core/figure/greek.h"

#include <array>
#include <utility>

namespace onset {

QString withGreek(QString text)
{
    static constexpr std::array kLetters{
        std::pair("Upsilon", u'Υ'), std::pair("epsilon", u'ε'), std::pair("omicron", u'ο'),
        std::pair("upsilon", u'υ'), std::pair("Lambda", u'Λ'),  std::pair("lambda", u'λ'),
        std::pair("Delta", u'Δ'),   std::pair("Gamma", u'Γ'),   std::pair("Omega", u'Ω'),
        std::pair("Sigma", u'Σ'),   std::pair("Theta", u'Θ'),   std::pair("alpha", u'α'),
        std::pair("delta", u'δ'),   std::pair("gamma", u'γ'),   std::pair("kappa", u'κ'),
        std::pair("omega", u'ω'),   std::pair("sigma", u'σ'),   std::pair("theta", u'θ'),
        std::pair("beta", u'β'),    std::pair("iota", u'ι'),    std::pair("zeta", u'ζ'),
        std::pair("Phi", u'Φ'),     std::pair("Psi", u'Ψ'),     std::pair("chi", u'χ'),
        std::pair("eta", u'η'),     std::pair("phi", u'φ'),     std::pair("psi", u'ψ'),
        std::pair("rho", u'ρ'),     std::pair("tau", u'τ'),     std::pair("Pi", u'Π'),
        std::pair("Xi", u'Ξ'),      std::pair("mu", u'μ'),      std::pair("nu", u'ν'),
        std::pair("pi", u'π'),      std::pair("xi", u'ξ')};
    for (const auto &[name, letter] : kLetters)
        text.replace(u'\\' + QLatin1StringView(name), QString(letter));
    return text;
}

} // namespace onset
