#pragma once

#include "core/figure/figure_content.h"

#include <QDialog>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace onset {

/// How a figure leaves: its size, text and lines beside a preview, which is painted as the file is, at the
/// size that it has on paper. What is chosen stays for the next figure.
class ExportDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ExportDialog(QWidget *parent = nullptr);

    /// Shows another figure; null: none. The fields are filled anew, by the preset or without one by the
    /// style, when they would not be filled as before.
    void setContent(const ContentPtr &content);
    [[nodiscard]] FigureSpec figure() const; ///< as it leaves

signals:
    void saveWanted(const onset::FigureSpec &figure); ///< the file is still to be chosen

private:
    [[nodiscard]] FigureSpec offered(const FigureSpec &figure) const; ///< by the preset
    void takePreset();
    void fill(const FigureSpec &figure);
    void preview();

    ContentPtr m_content;
    FigureStyle m_filled; ///< what the fields were filled with, which show fewer decimals
    QComboBox *m_preset, *m_font, *m_legend, *m_theme, *m_sight;
    QSpinBox *m_columns;
    QDoubleSpinBox *m_width, *m_height, *m_fontSize, *m_lines;
    QCheckBox *m_letters, *m_footer;
    QLabel *m_picture, *m_size;
    QPushButton *m_save;
    QTimer m_changed; ///< runs out a moment after the last change
};

/// The same content with the style and the columns of a figure.
[[nodiscard]] ContentPtr restyled(const ContentPtr &content, const FigureSpec &like);

} // namespace onset
