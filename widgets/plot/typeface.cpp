#include "widgets/plot/typeface.h"

#include <QFontDatabase>
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
