#include "widgets/dialogs/shortcuts_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>

namespace onset {

ShortcutsDialog::ShortcutsDialog(QWidget *parent) : QDialog(parent)
{
    setWindowTitle(tr("Shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    const std::pair<QString, QString> rows[] = {
        {tr("Ctrl+Shift+P"), tr("any command by its name")},
        {tr("Ctrl+F, or a letter in the list"), tr("search the abilities")},
        {tr("↑ ↓ in the search field"), tr("walk through the abilities")},
        {tr("Enter"), tr("on to the figure")},
        {tr("1  2  3  4"), tr("compute, parameters, tokens, date")},
        {tr("Ctrl+1 … Ctrl+8"), tr("curves, small multiples, strategies, scales, metrics, families, onsets, "
                                   "frontier")},
        {tr("L"), tr("logarithmic or linear axis")},
        {tr("B"), tr("bands on and off")},
        {tr("J"), tr("joined points on and off")},
        {tr("T"), tr("hold out large models; Ctrl+← Ctrl+→ move the cut-off")},
        {tr("W"), tr("what if: drag a point to another score")},
        {tr("X"), tr("exclude or include the selected points")},
        {tr("Wheel"), tr("zoom about the pointer; over an axis, only that axis")},
        {tr("Drag"), tr("move the figure")},
        {tr("Shift+drag"), tr("select points")},
        {tr("Double click"), tr("show everything again")},
        {tr("Ctrl+C"), tr("copy the figure, or the selected rows")},
        {tr("Ctrl+Shift+C"), tr("copy the numbers of the figure as CSV")},
        {tr("Ctrl+S"), tr("keep the figure in the workbook")},
        {tr("Ctrl+Shift+E"), tr("export the figure")},
    };
    auto *layout = new QGridLayout(this);
    layout->setHorizontalSpacing(24);
    int row = 0;
    for (const auto &[keys, meaning] : rows) {
        auto *label = new QLabel(keys);
        QFont bold = label->font();
        bold.setBold(true);
        label->setFont(bold);
        layout->addWidget(label, row, 0);
        layout->addWidget(new QLabel(meaning), row++, 1);
    }
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons, row, 0, 1, 2);
}

} // namespace onset
