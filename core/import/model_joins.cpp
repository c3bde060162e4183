#include "core/import/model_joins.h"

#include "core/import/known_models.h"
#include "core/store/models.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onset::ModelJoins)
};

/// The rules that count.
struct Rules
{
    bool organisation, spelling, format, aliases;
};

Rules rulesWithout(const QStringList &unused)
{
    const auto used = [&](const char *name) { return !unused.contains(QLatin1StringView(name)); };
    return {used("organisation"), used("spelling"), used("format"), used("aliases")};
}

/// "EleutherAI" of "EleutherAI/pythia-1.4b"; the folders of a path are none.
QString organisationOf(const QString &name)
{
    const auto slash = name.indexOf(u'/');
    const bool isPath = slash <= 0 || name.count(u'/') > 1 || name.startsWith(u'.') || name.startsWith(u'~');
    return isPath ? QString() : name.left(slash).toLower();
}

/// What names of one model have in common.
QString keyOf(const QString &name, const Rules &rules)
{
    static const QRegularExpression format(u"[-_ ](bf16|fp16|fp32|hf)(?=[-_ ]|$)"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    QString key = name.simplified();
    if (rules.organisation)
        key = QString::fromStdString(std::string(lastPart(key.toStdString())));
    if (rules.format)
        key.remove(format);
    if (rules.spelling)
        key = key.toLower().replace(u'_', u'-').replace(u' ', u'-');
    if (rules.aliases) {
        if (const QString other = newNameOf(key); !other.isEmpty())
            return other;
    }
    return key;
}

/// Whether a name tells a model whatever family it stands in: it has a word and a number that is no mere
/// size, or is in the table of known models.
bool tellsAModel(const QString &key)
{
    static const QRegularExpression word(u"[A-Za-z]{3,}"_s), digit(u"[0-9]"_s);
    static const QRegularExpression common(
        u"^(run|seed|model|step|layers?|sizes?|test|exp|experiment|checkpoint|config|baseline|small|medium|"
        "large|base|tiny|mini|average|avg|chat|instruct|dense|sparse|moe|few|zero|shot)$"_s,
        QRegularExpression::CaseInsensitiveOption);
    if (knownModel(key.toStdString()))
        return true;
    if (!key.contains(digit))
        return false;
    for (auto found = word.globalMatch(key); found.hasNext();) {
        if (!common.match(found.next().captured()).hasMatch())
            return true;
    }
    return false;
}

/// Sets of positions, joined step by step.
class Sets
{
public:
    explicit Sets(std::size_t size) : m_parents(size) { std::iota(m_parents.begin(), m_parents.end(), 0); }
    std::size_t of(std::size_t i)
    {
        while (m_parents[i] != i)
            i = m_parents[i] = m_parents[m_parents[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) { m_parents[of(a)] = of(b); }

private:
    std::vector<std::size_t> m_parents;
};

/// Positions of names by what else must agree for a join.
using Groups = std::map<std::pair<QString, QString>, std::vector<std::size_t>>;

/// Of names with one key, those that may be the same.
void addGroups(const QString &key, const std::vector<std::size_t> &positions,
               const std::vector<ModelName> &names, Groups &groups)
{
    std::set<QString> organisations;
    for (const std::size_t i : positions)
        organisations.insert(organisationOf(names[i].model));
    organisations.erase(QString());
    const bool apart = organisations.size() > 1 && !knownModel(key.toStdString());
    const bool acrossFamilies = tellsAModel(key);
    for (const std::size_t i : positions) {
        const QString who = apart ? organisationOf(names[i].model) : QString();
        groups[{key + u'\n' + who, acrossFamilies ? QString() : names[i].family}].push_back(i);
    }
}

} // namespace

std::span<const NameRule> nameRules()
{
    static const std::array rules{
        NameRule{u"organisation"_s,
                 Text::tr("The organisation or folder before a name does not count, unless two organisations "
                          "have a model of this name."),
                 Text::tr("EleutherAI/pythia-1.4b is pythia-1.4b")},
        NameRule{u"spelling"_s, Text::tr("Capitals do not count, nor do “_” and blanks for “-”."),
                 Text::tr("OPT 125M is opt-125m")},
        NameRule{u"format"_s, Text::tr("Marks of the number format do not count."),
                 Text::tr("pythia-1b-bf16 is pythia-1b")},
        NameRule{u"aliases"_s, Text::tr("Names that known models had in training are their present ones."),
                 Text::tr("bloom350m is bloom-560m")},
    };
    return rules;
}

std::vector<SameModel> joinsOf(const std::vector<ModelName> &names, const QStringList &unused,
                               const std::vector<SameModel> &said)
{
    const Rules rules = rulesWithout(unused);
    std::map<ModelName, std::size_t> places;
    std::map<QString, int> models; // by family
    for (std::size_t i = 0; i < names.size(); ++i) {
        places.emplace(names[i], i);
        ++models[names[i].family];
    }
    std::set<std::size_t> settled; // by the user, as another name or as none
    for (const SameModel &join : said) {
        if (const auto place = places.find(join.name); place != places.end())
            settled.insert(place->second);
    }

    std::map<QString, std::vector<std::size_t>> keys;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!settled.contains(i))
            keys[keyOf(names[i].model, rules)].push_back(i);
    }
    Groups groups;
    for (const auto &[key, positions] : keys) {
        if (positions.size() > 1)
            addGroups(key, positions, names, groups);
    }
    Sets sets(names.size());
    for (const auto &[key, positions] : groups) {
        for (const std::size_t i : positions)
            sets.join(i, positions.front());
    }
    for (const SameModel &join : said) {
        const auto name = places.find(join.name), same = places.find(join.sameAs);
        if (name != places.end() && same != places.end())
            sets.join(name->second, same->second);
    }

    const auto rank = [&](std::size_t i) { // the smallest stays
        const auto &[family, model] = names[i];
        const bool former = rules.aliases && !newNameOf(keyOf(model, {true, true, true, false})).isEmpty();
        const KnownModel *const known = knownModel(model.toStdString());
        const int guess = known && known->family == family ? 0
                          : family != QString::fromStdString(familyOf(model.toStdString()))
                              ? 1
                              : 2; // by the name alone
        return std::tuple(settled.contains(i), former, guess, -models[family], i);
    };
    std::map<std::size_t, std::size_t> kept; // by set
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto [set, isNew] = kept.try_emplace(sets.of(i), i);
        if (!isNew && rank(i) < rank(set->second))
            set->second = i;
    }
    std::vector<SameModel> joins;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (const std::size_t same = kept.at(sets.of(i)); same != i)
            joins.push_back({names[i], names[same]});
    }
    return joins;
}

Result<bool> rejoin(Workbook &workbook)
{
    SameModels store(workbook);
    const auto names = store.names();
    const auto unused = store.unused();
    const auto said = store.said();
    if (!names)
        return tl::unexpected(names.error());
    if (!unused)
        return tl::unexpected(unused.error());
    if (!said)
        return tl::unexpected(said.error());
    return store.store(joinsOf(*names, *unused, *said));
}

Result<std::vector<ImportWriter::Unplaced>> stillUnplaced(const Workbook &workbook,
                                                          const std::vector<ImportWriter::Unplaced> &models)
{
    if (models.empty())
        return models;
    const auto all = listModels(workbook);
    if (!all)
        return tl::unexpected(all.error());
    std::map<QString, ImportWriter::Unplaced> names; // what each "family: model" counts as
    std::set<QString> placed;
    for (const ModelInfo &model : *all) {
        const QString own = model.family + u": "_s + model.model;
        for (const QString &name : QStringList{own} + model.otherNames)
            names.insert_or_assign(name, ImportWriter::Unplaced{model.family, model.model});
        if (!std::isnan(model.flops))
            placed.insert(own);
    }
    std::vector<ImportWriter::Unplaced> left;
    for (const ImportWriter::Unplaced &model : models) {
        const auto same = names.find(model.family + u": "_s + model.model);
        const ImportWriter::Unplaced &counted = same == names.end() ? model : same->second;
        const bool isListed = std::ranges::find(left, counted) != left.end();
        if (!isListed && !placed.contains(counted.family + u": "_s + counted.model))
            left.push_back(counted);
    }
    return left;
}

} // namespace onset
