#include "app/settings.h"

#include <QFileInfo>
#include <QJsonDocument>

namespace onset {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostRecent = 8;

} // namespace

QByteArray Settings::geometry() const { return m_settings.value("window/geometry"_L1).toByteArray(); }

QByteArray Settings::layout() const { return m_settings.value("window/layout"_L1).toByteArray(); }

void Settings::keepWindow(const QByteArray &geometry, const QByteArray &layout)
{
    m_settings.setValue("window/geometry"_L1, geometry);
    m_settings.setValue("window/layout"_L1, layout);
}

ThemeChoice Settings::theme() const
{
    const QString name = m_settings.value("window/theme"_L1).toString();
    return name == "light"_L1  ? ThemeChoice::Light
           : name == "dark"_L1 ? ThemeChoice::Dark
                               : ThemeChoice::System;
}

void Settings::keepTheme(ThemeChoice theme)
{
    m_settings.setValue("window/theme"_L1, theme == ThemeChoice::Light  ? u"light"_s
                                           : theme == ThemeChoice::Dark ? u"dark"_s
                                                                        : u"system"_s);
}

QStringList Settings::recentFiles() const
{
    QStringList files = m_settings.value("recentFiles"_L1).toStringList();
    files.removeIf([](const QString &path) { return !QFileInfo::exists(path); });
    return files;
}

void Settings::keepRecentFile(const QString &path)
{
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    m_settings.setValue("recentFiles"_L1, files.first(std::min(files.size(), kMostRecent)));
}

FigureSpec Settings::figure() const
{
    return figureFromJson(m_settings.value("figure"_L1).toByteArray()).value_or(FigureSpec{});
}

void Settings::keepFigure(const FigureSpec &figure)
{
    m_settings.setValue("figure"_L1, QJsonDocument(toJson(figure)).toJson(QJsonDocument::Compact));
}

} // namespace onset
