#include "core/figure/figure_file.h"

#include <cstdint>

using namespace onset;
using namespace Qt::StringLiterals;

/// What holds a figure comes back from each kind of file that is made of it; what does not says so of the
/// file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const Result<FigureRecord> read = figureFromBytes(bytes, u"a file"_s);
    if (!read) {
        if (!read.error().what.contains(u"“a file”"_s))
            qFatal("%s", qPrintable(read.error().what));
        return 0;
    }
    if (read->rows.isEmpty()) // JSON, which fuzz_figure_json looks at
        return 0;
    FigureRecord record = *read;
    record.dpi = 0; // of the file, not of the record in it
    record.outlines = false;
    const QByteArray text = recordText(record);
    const QByteArray header("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x8\6\0\0\0\0\0\0\0", 33);
    for (const QByteArray &file :
         {"%PDF-1.4\n" + xmpPacket(text), withRecord(header, text), texComment(text)}) {
        const Result<FigureRecord> again = figureFromBytes(file, u"a file"_s);
        if (!again || !(*again == record))
            qFatal("comes back otherwise: %s", text.constData());
    }
    return 0;
}
