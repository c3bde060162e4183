#include "app/number_actions.h"

#include "widgets/session/session.h"

#include <QApplication>
#include <QClipboard>
#include <QMainWindow>
#include <QMenu>
#include <QThread>

namespace onset {

NumberActions::NumberActions(Session &session, QMainWindow &window)
    : QObject(&window), m_session(session), m_menu(new QMenu(tr("Copy numbers &as"), &window)),
      m_writing([this](const Result<QByteArray> &text) {
          if (!text)
              return emit failed(text.error());
          QApplication::clipboard()->setText(QString::fromUtf8(*text));
          emit told(tr("Copied"));
      })
{
    const auto add = [this](const QString &name, FigureNumbers which, const QString &tip) {
        m_menu->addAction(name, this, [this, which] { copy(which); })->setToolTip(tip);
    };
    const QString ofFits = tr("Fitted parameters with intervals, in as many digits as these support");
    add(tr("Parameters for &LaTeX"), FigureNumbers::ParametersLatex, ofFits);
    add(tr("Parameters for &Markdown"), FigureNumbers::ParametersMarkdown, ofFits);
    add(tr("Parameters as &CSV"), FigureNumbers::ParametersCsv, ofFits);
    m_menu->addSeparator();
    add(tr("&Points as CSV"), FigureNumbers::Points, tr("All points that are drawn, in full"));
    add(tr("C&urves and bands as CSV"), FigureNumbers::Fits, tr("Fitted curves at many places"));
    m_menu->addSeparator();
    add(tr("M&ethods paragraph"), FigureNumbers::Methods,
        tr("Data, rivals, noise, intervals, seed and exclusions in words, and what was found"));
    add(tr("Methods paragraph f&or LaTeX"), FigureNumbers::MethodsLatex, tr("The same, escaped for LaTeX"));
    add(tr("Sources for &BibTeX"), FigureNumbers::Bibtex, tr("The papers that the results are from"));
}

void NumberActions::copy(FigureNumbers which)
{
    const ContentPtr content = m_session.content();
    if (!content)
        return emit told(tr("There is no figure to copy of."));
    m_writing.start([content, which, version = QApplication::applicationVersion()](Progress &progress) {
        return figureNumbers(content, which, version, QThread::idealThreadCount(), progress);
    });
}

} // namespace onset
