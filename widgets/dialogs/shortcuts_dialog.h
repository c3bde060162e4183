#pragma once

#include <QDialog>

namespace onset {

/// The keys and gestures that a menu does not show.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT
public:
    explicit ShortcutsDialog(QWidget *parent = nullptr);
};

} // namespace onset
