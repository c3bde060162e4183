#pragma once

#include "core/figure/figure_content.h"

#include <QByteArray>
#include <QString>

namespace onset {

/// What an exported figure says of itself, so that it can be opened, checked and drawn again.
struct FigureRecord
{
    FigureSpec figure;
    QString version = {};  ///< of the program that drew it; empty in a figure's own JSON file
    QByteArray rows = {};  ///< `rowsHash` of what it shows, in hexadecimal; empty in a figure's own JSON file
    int dpi = 0;           ///< that a PNG states; 0: none
    bool outlines = false; ///< an SVG without text
    bool operator==(const FigureRecord &) const = default;
};

/// SHA-256 in hexadecimal over the rows that a figure draws, panel by panel and curve by curve. Of each
/// point: the six names of its curve, its model and checkpoint, each as UTF-8 behind its length in 32 bits;
/// x, y, n and standard error as 64-bit floating point numbers, unknown ones as one NaN; and a byte whether
/// it is set aside. All big-endian, so the same on every machine. Not over what is made of the rows, such as
/// fits.
[[nodiscard]] QByteArray rowsHash(const FigureContent &content);

[[nodiscard]] FigureRecord recordOf(const FigureContent &content, const QString &version);

/// One line of JSON in ASCII, without "<", ">" and "&": it stands in XML and in PNG as it is. The other parts
/// of a PDF, SVG, PNG or TeX file are the painter's.
[[nodiscard]] QByteArray recordText(const FigureRecord &record);

/// The element that holds a record in XML: `figure` in this namespace, with the prefix `onset`.
inline constexpr QLatin1StringView kRecordNamespace{"urn:org.onset:figure#"};
/// An XMP packet [ISO 16684-1] with the record and nothing else, for PDF.
[[nodiscard]] QByteArray xmpPacket(const QByteArray &recordText);
/// A PNG with the record as a text chunk behind its header.
/// @param png  a whole file
[[nodiscard]] QByteArray withRecord(const QByteArray &png, const QByteArray &recordText);

/// Comment lines of TeX with the record.
[[nodiscard]] QByteArray texComment(const QByteArray &recordText);

/// The figure in a file: its JSON, or a PDF, SVG, PNG or TeX file that Onset exported, told apart by what is
/// in the file. Looks at no more than 64 MiB of it, and runs nothing.
/// @error NotFound, Io; BadInput in one sentence with the path: a picture without a figure, or what
///        `figureFromJson` finds wrong
[[nodiscard]] Result<FigureRecord> readFigureFile(const QString &path);
/// The same from the bytes of a file; `path` is for the sentence.
[[nodiscard]] Result<FigureRecord> figureFromBytes(const QByteArray &bytes, const QString &path);

/// Whether a file is to be opened as a figure, not imported as a table: by its ending a PDF, SVG, PNG or TeX
/// file, or JSON of at most 16 MiB with a list of panels.
[[nodiscard]] bool isFigureFile(const QString &path);

/// Where two figures differ first, as a path of their JSON ("panels[2].curves[0].family"); empty: nowhere.
[[nodiscard]] QString firstDifference(const FigureSpec &a, const FigureSpec &b);

/// Whether two exports are the same but for the date that a PDF states.
[[nodiscard]] bool sameButForDate(const QByteArray &a, const QByteArray &b);

} // namespace onset
