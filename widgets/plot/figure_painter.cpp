#include "widgets/plot/figure_painter.h"

#include "core/base/write_file.h"
#include "core/figure/figure_file.h"
#include "widgets/plot/figure_drawing.h"
#include "widgets/plot/plot_text.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

#include <cmath>

using namespace Qt::StringLiterals;

namespace onset {
namespace {

constexpr double kPtPerMm = 72 / 25.4;
constexpr int kPdfDpi = 1200;          // QPdfWriter's grid; positions between are written as real numbers
constexpr double kMostPixels = 400e6;  // of an image: 1.6 GB
constexpr double kMostAcross = 32'767; // what QPainter can reach

Result<QByteArray> toPdf(const Drawing &drawing)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setTitle(drawing.title);
        writer.setCreator(u"Onset"_s);
        if (!drawing.record.isEmpty())
            writer.setDocumentXmpMetadata(xmpPacket(drawing.record));
        writer.setResolution(kPdfDpi);
        writer.setPageMargins({});
        writer.setPageSize(QPageSize(drawing.size, QPageSize::Point, {}, QPageSize::ExactMatch));
        QPainter painter(&writer);
        painter.scale(kPdfDpi / 72.0, kPdfDpi / 72.0);
        paint(drawing, painter);
    }
    return bytes;
}

Result<QImage> imageOf(const Drawing &drawing, int dpi)
{
    const double scale = dpi / 72.0;
    const double width = std::round(drawing.size.width() * scale);
    const double height = std::round(drawing.size.height() * scale);
    const QString size = PlotText::tr("%1 × %2 pixels").arg(width).arg(height);
    if (width * height > kMostPixels || width > kMostAcross || height > kMostAcross)
        return failure(
            Code::BadInput,
            PlotText::tr("An image of %1 is too large: choose a smaller size or fewer dots per inch.")
                .arg(size));
    QImage image(int(width), int(height), QImage::Format_RGB32);
    if (image.isNull())
        return failure(Code::Io, PlotText::tr("There is not enough memory for an image of %1.").arg(size));
    image.setDotsPerMeterX(qRound(dpi / 0.0254));
    image.setDotsPerMeterY(qRound(dpi / 0.0254));
    image.setText(u"Title"_s, drawing.title);
    image.setText(u"Software"_s, u"Onset"_s);
    QPainter painter(&image);
    painter.scale(scale, scale);
    paint(drawing, painter);
    return image;
}

Result<QByteArray> toPng(const Drawing &drawing, int dpi)
{
    const Result<QImage> image = imageOf(drawing, dpi);
    if (!image)
        return tl::unexpected<Error>(image.error());
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image->save(&buffer, "PNG"))
        return failure(Code::Io, PlotText::tr("There is not enough memory for a PNG of this size."));
    return drawing.record.isEmpty() ? bytes : withRecord(bytes, drawing.record);
}

} // namespace

QString charactersWithoutFont(const FigureContent &content)
{
    QString all;
    for (const Item &item : pageOf(content).drawing.items)
        if (const auto *text = std::get_if<Text>(&item))
            all += text->text;
    return charactersWithoutFont(all);
}

DrawnFigure pageOf(const FigureContent &content, const std::vector<PanelAxes> &axes)
{
    const FigureStyle &style = content.spec.style;
    return drawFigure(content, QSizeF(style.widthMm, style.heightMm) * kPtPerMm, {.axes = axes});
}

Result<ExportFormat> exportFormat(const QString &path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == u"pdf")
        return ExportFormat::Pdf;
    if (ending == u"svg")
        return ExportFormat::Svg;
    if (ending == u"png")
        return ExportFormat::Png;
    if (ending == u"tex")
        return ExportFormat::Tikz;
    return failure(
        Code::BadInput,
        PlotText::tr("“%1” does not say which kind of file to write: let it end in .pdf, .svg, .png or .tex.")
            .arg(path));
}

Result<QByteArray> exportedFigure(const FigureContent &content, ExportFormat format, const ExportForm &form,
                                  const QString &version)
{
    Drawing drawing = pageOf(content).drawing;
    if (format == ExportFormat::Svg && form.outlines)
        drawing = outlined(std::move(drawing));
    drawing.record = recordText(recordOf(content, version));
    switch (format) {
    case ExportFormat::Pdf:
        return toPdf(drawing);
    case ExportFormat::Svg:
        return toSvg(drawing);
    case ExportFormat::Png:
        return toPng(drawing, form.dpi);
    case ExportFormat::Tikz:
        return toTikz(drawing);
    }
    return QByteArray();
}

Result<> exportFigure(const FigureContent &content, const QString &path, ExportFormat format,
                      const ExportForm &form)
{
    return exportedFigure(content, format, form, QCoreApplication::applicationVersion())
        .and_then([&path](const QByteArray &bytes) { return writeFile(path, bytes); });
}

QImage figureImage(const FigureContent &content, const std::vector<PanelAxes> &axes, int dpi)
{
    return imageOf(pageOf(content, axes).drawing, dpi).value_or(QImage());
}

} // namespace onset
