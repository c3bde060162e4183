#include "core/import/import.h"
#include "core/store/export.h"

#include <QBuffer>
#include <QFile>
#include <QTemporaryDir>

#include <cmath>
#include <cstdint>

using namespace onset;
using namespace Qt::StringLiterals;

namespace {

/// A workbook that starts empty for every input; under TMPDIR, best in memory.
class Scratch
{
public:
    Scratch() : m_workbook(Workbook::open(m_folder.filePath(u"w.onset"_s), Workbook::Mode::Create).value()) {}

    Result<ImportReport> import(const QByteArray &table)
    {
        QFile file(m_folder.filePath(u"t.csv"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(table) != table.size())
            qFatal("%s", qPrintable(file.errorString()));
        file.close();
        return importFiles(m_workbook, {file.fileName()}, {}, m_progress);
    }

    /// All results as a tidy table; empty when there are none.
    QByteArray exported()
    {
        QBuffer out;
        out.open(QIODevice::WriteOnly);
        if (const auto rows = exportResults(m_workbook, {}, out, m_progress);
            !rows && rows.error().code != Code::NotFound)
            qFatal("%s", qPrintable(rows.error().what));
        return out.data();
    }

    [[nodiscard]] std::vector<Curve> curves() { return Curves(m_workbook).find({}, {}).value(); }

    void undo(ImportId id)
    {
        if (const auto undone = Imports(m_workbook).undo(id); !undone)
            qFatal("%s", qPrintable(undone.error().what));
        if (!exported().isEmpty() || !Imports(m_workbook).list().value().empty())
            qFatal("an import that was undone left something");
    }

private:
    QTemporaryDir m_folder;
    Workbook m_workbook;
    Progress m_progress;
};

void check(const ImportReport &report)
{
    for (const FileReport &file : report.files) {
        if (file.accepted + file.refusedCount != file.read)
            qFatal("%lld rows accepted and %lld refused of %lld", file.accepted, file.refusedCount,
                   file.read);
        for (const Refusal &refusal : file.refused)
            if (refusal.where.isEmpty() || refusal.reason.isEmpty())
                qFatal("a row refused without place or reason");
    }
}

void check(const std::vector<Curve> &curves)
{
    for (const Curve &curve : curves)
        for (const CurvePoint &point : curve.points)
            if (!std::isfinite(point.x) || point.x <= 0 || !std::isfinite(point.y) ||
                point.standardError < 0 || point.n < 1)
                qFatal("a point at (%g, %g), error %g, n %g", point.x, point.y, point.standardError, point.n);
}

} // namespace

/// Bytes become an import that can be exported, imported again and undone.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static Scratch scratch;
    const auto imported =
        scratch.import(QByteArray(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)));
    if (!imported)
        return 0;
    check(*imported);
    check(scratch.curves());
    if (!imported->outcome.id)
        return 0;
    const QByteArray table = scratch.exported();
    scratch.undo(imported->outcome.id);
    if (table.isEmpty()) // annotations, or models that no scale places
        return 0;
    const auto again = scratch.import(table);
    if (!again)
        qFatal("%s", qPrintable(again.error().what));
    if (again->refused() > 0)
        qFatal("%s of an export refused: %s", qPrintable(again->files.front().refused.front().where),
               qPrintable(again->files.front().refused.front().reason));
    if (scratch.exported() != table)
        qFatal("exported again, the table is another one");
    scratch.undo(again->outcome.id);
    return 0;
}
