#pragma once

#include <QFont>
#include <QFontMetricsF>
#include <QString>

#include <vector>

namespace onset {

/// Loads the bundled figure font into the application; once, after QApplication is made. False when the
/// resource is damaged; figures then fall back to the platform's sans-serif.
bool loadFigureFont();

/// The family that `loadFigureFont` provides.
[[nodiscard]] QString figureFontFamily();

/// The different characters of a text, in its order, that neither the figure font nor any other installed one
/// has: they are drawn as boxes.
[[nodiscard]] QString charactersWithoutFont(const QString &text);

/// A stretch of text in one size on one baseline.
struct TextRun
{
    QString text;
    double scale = 1; ///< of the text's size
    double rise = 0;  ///< above the baseline, in text sizes
};

/// Splits at Unicode superscripts and subscripts, which become raised and lowered ordinary digits, as not
/// every font has ⁴ to ⁹; and at ^{…} and _{…}.
[[nodiscard]] std::vector<TextRun> textRuns(const QString &text);

/// Measures text of one family in points, alike on every screen and device.
class Typeface
{
public:
    explicit Typeface(const QString &family);

    [[nodiscard]] QString family() const { return m_styles[0].font.family(); }

    /// In painting, fonts have this size and the painter is scaled: sizes in points are fractions, pixel
    /// sizes cannot be, and a screen's resolution must not creep in.
    static constexpr int kPixels = 100;
    [[nodiscard]] QFont font(bool bold, bool italic) const { return m_styles[index(bold, italic)].font; }

    [[nodiscard]] double width(const QString &text, double size, bool bold = false,
                               bool italic = false) const;
    [[nodiscard]] double capHeight(double size) const;
    [[nodiscard]] double ascent(double size) const;
    [[nodiscard]] double descent(double size) const;
    [[nodiscard]] double lineHeight(double size) const { return 1.2 * size; }

    /// Breaks at spaces into at most `lines` lines of at most `width`; what is left over ends in "…".
    [[nodiscard]] QStringList wrapped(const QString &text, double size, double width, int lines,
                                      bool bold = false) const;
    /// The text, shortened with "…" when wider than `width`.
    [[nodiscard]] QString elided(const QString &text, double size, double width, bool bold = false) const;
    /// The texts, those wider than `width` shortened with "…" so that what differs still does: at the end,
    /// else in the middle, else without the words that the long ones begin with in common, else numbered.
    [[nodiscard]] QStringList elidedApart(const QStringList &texts, double size, double width) const;

private:
    /// Shortened in the middle: as much of the end as of the beginning is kept.
    [[nodiscard]] QString elidedInside(const QString &text, double size, double width) const;

    struct Style
    {
        QFont font;
        QFontMetricsF metrics;
    };
    [[nodiscard]] static std::size_t index(bool bold, bool italic)
    {
        return std::size_t(bold) + 2 * std::size_t(italic);
    }

    std::vector<Style> m_styles; ///< by `index`
};

} // namespace onset
