#pragma once

#include "app/theme.h"
#include "core/figure/figure_spec.h"

#include <QByteArray>
#include <QSettings>
#include <QStringList>

namespace onset {

/// What the program remembers of its user between two starts. A workbook's own state lives in the workbook.
class Settings
{
public:
    [[nodiscard]] QByteArray geometry() const;
    [[nodiscard]] QByteArray layout() const; ///< docks and tool bars
    void keepWindow(const QByteArray &geometry, const QByteArray &layout);

    [[nodiscard]] ThemeChoice theme() const;
    void keepTheme(ThemeChoice theme);

    [[nodiscard]] QStringList recentFiles() const; ///< newest first, existing ones only
    void keepRecentFile(const QString &path);

    /// The figure shown last; without panels when none is remembered or it cannot be read any more.
    [[nodiscard]] FigureSpec figure() const;
    void keepFigure(const FigureSpec &figure);

private:
    QSettings m_settings{QStringLiteral("onset"), QStringLiteral("window")}; ///< apart from the workbooks
};

} // namespace onset
