#include "app/theme.h"

#include <QApplication>
#include <QToolTip>

namespace onset {

namespace {

struct Colours
{
    QRgb window, base, alternate, button, text, faint, accent, onAccent, edge, tip;
};

constexpr Colours kLight{0xfff4f5f7, 0xffffffff, 0xfff7f8fa, 0xfff9fafb, 0xff1c2024,
                         0xff5d646d, 0xff1a6bb0, 0xffffffff, 0xffc9ced6, 0xffffffff};
constexpr Colours kDark{0xff23262c, 0xff1e2126, 0xff24272d, 0xff30343b, 0xffe6e8eb,
                        0xffa3aab4, 0xff2f74b5, 0xffffffff, 0xff15171a, 0xff30343b};

} // namespace

QPalette paletteOf(Theme theme)
{
    const Colours &c = theme == Theme::Dark ? kDark : kLight;
    QPalette palette(QColor(c.button), QColor(c.window));
    palette.setColor(QPalette::Base, c.base);
    palette.setColor(QPalette::AlternateBase, c.alternate);
    palette.setColor(QPalette::ToolTipBase, c.tip);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.onAccent);
    palette.setColor(QPalette::PlaceholderText, c.faint);
    palette.setColor(QPalette::Link, theme == Theme::Dark ? QColor(0xff6db3f2) : QColor(c.accent));
    palette.setColor(QPalette::Mid, c.edge);
    for (const auto role :
         {QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::ToolTipText}) {
        palette.setColor(role, c.text);
        palette.setColor(QPalette::Disabled, role, c.faint);
    }
    return palette;
}

Theme applyTheme(ThemeChoice choice)
{
    QApplication::setPalette(QPalette()); // back to the system's
    const bool systemIsDark = QApplication::palette().color(QPalette::Window).lightnessF() < 0.5;
    const bool dark = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && systemIsDark);
    const Theme theme = dark ? Theme::Dark : Theme::Light;
    const QPalette palette = paletteOf(theme);
    QApplication::setPalette(palette);
    QPalette menus = palette; // Fusion fills them with the base, which lies below the window in the dark
    menus.setColor(QPalette::Base, palette.color(QPalette::ToolTipBase));
    QApplication::setPalette(menus, "QMenu");
    QPalette boxes = palette; // Fusion makes their outline of the window's colour: unseen in the dark
    boxes.setColor(QPalette::Window, palette.color(QPalette::PlaceholderText));
    QApplication::setPalette(boxes, "QCheckBox");
    QToolTip::setPalette(palette);
    return theme;
}

} // namespace onset
