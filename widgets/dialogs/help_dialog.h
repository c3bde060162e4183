#pragma once

#include <QDialog>

class QTextBrowser;

namespace onset {

/// What the words of the program mean.
class HelpDialog : public QDialog
{
    Q_OBJECT
public:
    explicit HelpDialog(QWidget *parent = nullptr);

    void showTerm(const QString &key); ///< scrolls there; empty: to the top

private:
    QTextBrowser *m_page;
};

} // namespace onset
