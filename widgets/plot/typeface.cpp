#include "widgets/plot/typeface.h"

#include <QFontDatabase>
#include <QRawFont>
#include <QSet>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

// Q_INIT_RESOURCE must stand outside of namespaces; a static library's resources need it.
static void initFonts() { Q_INIT_RESOURCE(fonts); }

namespace onset {
namespace {

constexpr double kSuperscriptSize = 0.7; // of the text, as TeX's 7 to 10 points
constexpr double kSuperscriptRise =
    0.34; // readers of PDF take what is raised by half its own size for a line
constexpr double kSubscriptRise = -0.16;

enum class Level { Plain, Raised, Lowered };

const QString kSuperscripts = u"⁰¹²³⁴⁵⁶⁷⁸⁹⁻"_s;
const QString kSubscripts = u"₀₁₂₃₄₅₆₇₈₉₋"_s;
const QString kPlain = u"0123456789−"_s;

/// How many characters all texts begin with, up to the end of a word.
qsizetype sharedWords(const QStringList &texts)
{
    qsizetype shared = texts.front().size();
    for (const QString &text : texts) {
        shared = std::min(shared, text.size());
        for (qsizetype i = 0; i < shared; ++i)
            if (text[i] != texts.front()[i])
                shared = i;
    }
    while (shared > 0 && texts.front()[shared - 1].isLetterOrNumber())
        --shared;
    return shared;
}

} // namespace

bool loadFigureFont()
{
    initFonts();
    bool loaded = true;
    for (const QString &style : {u"Regular"_s, u"Bold"_s, u"Italic"_s})
        loaded &= QFontDatabase::addApplicationFont(u":/fonts/LiberationSans-%1.ttf"_s.arg(style)) >= 0;
    return loaded;
}

QString figureFontFamily() { return u"Liberation Sans"_s; }

QString charactersWithoutFont(const QString &text)
{
    static const QRawFont own = QRawFont::fromFont(QFont(figureFontFamily()));
    QString lacking;
    for (const char32_t c : text.toStdU32String()) {
        const bool shows = !QChar::isSpace(c) && QChar::category(c) != QChar::Other_Control &&
                           QChar::category(c) != QChar::Other_Format;
        if (shows && !own.supportsCharacter(c) && !lacking.contains(QString::fromUcs4(&c, 1)))
            lacking += QString::fromUcs4(&c, 1);
    }
    if (lacking.isEmpty())
        return {};
    for (const QString &family : QFontDatabase::families()) {
        const QRawFont other = QRawFont::fromFont(QFont(family));
        QString left;
        for (const char32_t c : lacking.toStdU32String())
            if (!other.supportsCharacter(c))
                left += QString::fromUcs4(&c, 1);
        lacking = left;
        if (lacking.isEmpty())
            break;
    }
    return lacking;
}

std::vector<TextRun> textRuns(const QString &text)
{
    std::vector<TextRun> runs;
    const auto add = [&runs](QChar c, Level level) {
        const TextRun kind = level == Level::Plain    ? TextRun{}
                             : level == Level::Raised ? TextRun{{}, kSuperscriptSize, kSuperscriptRise}
                                                      : TextRun{{}, kSuperscriptSize, kSubscriptRise};
        if (runs.empty() || runs.back().rise != kind.rise)
            runs.push_back(kind);
        runs.back().text += c.category() == QChar::Other_Control ? u' ' : c;
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool raises = text[i] == u'^', opens = i + 1 < text.size() && text[i + 1] == u'{';
        const qsizetype end = opens && (raises || text[i] == u'_') ? text.indexOf(u'}', i) : -1;
        if (end > i + 2) {
            for (qsizetype k = i + 2; k < end; ++k)
                add(text[k], raises ? Level::Raised : Level::Lowered);
            i = end;
        } else if (const qsizetype raised = kSuperscripts.indexOf(text[i]); raised >= 0) {
            add(kPlain[raised], Level::Raised);
        } else if (const qsizetype lowered = kSubscripts.indexOf(text[i]); lowered >= 0) {
            add(kPlain[lowered], Level::Lowered);
        } else {
            add(text[i], Level::Plain);
        }
    }
    return runs;
}

Typeface::Typeface(const QString &family)
{
    QFont font(family);
    font.setStyleHint(QFont::SansSerif);
    font.setPixelSize(kPixels);
    font.setHintingPreference(QFont::PreferNoHinting);
    for (const bool italic : {false, true})
        for (const bool bold : {false, true}) {
            font.setBold(bold);
            font.setItalic(italic);
            m_styles.push_back({font, QFontMetricsF(font)});
        }
}

double Typeface::width(const QString &text, double size, bool bold, bool italic) const
{
    const QFontMetricsF &metrics = m_styles[index(bold, italic)].metrics;
    double width = 0;
    for (const TextRun &run : textRuns(text))
        width += metrics.horizontalAdvance(run.text) * run.scale;
    return width * size / kPixels;
}

double Typeface::capHeight(double size) const { return m_styles[0].metrics.capHeight() * size / kPixels; }

double Typeface::ascent(double size) const { return m_styles[0].metrics.ascent() * size / kPixels; }

double Typeface::descent(double size) const { return m_styles[0].metrics.descent() * size / kPixels; }

QString Typeface::elided(const QString &text, double size, double width, bool bold) const
{
    if (this->width(text, size, bold) <= width)
        return text;
    qsizetype fits = 0, tooLong = text.size();
    while (tooLong - fits > 1) {
        const qsizetype middle = (fits + tooLong) / 2;
        (this->width(text.left(middle) + u'…', size, bold) <= width ? fits : tooLong) = middle;
    }
    return text.left(fits).trimmed() + u'…';
}

QString Typeface::elidedInside(const QString &text, double size, double width) const
{
    if (this->width(text, size) <= width)
        return text;
    const auto cut = [&](qsizetype kept) {
        return text.left((kept + 1) / 2).trimmed() + u'…' + text.right(kept / 2).trimmed();
    };
    qsizetype fits = 0, tooLong = text.size();
    while (tooLong - fits > 1) {
        const qsizetype middle = (fits + tooLong) / 2;
        (this->width(cut(middle), size) <= width ? fits : tooLong) = middle;
    }
    return cut(fits);
}

QStringList Typeface::elidedApart(const QStringList &texts, double size, double width) const
{
    QStringList longOnes;
    for (const QString &text : texts)
        if (this->width(text, size) > width && !longOnes.contains(text))
            longOnes << text;
    if (longOnes.isEmpty())
        return texts;
    const qsizetype common = sharedWords(longOnes);
    const auto differ = [&texts](const QStringList &shown) {
        return QSet(shown.begin(), shown.end()).size() == QSet(texts.begin(), texts.end()).size();
    };
    const auto each = [&](auto shorten) {
        QStringList shown;
        for (const QString &text : texts)
            shown << (this->width(text, size) > width ? shorten(text) : text);
        return shown;
    };
    const QStringList ends = each([&](const QString &text) { return elided(text, size, width); });
    if (differ(ends))
        return ends;
    const QStringList middles = each([&](const QString &text) { return elidedInside(text, size, width); });
    if (differ(middles))
        return middles;
    const QStringList rests =
        each([&](const QString &text) { return elidedInside(u'…' + text.mid(common), size, width); });
    if (differ(rests))
        return rests;
    return each([&](const QString &text) {
        const QString number = u" %1"_s.arg(longOnes.indexOf(text) + 1);
        return elided(text, size, width - this->width(number, size)) + number;
    });
}

QStringList Typeface::wrapped(const QString &text, double size, double width, int lines, bool bold) const
{
    QStringList result;
    const QStringList words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    for (qsizetype next = 0; next < words.size();) {
        if (result.size() == lines - 1) {
            result << elided(words.sliced(next).join(u' '), size, width, bold);
            break;
        }
        QString line = words[next++];
        while (next < words.size() && this->width(line + u' ' + words[next], size, bold) <= width)
            line += u' ' + words[next++];
        result << elided(line, size, width, bold);
    }
    return result;
}

} // namespace onset
