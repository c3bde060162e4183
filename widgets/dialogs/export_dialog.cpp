#include "widgets/dialogs/export_dialog.h"

#include "core/figure/size_presets.h"
#include "widgets/plot/colour_vision.h"
#include "widgets/plot/figure_painter.h"
#include "widgets/plot/typeface.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds kMoment{40};
constexpr double kInch = 25.4; // mm

/// Millimetres; what is typed may be inches or centimetres: "5.5 in". Nothing is taken before it is whole.
class LengthField : public QDoubleSpinBox
{
public:
    LengthField()
    {
        setRange(20, 2000);
        setDecimals(1);
        setSuffix(kUnit);
        setKeyboardTracking(false);
        setToolTip(ExportDialog::tr("In mm; or type it as 5.5 in, or 8.9 cm"));
    }

    QValidator::State validate(QString &text, int &) const override
    {
        const double value = valueFromText(text);
        return value >= minimum() && value <= maximum() ? QValidator::Acceptable : QValidator::Intermediate;
    }

    /// What is typed stands before the suffix, or instead of it.
    /// @return  0: no length
    double valueFromText(const QString &text) const override
    {
        static const QRegularExpression form(u"^(.*?)\\s*(mm|cm|in|)$"_s);
        QString typed = text.trimmed();
        if (typed.endsWith(kUnit))
            typed.chop(kUnit.size());
        const QRegularExpressionMatch match = form.match(typed.trimmed());
        const QString unit = match.captured(2);
        QLocale local = locale();
        local.setNumberOptions(QLocale::RejectGroupSeparator);
        bool isNumber = false;
        double value = local.toDouble(match.captured(1), &isNumber);
        if (!isNumber) // a point or a comma, whatever the locale has
            value = match.captured(1).replace(u',', u'.').toDouble();
        return value * (unit == u"cm" ? 10 : unit == u"in" ? kInch : 1);
    }

private:
    const QString kUnit = u" mm"_s;
};

QDoubleSpinBox *sizeField(double least, double most, double step, int decimals, const QString &unit)
{
    auto *field = new QDoubleSpinBox;
    field->setRange(least, most);
    field->setSingleStep(step);
    field->setDecimals(decimals);
    field->setSuffix(u' ' + unit);
    return field;
}

/// Of a field that shows `exact` in fewer decimals: that one.
double valueOf(const QDoubleSpinBox *field, double exact)
{
    return field->textFromValue(exact) == field->textFromValue(field->value()) ? exact : field->value();
}

} // namespace

ContentPtr restyled(const ContentPtr &content, const FigureSpec &like)
{
    auto copy = std::make_shared<FigureContent>(*content);
    copy->spec.style = like.style;
    copy->spec.columns = like.columns;
    return copy;
}

ExportDialog::ExportDialog(QWidget *parent)
    : QDialog(parent), m_preset(new QComboBox), m_font(new QComboBox), m_legend(new QComboBox),
      m_theme(new QComboBox), m_sight(new QComboBox), m_columns(new QSpinBox), m_width(new LengthField),
      m_height(new LengthField), m_fontSize(sizeField(2, 144, 0.5, 1, tr("pt"))),
      m_lines(sizeField(0.05, 20, 0.25, 2, tr("pt"))), m_letters(new QCheckBox(tr("Panel &letters"))),
      m_footer(new QCheckBox(tr("F&ooter with data, fit and version"))), m_picture(new QLabel),
      m_size(new QLabel), m_save(new QPushButton(tr("&Save…")))
{
    setWindowTitle(tr("Export figure"));
    resize(1000, 600);
    m_preset->addItem(tr("As the figure"));
    for (const SizePreset &preset : sizePresets()) {
        m_preset->addItem(preset.title, preset.id);
        m_preset->setItemData(m_preset->count() - 1, preset.source, Qt::ToolTipRole);
    }
    m_font->addItem(tr("Bundled (%1)").arg(figureFontFamily()), QString());
    for (const QString &family : QFontDatabase::families())
        if (family != figureFontFamily() && !QFontDatabase::isPrivateFamily(family))
            m_font->addItem(family, family);
    m_font->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_font->setMinimumContentsLength(20);
    for (const auto &[place, text] : {std::pair(LegendPlace::Auto, tr("Where it covers least")),
                                      std::pair(LegendPlace::Outside, tr("Beside the panels")),
                                      std::pair(LegendPlace::Direct, tr("At the ends of the curves")),
                                      std::pair(LegendPlace::None, tr("None"))})
        m_legend->addItem(text, int(place));
    m_theme->addItem(tr("Light"), int(Theme::Light));
    m_theme->addItem(tr("Dark"), int(Theme::Dark));
    m_sight->addItem(tr("As it is"), int(Vision::AsIs));
    m_sight->addItem(tr("In greys"), int(Vision::Greyscale));
    m_sight->addItem(tr("With deuteranopia"), int(Vision::Deuteranopia));
    m_sight->setToolTip(tr("Of the preview only: the file has its colours"));

    m_columns->setSpecialValueText(tr("as square as possible"));

    auto *form = new QFormLayout;
    form->addRow(tr("&For"), m_preset);
    form->addRow(tr("&Width"), m_width);
    form->addRow(tr("&Height"), m_height);
    form->addRow(tr("Panels a &row"), m_columns);
    form->addRow(tr("Fon&t"), m_font);
    form->addRow(tr("Text si&ze"), m_fontSize);
    form->addRow(tr("L&ines"), m_lines);
    form->addRow(tr("Le&gend"), m_legend);
    form->addRow(tr("&Colours"), m_theme);
    form->addRow(m_letters);
    form->addRow(m_footer);
    form->addRow(tr("&Preview"), m_sight);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->addButton(m_save, QDialogButtonBox::AcceptRole);
    auto *side = new QVBoxLayout;
    side->addLayout(form);
    side->addStretch();
    side->addWidget(m_size);
    side->addWidget(buttons);

    m_picture->setAlignment(Qt::AlignCenter);
    auto *paper = new QScrollArea;
    paper->setWidget(m_picture);
    paper->setWidgetResizable(true);
    paper->setAlignment(Qt::AlignCenter);
    paper->setAccessibleName(tr("Preview"));
    auto *layout = new QHBoxLayout(this);
    layout->addLayout(side);
    layout->addWidget(paper, 1);

    m_changed.setSingleShot(true);
    m_changed.setInterval(kMoment);
    connect(&m_changed, &QTimer::timeout, this, &ExportDialog::preview);
    const auto later = [this] { m_changed.start(); };
    connect(m_preset, &QComboBox::activated, this, &ExportDialog::takePreset);
    for (QDoubleSpinBox *field : {m_width, m_height, m_fontSize, m_lines})
        connect(field, &QDoubleSpinBox::valueChanged, this, later);
    connect(m_columns, &QSpinBox::valueChanged, this, later);
    for (QComboBox *field : {m_font, m_legend, m_theme, m_sight})
        connect(field, &QComboBox::currentIndexChanged, this, later);
    for (QCheckBox *field : {m_letters, m_footer})
        connect(field, &QCheckBox::toggled, this, later);
    connect(m_save, &QPushButton::clicked, this, [this] { emit saveWanted(figure()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    m_save->setDefault(true);
    m_save->setEnabled(false);
}

void ExportDialog::setContent(const ContentPtr &content)
{
    const auto before = std::exchange(m_content, content);
    m_save->setEnabled(content != nullptr);
    const auto sameStart = [this](const FigureSpec &a, const FigureSpec &b) {
        const FigureSpec one = offered(a), other = offered(b);
        return one.style == other.style && one.columns == other.columns && a.panels.size() == b.panels.size();
    };
    if (!before || !content || !sameStart(before->spec, content->spec))
        takePreset();
    preview();
}

FigureSpec ExportDialog::offered(const FigureSpec &figure) const
{
    const SizePreset *preset = presetNamed(m_preset->currentData().toString());
    return preset ? fitted(figure, *preset) : figure;
}

void ExportDialog::takePreset()
{
    if (m_content)
        fill(offered(m_content->spec));
}

void ExportDialog::fill(const FigureSpec &figure)
{
    const FigureStyle &style = m_filled = figure.style;
    m_columns->setMaximum(std::max(int(figure.panels.size()), figure.columns));
    m_columns->setValue(figure.columns);
    m_columns->setEnabled(figure.panels.size() > 1);
    m_width->setValue(style.widthMm);
    m_height->setValue(style.heightMm);
    m_fontSize->setValue(style.fontPt);
    m_lines->setValue(style.linePt);
    if (m_font->findData(style.fontFamily) < 0) // of another machine
        m_font->addItem(style.fontFamily, style.fontFamily);
    m_font->setCurrentIndex(m_font->findData(style.fontFamily));
    m_legend->setCurrentIndex(m_legend->findData(int(style.legend)));
    m_theme->setCurrentIndex(m_theme->findData(int(style.theme)));
    m_letters->setChecked(style.panelLetters);
    m_footer->setChecked(style.footer);
}

FigureSpec ExportDialog::figure() const
{
    FigureSpec figure = m_content ? m_content->spec : FigureSpec{};
    figure.columns = m_columns->value();
    figure.style = {.widthMm = valueOf(m_width, m_filled.widthMm),
                    .heightMm = valueOf(m_height, m_filled.heightMm),
                    .fontFamily = m_font->currentData().toString(),
                    .fontPt = valueOf(m_fontSize, m_filled.fontPt),
                    .linePt = valueOf(m_lines, m_filled.linePt),
                    .theme = Theme(m_theme->currentData().toInt()),
                    .legend = LegendPlace(m_legend->currentData().toInt()),
                    .panelLetters = m_letters->isChecked(),
                    .footer = m_footer->isChecked()};
    return figure;
}

void ExportDialog::preview()
{
    m_changed.stop(); // what was asked for by filling the fields
    if (!m_content)
        return m_picture->clear();
    const FigureSpec figure = this->figure();
    const double ratio = devicePixelRatioF();
    QImage picture = figureImage(*restyled(m_content, figure), {}, int(std::lround(logicalDpiX() * ratio)));
    picture.setDevicePixelRatio(ratio);
    m_picture->setPixmap(QPixmap::fromImage(seenBy(picture, Vision(m_sight->currentData().toInt()))));
    m_size->setText(tr("%1 × %2 in")
                        .arg(figure.style.widthMm / kInch, 0, 'f', 2)
                        .arg(figure.style.heightMm / kInch, 0, 'f', 2));
}

} // namespace onset
