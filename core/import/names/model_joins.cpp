#include "core/import/names/model_joins.h"

#include "core/import/names/known_models.h"
#include "core/import/read/import_text.h"
#include "core/store/models.h"

#include <QRegularExpression>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

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

/// Names that have their key in common with another one, by that. Of so many names most are alone, so that
/// only hashes are kept of all.
std::map<QString, std::vector<std::size_t>>
sharedKeys(const std::vector<ModelName> &names, const Rules &rules, const std::set<std::size_t> &settled)
{
    std::vector<std::pair<std::size_t, std::size_t>> hashes; // and the position
    hashes.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!settled.contains(i))
            hashes.emplace_back(qHash(keyOf(names[i].model, rules)), i);
    }
    std::ranges::sort(hashes);
    std::map<QString, std::vector<std::size_t>> keys;
    for (auto first = hashes.begin(), last = first; first != hashes.end(); first = last) {
        last =
            std::find_if(first, hashes.end(), [&](const auto &hash) { return hash.first != first->first; });
        for (auto hash = first; last - first > 1 && hash != last; ++hash)
            keys[keyOf(names[hash->second].model, rules)].push_back(hash->second);
    }
    std::erase_if(keys, [](const auto &key) { return key.second.size() < 2; });
    return keys;
}

} // namespace

std::span<const NameRule> nameRules()
{
    static const std::array rules{
        NameRule{u"organisation"_s,
                 ImportText::tr(
                     "The organisation or folder before a name does not count, unless two organisations "
                     "have a model of this name."),
                 ImportText::tr("EleutherAI/pythia-1.4b is pythia-1.4b")},
        NameRule{u"spelling"_s, ImportText::tr("Capitals do not count, nor do “_” and blanks for “-”."),
                 ImportText::tr("OPT 125M is opt-125m")},
        NameRule{u"format"_s, ImportText::tr("Marks of the number format do not count."),
                 ImportText::tr("pythia-1b-bf16 is pythia-1b")},
        NameRule{u"aliases"_s,
                 ImportText::tr("Names that known models had in training are their present ones."),
                 ImportText::tr("bloom350m is bloom-560m")},
    };
    return rules;
}

std::vector<SameModel> joinsOf(const std::vector<ModelName> &names, const QStringList &unused,
                               const std::vector<SameModel> &said)
{
    const Rules rules = rulesWithout(unused);
    std::map<ModelName, std::optional<std::size_t>> places; // of the names that the user speaks of
    for (const SameModel &join : said) {
        places[join.name];
        places[join.sameAs];
    }
    for (std::size_t i = 0; i < names.size() && !places.empty(); ++i) {
        if (const auto place = places.find(names[i]); place != places.end() && !place->second)
            place->second = i;
    }
    std::set<std::size_t> settled; // by the user, as another name or as none
    for (const SameModel &join : said) {
        if (const auto place = places.at(join.name))
            settled.insert(*place);
    }

    Groups groups;
    for (const auto &[key, positions] : sharedKeys(names, rules, settled))
        addGroups(key, positions, names, groups);
    Sets sets(names.size());
    for (const auto &[key, positions] : groups) {
        for (const std::size_t i : positions)
            sets.join(i, positions.front());
    }
    for (const SameModel &join : said) {
        if (const auto name = places.at(join.name), same = places.at(join.sameAs); name && same)
            sets.join(*name, *same);
    }

    std::unordered_map<QString, int> models; // by family
    if (!groups.empty() || !said.empty()) {
        for (const ModelName &name : names)
            ++models[name.family];
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
    constexpr std::size_t none = ~std::size_t{0};
    std::vector<std::size_t> kept(names.size(), none); // by set
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::size_t &best = kept[sets.of(i)];
        if (best == none || rank(i) < rank(best))
            best = i;
    }
    std::vector<SameModel> joins;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (const std::size_t same = kept[sets.of(i)]; same != i)
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

Result<std::vector<ImportWriter::Unplaced>> stillUnplaced(Workbook &workbook,
                                                          const std::vector<ImportWriter::Unplaced> &models)
{
    const auto joined = SameModels(workbook).joined();
    if (!joined)
        return tl::unexpected(joined.error());
    const auto placed = placedByOthers(workbook);
    if (!placed)
        return tl::unexpected(placed.error());
    std::map<ModelName, ModelName> counted; // what a name counts as
    std::map<ModelName, bool> listed;       // of those that stand for several
    for (const auto &[name, same] : *joined) {
        counted.emplace(name, same);
        listed.emplace(same, false);
    }
    std::vector<ImportWriter::Unplaced> left;
    for (const auto &[family, model] : models) {
        const auto same = counted.find({family, model});
        const ModelName name = same == counted.end() ? ModelName{family, model} : same->second;
        const auto several = listed.find(name);
        const bool isListed = several != listed.end() && std::exchange(several->second, true);
        if (!isListed && !placed->contains(name))
            left.push_back({name.family, name.model});
    }
    return left;
}

} // namespace onset
