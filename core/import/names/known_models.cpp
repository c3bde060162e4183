#include "core/import/names/known_models.h"

#include "core/import/read/delimited.h"
#include "core/import/read/number.h"

#include <QFile>
#include <QRegularExpression>

#include <array>
#include <charconv>
#include <map>

// Q_INIT_RESOURCE must stand outside of namespaces; a static library's resources need it.
static void initKnownModels() { Q_INIT_RESOURCE(known_models); }

namespace onset {

using namespace Qt::StringLiterals;

namespace {

QString keyOf(std::string_view name)
{
    static const QRegularExpression marks(u"-(v[0-9.]+|bf16|fp16|fp32|hf)(?=-|$)"_s);
    QString key = QString::fromUtf8(lastPart(name)).toLower().replace(u'_', u'-');
    return key.remove(marks);
}

std::map<QString, KnownModel> table()
{
    initKnownModels();
    std::map<QString, KnownModel> models;
    QFile file(u":/known-models/models.csv"_s);
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    DelimitedReader reader(file, file.fileName(), ',');
    for (bool header = true; opened; header = false) {
        const auto more = reader.next();
        if (!more || !*more)
            break;
        const auto &fields = reader.fields();
        if (header || fields.size() != 8)
            continue;
        const auto count = [&](std::size_t field) {
            const Number number = parseCount(fields[field]);
            return number.fault == Number::Fault::None ? number.value
                                                       : std::numeric_limits<double>::quiet_NaN();
        };
        models.try_emplace(keyOf(fields[1]), KnownModel{.family = QString::fromUtf8(fields[0]),
                                                        .name = QString::fromUtf8(fields[1]),
                                                        .parameters = count(2),
                                                        .tokens = count(3),
                                                        .flops = count(4),
                                                        .tokensPerStep = count(5),
                                                        .source = QString::fromUtf8(fields[6]),
                                                        .newName = QString::fromUtf8(fields[7])});
    }
    return models;
}

const std::map<QString, KnownModel> &known()
{
    static const std::map<QString, KnownModel> models = table();
    return models;
}

} // namespace

const KnownModel *knownModel(std::string_view name)
{
    const auto found = known().find(keyOf(name));
    return found == known().end() ? nullptr : &found->second;
}

QString newNameOf(const QString &name)
{
    const auto found = known().find(name);
    return found == known().end() ? QString() : found->second.newName;
}

std::string_view lastPart(std::string_view path)
{
    while (path.ends_with('/') || path.ends_with('\\'))
        path.remove_suffix(1);
    const auto slash = path.find_last_of("/\\");
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

QString familyByName(const QString &model)
{
    static const QRegularExpression size(
        uR"re((?:^|(?<=[-_ ]))(?:\d+x)?\d+(?:\.\d+|(?<=[- ][01])_\d+)?[kmbt]\d?(?=$|[-_ ]))re"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression format(uR"re([-_](?:hf|bf16|fp16)(?=$|[-_]))re"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression gaps(uR"re([-_ ]{2,}|^[-_ ]+|[-_ ]+$)re"_s);
    QString family = model;
    family.remove(format);
    if (const auto found = size.match(family); found.hasMatch()) {
        const QString before = family.left(found.capturedStart()), after = family.mid(found.capturedEnd());
        family = before + after;
        for (auto gap = gaps.match(family); gap.hasMatch(); gap = gaps.match(family)) {
            const bool inside = gap.capturedStart() > 0 && gap.capturedEnd() < family.size();
            family.replace(gap.capturedStart(), gap.capturedLength(),
                           inside ? gap.captured().left(1) : QString());
        }
    }
    return family.isEmpty() ? model : family;
}

std::string familyOf(std::string_view model)
{
    const KnownModel *const known = knownModel(model);
    return (known ? known->family : familyByName(QString::fromUtf8(lastPart(model)))).toStdString();
}

double parametersByName(const QString &model)
{
    // "0.5B", "7b1" for 7.1, and behind '-' or ' ' also "1_8b" for 1.8
    static const QRegularExpression size(
        uR"re((?:^|(?<=[-_ :/(]))(\d+x)?(\d+(?:\.\d+|(?<=[- ][01])_\d+)?)([mb])(\d?)(?=$|[^A-Za-z0-9.]))re"_s,
        QRegularExpression::CaseInsensitiveOption);
    constexpr double smallest = 5e6; // "1M" and "2M" are lengths of the context
    const auto found = size.match(model);
    if (!found.hasMatch() || !found.captured(1).isEmpty())
        return std::numeric_limits<double>::quiet_NaN();
    QString number = found.captured(2).replace(u'_', u'.');
    if (const QString tenths = found.captured(4); !tenths.isEmpty() && !number.contains(u'.'))
        number += u'.' + tenths;
    const bool billions = found.captured(3).toLower() == u"b";
    const Number parameters = parseNumber(number.toStdString(), billions ? 9 : 6);
    const bool isSize = parameters.fault == Number::Fault::None && parameters.value > 0 &&
                        (billions || parameters.value >= smallest);
    return isSize ? parameters.value : std::numeric_limits<double>::quiet_NaN();
}

double stepOf(std::string_view checkpoint)
{
    const auto at = checkpoint.rfind("step");
    double step = std::numeric_limits<double>::quiet_NaN();
    if (at == std::string_view::npos)
        return step;
    std::string_view digits = checkpoint.substr(at + 4);
    if (digits.starts_with('_') || digits.starts_with('-'))
        digits.remove_prefix(1);
    const auto read =
        std::from_chars(digits.data(), digits.data() + digits.size(), step, std::chars_format::fixed);
    return read.ec == std::errc() && read.ptr == digits.data() + digits.size()
               ? step
               : std::numeric_limits<double>::quiet_NaN();
}

} // namespace onset
