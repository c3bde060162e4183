#include "widgets/dialogs/save_name.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>

using namespace Qt::StringLiterals;

namespace onset {

QString askSaveName(QWidget *parent, const QString &title, const QString &suggested, const QString &filter,
                    QString *kind)
{
    QString chosen = filter.section(u";;"_s, 0, 0);
    QString path = QFileDialog::getSaveFileName(parent, title, suggested, filter, &chosen);
    if (kind)
        *kind = chosen;
    const QString ending = chosen.section(u'*', -1).chopped(1), given = QFileInfo(path).suffix();
    if (path.isEmpty() || (!given.isEmpty() && filter.contains(u"*.%1)"_s.arg(given), Qt::CaseInsensitive)))
        return path;
    path += ending;
    // The file dialog has asked about the name without the ending.
    const bool agreed =
        !QFileInfo::exists(path) ||
        QMessageBox::question(
            parent, title,
            QMessageBox::tr("“%1” exists already. Replace it?").arg(QFileInfo(path).fileName())) ==
            QMessageBox::Yes;
    return agreed ? path : QString();
}

} // namespace onset
