#include "widgets/dialogs/save_name.h"

#include <QFileDialog>
#include <QFileInfo>

namespace onset {

QString askSaveName(QWidget *parent, const QString &title, const QString &suggested, const QString &filter)
{
    const QString path = QFileDialog::getSaveFileName(parent, title, suggested, filter);
    if (path.isEmpty() || !QFileInfo(path).suffix().isEmpty())
        return path;
    return path + u'.' + QFileInfo(suggested).suffix();
}

} // namespace onset
