#include "core/figure/figure_spec.h"

#include "core/figure/figure_text.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <array>
#include <cmath>
#include <concepts>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr int kMaxPanels = 400;
constexpr std::size_t kMaxCurves = 10'000;
constexpr qsizetype kMaxText = 1'000;
constexpr qsizetype kMaxBytes = 16 << 20;
constexpr QLatin1StringView kAuto = "auto"_L1; // of an enum that may be left to the program

tl::unexpected<Error> bad(const QString &path, const QString &why)
{
    return failure(Code::BadInput, FigureText::tr("The figure cannot be read: %1 %2.").arg(path, why));
}

template <typename T, typename U>
concept Of = std::same_as<std::remove_const_t<T>, U>;

// How each enum is spelt.
template <typename E>
using Names = std::vector<std::pair<E, QString>>;

Names<Theme> names(Theme) { return {{Theme::Light, u"light"_s}, {Theme::Dark, u"dark"_s}}; }

Names<LegendPlace> names(LegendPlace)
{
    return {{LegendPlace::Auto, u"auto"_s},
            {LegendPlace::Outside, u"outside"_s},
            {LegendPlace::Direct, u"direct"_s},
            {LegendPlace::None, u"none"_s}};
}

Names<Transform> names(Transform)
{
    return {{Transform::Raw, u"raw"_s},
            {Transform::ChanceNormalised, u"chance-normalised"_s},
            {Transform::ErrorRate, u"error-rate"_s},
            {Transform::Power, u"power"_s},
            {Transform::Root, u"root"_s},
            {Transform::Logit, u"logit"_s},
            {Transform::LogMinusLog, u"log-minus-log"_s}};
}

Names<Plot> names(Plot)
{
    return {{Plot::Scores, u"scores"_s},
            {Plot::Differences, u"differences"_s},
            {Plot::Onsets, u"onsets"_s},
            {Plot::Flat, u"flat"_s}};
}

Names<Annotation::Kind> names(Annotation::Kind)
{
    return {{Annotation::Kind::Text, u"text"_s},
            {Annotation::Kind::Arrow, u"arrow"_s},
            {Annotation::Kind::Line, u"line"_s},
            {Annotation::Kind::Band, u"band"_s},
            {Annotation::Kind::Bracket, u"bracket"_s}};
}

Names<View> names(View)
{
    return {{View::Curve, u"curve"_s},           {View::SmallMultiples, u"small-multiples"_s},
            {View::Strategies, u"strategies"_s}, {View::Scales, u"scales"_s},
            {View::Metrics, u"metrics"_s},       {View::Families, u"families"_s},
            {View::Onsets, u"onsets"_s},         {View::Frontier, u"frontier"_s}};
}

Names<FitSpec::Floor> names(FitSpec::Floor)
{
    return {{FitSpec::Floor::Auto, u"auto"_s},
            {FitSpec::Floor::Chance, u"chance"_s},
            {FitSpec::Floor::Free, u"free"_s}};
}

template <typename E>
Names<E> namesOf(const auto &items)
{
    Names<E> all;
    for (const E item : items) {
        const std::string_view word = fit::name(item);
        all.emplace_back(item, QString::fromUtf8(word.data(), qsizetype(word.size())));
    }
    return all;
}

Names<fit::Model> names(fit::Model) { return namesOf<fit::Model>(fit::kModels); }
Names<fit::Noise> names(fit::Noise) { return namesOf<fit::Noise>(fit::kNoises); }

// The one description of each struct, walked by the writer and by the reader. A field is its key, its value,
// its default and, for numbers, what is allowed.

template <typename Io>
void describe(Io &io, Of<MeasureKey> auto &v, const MeasureKey &d)
{
    io.field("benchmark", v.benchmark, d.benchmark);
    io.field("task", v.task, d.task);
    io.field("metric", v.metric, d.metric);
}

template <typename Io>
void describe(Io &io, Of<AbilityKey> auto &v, const AbilityKey &d)
{
    describe(io, v.measure, d.measure);
    io.field("setting", v.setting, d.setting);
}

template <typename Io>
void describe(Io &io, Of<CurveSpec> auto &v, const CurveSpec &d)
{
    io.field("family", v.key.family, d.key.family);
    io.field("model", v.key.model, d.key.model);
    io.field("benchmark", v.key.benchmark, d.key.benchmark);
    io.field("task", v.key.task, d.key.task);
    io.field("metric", v.key.metric, d.key.metric);
    io.field("setting", v.key.setting, d.key.setting);
    io.field("source", v.source, d.source);
    io.field("label", v.label, d.label);
    io.field("baseline", v.baseline, d.baseline);
}

template <typename Io>
void describe(Io &io, Of<Annotation> auto &v, const Annotation &d)
{
    io.field("kind", v.kind, d.kind);
    io.field("text", v.text, d.text);
    io.field("x", v.x, d.x);
    io.field("y", v.y, d.y);
    io.field("x2", v.x2, d.x2);
    io.field("y2", v.y2, d.y2);
}

template <typename Io>
void describe(Io &io, Of<PanelSpec> auto &v, const PanelSpec &d)
{
    io.field("plot", v.plot, d.plot);
    io.field("title", v.title, d.title);
    io.field("x", v.x, d.x);
    io.field("logX", v.logX, d.logX);
    io.field("logY", v.logY, d.logY);
    io.field("transform", v.transform, d.transform);
    io.number("answerLength", v.answerLength, d.answerLength, 0.01, 10'000.0);
    io.field("xRange", v.xRange, d.xRange);
    io.field("yRange", v.yRange, d.yRange);
    io.field("cutoff", v.cutoff, d.cutoff);
    io.field("floor", v.floor, d.floor);
    io.field("ceiling", v.ceiling, d.ceiling);
    io.field("annotations", v.annotations, d.annotations);
    io.field("gains", v.gains, d.gains);
    io.field("curves", v.curves, d.curves);
}

template <typename Io>
void describe(Io &io, Of<Layers> auto &v, const Layers &d)
{
    io.field("joinedPoints", v.joinedPoints, d.joinedPoints);
    io.field("errorBars", v.errorBars, d.errorBars);
    io.field("fits", v.fits, d.fits);
    io.field("bands", v.bands, d.bands);
    io.field("chanceLine", v.chanceLine, d.chanceLine);
    io.field("references", v.references, d.references);
    io.field("onset", v.onset, d.onset);
}

template <typename Io>
void describe(Io &io, Of<FitSpec> auto &v, const FitSpec &d)
{
    io.field("model", v.model, d.model);
    io.field("noise", v.noise, d.noise);
    io.field("floor", v.floor, d.floor);
    io.number("replicates", v.replicates, d.replicates, 1, 1'000'000);
    io.field("seed", v.seed, d.seed);
}

template <typename Io>
void describe(Io &io, Of<FigureStyle> auto &v, const FigureStyle &d)
{
    io.number("widthMm", v.widthMm, d.widthMm, 20.0, 2000.0);
    io.number("heightMm", v.heightMm, d.heightMm, 20.0, 2000.0);
    io.field("fontFamily", v.fontFamily, d.fontFamily);
    io.number("fontPt", v.fontPt, d.fontPt, 2.0, 144.0);
    io.number("linePt", v.linePt, d.linePt, 0.05, 20.0);
    io.field("theme", v.theme, d.theme);
    io.field("legend", v.legend, d.legend);
    io.field("panelLetters", v.panelLetters, d.panelLetters);
    io.field("footer", v.footer, d.footer);
}

template <typename Io>
void describe(Io &io, Of<FigureSpec> auto &v, const FigureSpec &d)
{
    io.field("name", v.name, d.name);
    io.field("title", v.title, d.title);
    io.field("view", v.view, d.view);
    io.field("selection", v.selection, d.selection);
    io.number("columns", v.columns, d.columns, 0, kMaxPanels);
    io.field("sharedAxes", v.sharedAxes, d.sharedAxes);
    io.field("panels", v.panels, d.panels);
    io.field("layers", v.layers, d.layers);
    io.field("fit", v.fit, d.fit);
    io.field("style", v.style, d.style);
}

template <typename T>
concept Described = std::same_as<T, AbilityKey> || std::same_as<T, CurveSpec> ||
    std::same_as<T, Annotation> || std::same_as<T, PanelSpec> || std::same_as<T, Layers> ||
    std::same_as<T, FitSpec> || std::same_as<T, FigureStyle> || std::same_as<T, FigureSpec>;

const std::array<std::pair<Scale::Kind, QString>, 4> kScaleWords{{{Scale::Kind::Compute, u"flops"_s},
                                                                  {Scale::Kind::Parameters, u"params"_s},
                                                                  {Scale::Kind::Tokens, u"tokens"_s},
                                                                  {Scale::Kind::Date, u"date"_s}}};

class Writer
{
public:
    template <typename T>
    void field(const char *key, const T &value, const T &standard)
    {
        if (!(value == standard))
            m_json.insert(QLatin1StringView(key), encode(value));
    }

    template <typename T>
    void number(const char *key, T value, T standard, T, T)
    {
        field(key, value, standard);
    }

    [[nodiscard]] QJsonObject json() const { return m_json; }

    template <typename T>
    static QJsonValue encode(const T &value)
    {
        if constexpr (std::is_enum_v<T>) {
            for (const auto &[item, word] : names(T{}))
                if (item == value)
                    return word;
            return {};
        } else if constexpr (Described<T>) {
            Writer writer;
            describe(writer, value, T{});
            return writer.json();
        } else {
            return value;
        }
    }

    template <typename T>
    static QJsonValue encode(const std::vector<T> &values)
    {
        QJsonArray array;
        for (const T &value : values)
            array.append(encode(value));
        return array;
    }

    template <typename T>
    static QJsonValue encode(const std::optional<T> &value)
    {
        if constexpr (std::is_enum_v<T>)
            return value ? encode(*value) : QJsonValue(kAuto);
        else
            return value ? encode(*value) : QJsonValue();
    }

    static QJsonValue encode(const AxisRange &range) { return QJsonArray{range.low, range.high}; }

    // Numbers of JSON readers are safe to 2⁵³ only.
    static QJsonValue encode(const std::uint64_t &seed)
    {
        return seed < (1ull << 53) ? QJsonValue(qint64(seed)) : QJsonValue(QString::number(seed));
    }

    static QJsonValue encode(const Scale &scale)
    {
        for (const auto &[kind, word] : kScaleWords)
            if (kind == scale.kind)
                return word;
        Writer writer;
        describe(writer, scale.measure, MeasureKey{});
        writer.field("setting", scale.setting, QString());
        return writer.json();
    }

private:
    QJsonObject m_json;
};

class Reader
{
public:
    Reader(const QJsonObject &json, QString path) : m_left(json), m_path(std::move(path)) {}

    template <typename T>
    void field(const char *key, T &value, const T &)
    {
        const QJsonValue json = m_left.take(QLatin1StringView(key));
        if (m_fault || json.isUndefined())
            return;
        if (const Result<> read = decode(json, value, at(QLatin1StringView(key))); !read)
            m_fault = read.error();
    }

    template <typename T>
    void number(const char *key, T &value, T standard, T least, T most)
    {
        field(key, value, standard);
        if (!m_fault && (value < least || value > most))
            m_fault = bad(at(QLatin1StringView(key)),
                          FigureText::tr("must be between %1 and %2").arg(least).arg(most))
                          .value();
    }

    /// The first fault, else a key that nobody asked for.
    [[nodiscard]] Result<> finish() const
    {
        if (m_fault)
            return tl::unexpected<Error>(*m_fault);
        if (!m_left.isEmpty())
            return bad(at(m_left.begin().key().left(40)), FigureText::tr("is not a known key"));
        return {};
    }

    template <typename T>
    static Result<> decode(const QJsonValue &json, T &value, const QString &path)
    {
        if constexpr (std::is_enum_v<T>) {
            return decodeWord(json, value, path, {});
        } else {
            static_assert(Described<T>);
            if (!json.isObject())
                return bad(path, FigureText::tr("must be an object"));
            Reader reader(json.toObject(), path);
            describe(reader, value, T{});
            return reader.finish();
        }
    }

    template <typename T>
    static Result<> decode(const QJsonValue &json, std::vector<T> &values, const QString &path)
    {
        if (!json.isArray())
            return bad(path, FigureText::tr("must be a list"));
        const QJsonArray array = json.toArray();
        const std::size_t most = std::same_as<T, PanelSpec> ? kMaxPanels : kMaxCurves;
        if (std::size_t(array.size()) > most)
            return bad(path, FigureText::tr("holds more than %1 items").arg(most));
        values.assign(std::size_t(array.size()), T{});
        for (std::size_t i = 0; i < values.size(); ++i)
            if (Result<> read = decode(array.at(qsizetype(i)), values[i], u"%1[%2]"_s.arg(path).arg(i));
                !read)
                return read;
        return {};
    }

    template <typename T>
    static Result<> decode(const QJsonValue &json, std::optional<T> &value, const QString &path)
    {
        if constexpr (std::is_enum_v<T>) {
            if (json.toString() == kAuto) {
                value.reset();
                return {};
            }
            return decodeWord(json, value.emplace(), path, {kAuto});
        } else {
            return json.isNull() ? Result<>() : decode(json, value.emplace(), path);
        }
    }

    static Result<> decode(const QJsonValue &json, bool &value, const QString &path)
    {
        if (!json.isBool())
            return bad(path, FigureText::tr("must be true or false"));
        value = json.toBool();
        return {};
    }

    static Result<> decode(const QJsonValue &json, double &value, const QString &path)
    {
        if (!json.isDouble() || !std::isfinite(json.toDouble()))
            return bad(path, FigureText::tr("must be a finite number"));
        value = json.toDouble();
        return {};
    }

    static Result<> decode(const QJsonValue &json, int &value, const QString &path)
    {
        const double number = json.toDouble(0.5);
        if (number != std::floor(number) || std::abs(number) > std::numeric_limits<int>::max())
            return bad(path, FigureText::tr("must be a whole number"));
        value = int(number);
        return {};
    }

    static Result<> decode(const QJsonValue &json, std::uint64_t &value, const QString &path)
    {
        bool good = json.isDouble() && json.toInteger(-1) >= 0;
        if (good)
            value = std::uint64_t(json.toInteger());
        else if (json.isString())
            value = json.toString().toULongLong(&good);
        return good ? Result<>() : bad(path, FigureText::tr("must be a whole number, 0 or more"));
    }

    static Result<> decode(const QJsonValue &json, QString &value, const QString &path)
    {
        if (!json.isString())
            return bad(path, FigureText::tr("must be a text"));
        value = json.toString();
        if (value.size() > kMaxText)
            return bad(path, FigureText::tr("is longer than %1 characters").arg(kMaxText));
        return {};
    }

    static Result<> decode(const QJsonValue &json, AxisRange &range, const QString &path)
    {
        const QJsonArray ends = json.toArray();
        if (ends.size() != 2 || !ends[0].isDouble() || !ends[1].isDouble())
            return bad(path, FigureText::tr("must be two numbers, [low, high]"));
        range = {ends[0].toDouble(), ends[1].toDouble()};
        if (!std::isfinite(range.low) || !std::isfinite(range.high) || range.low >= range.high)
            return bad(path, FigureText::tr("must be two finite numbers, the lower one first"));
        return {};
    }

    static Result<> decode(const QJsonValue &json, Scale &scale, const QString &path)
    {
        if (json.isObject()) {
            scale.kind = Scale::Kind::Measure;
            Reader reader(json.toObject(), path);
            describe(reader, scale.measure, MeasureKey{});
            reader.field("setting", scale.setting, QString());
            return reader.finish();
        }
        QStringList words;
        for (const auto &[kind, word] : kScaleWords) {
            if (json.toString() == word) {
                scale = {.kind = kind};
                return {};
            }
            words << word;
        }
        return bad(path, FigureText::tr("must be one of %1, or a measure").arg(words.join(u", "_s)));
    }

private:
    /// @param words  others that may stand here
    template <typename E>
    static Result<> decodeWord(const QJsonValue &json, E &value, const QString &path, QStringList words)
    {
        for (const auto &[item, word] : names(E{})) {
            if (json.toString() == word) {
                value = item;
                return {};
            }
            words << word;
        }
        return bad(path, FigureText::tr("must be one of %1").arg(words.join(u", "_s)));
    }

    [[nodiscard]] QString at(const QString &key) const
    {
        return m_path.isEmpty() ? key : m_path + u'.' + key;
    }

    QJsonObject m_left; ///< keys not yet asked for
    QString m_path;
    std::optional<Error> m_fault;
};

} // namespace

QJsonObject toJson(const FigureSpec &spec) { return Writer::encode(spec).toObject(); }

Result<FigureSpec> figureFromJson(const QJsonObject &json)
{
    // Before they are read: a curve of three bytes takes two hundred.
    std::size_t curves = 0, annotations = 0;
    for (const QJsonValue &panel : json[u"panels"_s].toArray()) {
        curves += std::size_t(panel[u"curves"_s].toArray().size());
        annotations += std::size_t(panel[u"annotations"_s].toArray().size());
    }
    if (curves > kMaxCurves)
        return bad(u"panels"_s, FigureText::tr("hold more than %1 curves").arg(kMaxCurves));
    if (annotations > kMaxCurves)
        return bad(u"panels"_s, FigureText::tr("hold more than %1 annotations").arg(kMaxCurves));

    FigureSpec spec;
    Reader reader(json, {});
    describe(reader, spec, FigureSpec{});
    if (const Result<> read = reader.finish(); !read)
        return tl::unexpected<Error>(read.error());
    return spec;
}

Result<FigureSpec> figureFromJson(const QByteArray &json)
{
    if (json.size() > kMaxBytes)
        return bad(FigureText::tr("the file"), FigureText::tr("is larger than 16 MiB"));
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(json, &fault);
    if (fault.error != QJsonParseError::NoError)
        return bad(FigureText::tr("the text"),
                   FigureText::tr("is no JSON at byte %1 (%2)").arg(fault.offset).arg(fault.errorString()));
    if (!document.isObject())
        return bad(FigureText::tr("the text"), FigureText::tr("must hold one JSON object"));
    return figureFromJson(document.object());
}

} // namespace onset
