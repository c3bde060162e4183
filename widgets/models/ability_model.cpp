#include "widgets/models/ability_model.h"

#include "core/figure/quantity_text.h"
#include "core/figure/verdict_text.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <ranges>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kMostSparklines = 5000; ///< kept, some hundred bytes each

QString detail(const Ability &ability)
{
    QStringList parts; // what differs most comes first
    if (ability.statesSetting())
        parts += ability.setting;
    parts += ability.measure.metric;
    if (ability.measure.benchmark != ability.measure.task)
        parts += ability.measure.benchmark;
    return parts.join(u" · "_s);
}

/// Of many, the first.
QString families(const Ability &ability)
{
    constexpr std::size_t most = 24; // a tool tip has room for
    QStringList names;
    for (const AbilityFamily &family : ability.families | std::views::take(most))
        names += family.name;
    if (ability.families.size() > most)
        names += AbilityModel::tr("and %L1 more").arg(ability.families.size() - most);
    return names.join(u", "_s);
}

int models(const Ability &ability)
{
    return std::accumulate(ability.families.begin(), ability.families.end(), 0,
                           [](int sum, const AbilityFamily &family) { return sum + family.models; });
}

QString onsetText(const fit::Interval &onset)
{
    return intervalText(onset, [](double x) { return scaleText(Scale{}, x); });
}

/// "+5.1": in favour of a threshold.
QString advantageText(double advantage)
{
    if (std::isnan(advantage))
        return {};
    if (std::isinf(advantage))
        return advantage > 0 ? u"∞"_s : u"−∞"_s;
    return (advantage < 0 ? u"−"_s : u"+"_s) + QString::number(std::abs(advantage), 'f', 1);
}

QVariant numberOrNone(double value) { return std::isnan(value) ? QVariant() : QVariant(value); }

} // namespace

AbilityModel::Found AbilityModel::together(const std::vector<Finding> &curves)
{
    Found found{curves};
    for (const Finding &curve : curves) {
        found.headline = std::min(found.headline, curve.headline);
        if (!(found.onset.high <= curve.onset.high) && !std::isnan(curve.onset.high))
            found.onset = curve.onset;
        if (!(found.advantage >= curve.advantage) && !std::isnan(curve.advantage))
            found.advantage = curve.advantage;
    }
    return found;
}

void AbilityModel::setCatalog(CatalogPtr catalog)
{
    beginResetModel();
    std::vector<std::optional<Found>> found(catalog ? catalog->abilities.size() : 0);
    for (std::size_t i = 0; m_catalog && catalog && i < m_found.size(); ++i) {
        const int place = m_found[i] ? catalog->indexOf(m_catalog->abilities[i].key()) : -1;
        if (place >= 0)
            found[std::size_t(place)] = std::move(m_found[i]);
    }
    m_found = std::move(found);
    m_judged =
        static_cast<int>(std::ranges::count_if(m_found, [](const auto &each) { return each.has_value(); }));
    m_catalog = std::move(catalog);
    ++m_generation;
    filter();
    endResetModel();
}

void AbilityModel::rearrange()
{
    beginResetModel();
    filter();
    endResetModel();
}

void AbilityModel::setSearch(const QString &search)
{
    const QStringList words = search.split(u' ', Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    rearrange();
}

void AbilityModel::setBenchmark(const QString &benchmark)
{
    m_benchmark = benchmark;
    rearrange();
}

void AbilityModel::setVerdict(std::optional<fit::Headline> verdict)
{
    m_verdict = verdict;
    rearrange();
}

void AbilityModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    rearrange();
}

void AbilityModel::arrange()
{
    if (m_outOfDate)
        rearrange();
}

bool AbilityModel::matches(int ability) const
{
    const auto at = static_cast<std::size_t>(ability);
    if (!m_benchmark.isEmpty() && m_catalog->abilities[at].measure.benchmark != m_benchmark)
        return false;
    return !m_verdict || (m_found[at] && std::ranges::find(m_found[at]->curves, *m_verdict,
                                                           &Finding::headline) != m_found[at]->curves.end());
}

void AbilityModel::filter()
{
    m_outOfDate = false;
    m_shown = m_catalog ? m_catalog->search.find(m_words) : std::vector<int>();
    if (!m_benchmark.isEmpty() || m_verdict)
        std::erase_if(m_shown, [this](int ability) { return !matches(ability); });
    if (m_sortColumn >= 0) {
        std::vector<QVariant> keys(m_catalog ? m_catalog->abilities.size() : 0);
        for (std::size_t row = 0; row < m_shown.size(); ++row)
            keys[std::size_t(m_shown[row])] = m_sortColumn == Verdict
                                                  ? index(int(row), Verdict).data(HeadlineRole)
                                                  : value(int(row), m_sortColumn);
        const bool down = m_sortOrder == Qt::DescendingOrder;
        std::ranges::stable_sort(m_shown, [&](int a, int b) {
            const QVariant &left = keys[std::size_t(a)], &right = keys[std::size_t(b)];
            if (left.isNull() || right.isNull())
                return right.isNull() && !left.isNull(); // what is not known comes last
            if (left.typeId() == QMetaType::QString)
                return (down ? right : left)
                           .toString()
                           .compare((down ? left : right).toString(), Qt::CaseInsensitive) < 0;
            return (down ? right : left).toDouble() < (down ? left : right).toDouble();
        });
    }
    m_rows.assign(m_catalog ? m_catalog->abilities.size() : 0, -1);
    for (std::size_t row = 0; row < m_shown.size(); ++row)
        m_rows[std::size_t(m_shown[row])] = static_cast<int>(row);
}

int AbilityModel::rowOf(int ability) const
{
    return ability < 0 ? -1 : m_rows[static_cast<std::size_t>(ability)];
}

const Ability &AbilityModel::ability(int row) const
{
    return m_catalog->abilities[static_cast<std::size_t>(abilityOf(row))];
}

const AbilityModel::Found *AbilityModel::found(int row) const
{
    const auto &found = m_found[static_cast<std::size_t>(abilityOf(row))];
    return found ? &*found : nullptr;
}

void AbilityModel::setSparklines(const std::vector<Sparkline> &sparklines)
{
    if (!m_catalog)
        return;
    if (m_sparklines.size() > kMostSparklines)
        m_sparklines.clear(); // those that are seen will be read again
    int first = rowCount(), last = -1;
    for (const Sparkline &sparkline : sparklines) {
        m_sparklines.insert_or_assign(sparkline.ability, Drawn{sparkline.lines, m_generation});
        if (const int row = rowOf(m_catalog->indexOf(sparkline.ability)); row >= 0) {
            first = std::min(first, row);
            last = std::max(last, row);
        }
    }
    if (first <= last)
        emit dataChanged(index(first, Lines), index(last, Lines), {SparklineRole});
}

std::vector<CurveKey> AbilityModel::withoutSparkline(int first, int last) const
{
    std::vector<CurveKey> keys;
    for (int row = std::max(first, 0); row <= std::min(last, rowCount() - 1); ++row) {
        const auto drawn = m_sparklines.find(ability(row).key());
        if (drawn == m_sparklines.end() || drawn->second.generation != m_generation)
            keys.push_back(ability(row).key());
    }
    return keys;
}

void AbilityModel::setFindings(const std::vector<AbilityFindings> &findings)
{
    if (!m_catalog)
        return;
    const bool follows = m_verdict || m_sortColumn == Verdict || m_sortColumn == Onset ||
                         m_sortColumn == Evidence || m_sortColumn == Source;
    for (const AbilityFindings &judged : findings) {
        const int ability = m_catalog->indexOf(judged.ability);
        if (ability < 0)
            continue;
        auto &found = m_found[static_cast<std::size_t>(ability)];
        m_judged += found ? 0 : 1;
        found = together(judged.curves);
        m_outOfDate = m_outOfDate || follows;
        if (const int row = rowOf(ability); row >= 0)
            emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
}

std::map<fit::Headline, int> AbilityModel::verdictCounts() const
{
    std::map<fit::Headline, int> counts;
    for (const auto &found : m_found) {
        std::map<fit::Headline, int> here;
        if (found)
            for (const Finding &curve : found->curves)
                here[curve.headline] = 1;
        for (const auto &[headline, count] : here)
            counts[headline] += count;
    }
    return counts;
}

std::map<QString, int> AbilityModel::benchmarkCounts() const
{
    std::map<QString, int> counts;
    if (m_catalog)
        for (const Ability &ability : m_catalog->abilities)
            ++counts[ability.measure.benchmark];
    return counts;
}

int AbilityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int AbilityModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant AbilityModel::value(int row, int column) const
{
    const Found *found = this->found(row);
    switch (column) {
    case Name:
        return ability(row).measure.task;
    case Verdict:
        return found ? headlineInWords(found->headline) : QVariant();
    case Onset:
        return found ? numberOrNone(found->onset.high) : QVariant();
    case Evidence:
        return found ? numberOrNone(found->advantage) : QVariant();
    case Models:
        return models(ability(row));
    case Benchmark:
        return ability(row).measure.benchmark;
    case Source:
        return found && !found->curves.empty() ? found->curves.front().source : QVariant();
    default:
        return {};
    }
}

QString AbilityModel::text(int row, int column) const
{
    const Found *found = this->found(row);
    switch (column) {
    case Verdict:
        return found ? headlineInWords(found->headline) : u"…"_s;
    case Onset:
        return found ? onsetText(found->onset) : QString();
    case Evidence:
        return found ? advantageText(found->advantage) : QString();
    default:
        return value(row, column).toString();
    }
}

/// A line for each family.
QString AbilityModel::toolTip(int row) const
{
    const Found *found = this->found(row);
    if (!found)
        return families(ability(row));
    QStringList lines;
    for (const Finding &curve : found->curves) {
        QString line = tr("%1: %2").arg(curve.family, headlineInWords(curve.headline).toLower());
        if (!std::isnan(curve.onset.high))
            line += tr(", onset %1 FLOPs").arg(onsetText(curve.onset));
        if (!std::isnan(curve.advantage))
            line += tr(", ΔAICc %1").arg(advantageText(curve.advantage));
        lines += line + tr(", %n model(s)", nullptr, curve.models);
    }
    return lines.join(u'\n');
}

QVariant AbilityModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Ability &ability = this->ability(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case Qt::ToolTipRole:
        return toolTip(index.row());
    case Qt::TextAlignmentRole:
        return QVariant(
            Qt::AlignVCenter |
            (index.column() == Evidence || index.column() == Models ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::AccessibleTextRole: {
        const Found *found = this->found(index.row());
        return index.column() != Name
                   ? text(index.row(), index.column())
                   : tr("%1, %2, families: %3%4")
                         .arg(ability.measure.task, detail(ability), families(ability),
                              found ? u", "_s + headlineInWords(found->headline) : QString());
    }
    case DetailRole:
        return detail(ability);
    case AbilityRole:
        return QVariant::fromValue(&ability);
    case SparklineRole: {
        const auto drawn = m_sparklines.find(ability.key());
        return QVariant::fromValue(drawn == m_sparklines.end() ? QList<QPolygonF>() : drawn->second.lines);
    }
    case HeadlineRole: {
        const Found *found = this->found(index.row());
        return found ? QVariant(static_cast<int>(found->headline)) : QVariant();
    }
    case ValueRole:
        return value(index.row(), index.column());
    default:
        return {};
    }
}

QVariant AbilityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    struct Title
    {
        QString text, tip, term = {};
    };
    const auto title = [&]() -> Title {
        switch (section) {
        case Name:
            return {tr("Ability"), tr("Task, with how it was asked and scored")};
        case Lines:
            return {tr("Curves"), tr("Score against training compute, a line for each family")};
        case Verdict:
            return {tr("Verdict"),
                    tr("What the rival explanations allow to say; of several families, the "
                       "clearest"),
                    u"verdict"_s};
        case Onset:
            return {
                tr("Onset (FLOPs)"),
                tr("By definition: from the largest model below it to the smallest of the models that stay "
                   "above chance"),
                u"onset"_s};
        case Evidence:
            return {tr("ΔAICc"),
                    tr("AICc of the best smooth curve less that of the best threshold curve: "
                       "above 4 a threshold is favoured, below −4 smooth growth"),
                    u"aicc"_s};
        case Models:
            return {tr("Models"), tr("Number of models with a score")};
        case Benchmark:
            return {tr("Benchmark"), {}};
        case Source:
            return {tr("Source"), tr("Where the first score comes from")};
        default:
            return {};
        }
    }();
    switch (role) {
    case Qt::DisplayRole:
        return title.text;
    case Qt::ToolTipRole:
        return title.term.isEmpty() ? title.tip : tr("%1. Right-click for more.").arg(title.tip);
    case TermRole:
        return title.term;
    default:
        return {};
    }
}

} // namespace onset
