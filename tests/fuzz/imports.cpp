#include "tests/fuzz/imports.h"

#include "core/import/formats.h"
#include "core/import/preview.h"
#include "core/store/export.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace onset::test {

using namespace Qt::StringLiterals;

namespace {

struct Part
{
    QString path = {}; ///< below the folder
    QByteArrayView bytes = {};
};

/// A path from any bytes that stays below the folder that it is joined to.
QString harmless(QByteArrayView bytes)
{
    constexpr qsizetype mostLevels = 4, mostLetters = 80; // a name's limit is 255 bytes
    QStringList names;
    for (QString &name : QString::fromUtf8(bytes).split(u'/')) {
        name.truncate(mostLetters);
        for (QChar &letter : name) {
            if (letter.unicode() < 0x20 || letter.isSurrogate())
                letter = u'_';
        }
        if (!name.isEmpty() && name != u"." && name != u".." && names.size() < mostLevels)
            names << name;
    }
    return names.join(u'/');
}

/// The files of a folder; none when the input is one file.
std::vector<Part> partsOf(QByteArrayView input)
{
    constexpr QByteArrayView mark("== ");
    constexpr std::size_t most = 12;
    std::vector<Part> parts;
    for (qsizetype at = 0; at >= 0 && input.sliced(at).startsWith(mark) && parts.size() < most;) {
        at += mark.size();
        const qsizetype lineEnd = input.indexOf('\n', at);
        const qsizetype nameEnd = lineEnd < 0 ? input.size() : lineEnd;
        const qsizetype begin = std::min(nameEnd + 1, input.size());
        const qsizetype next = input.indexOf("\n== ", std::max<qsizetype>(0, begin - 1));
        const qsizetype end = next < 0 ? input.size() : std::max(begin, next + 1);
        parts.push_back({harmless(input.sliced(at, nameEnd - at)), input.sliced(begin, end - begin)});
        at = next < 0 ? -1 : next + 1;
    }
    return parts;
}

/// Not written where a folder of this name is already; nothing else can fail.
void write(const QString &path, QByteArrayView bytes)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes.data(), bytes.size()) != bytes.size())
        qFatal("%s", qPrintable(file.errorString()));
}

/// A workbook that starts empty for every input; under TMPDIR, best in memory.
class Scratch
{
public:
    Scratch() : m_workbook(Workbook::open(m_folder.filePath(u"w.onset"_s), Workbook::Mode::Create).value()) {}

    /// @return the path to import
    QString lay(QByteArrayView input)
    {
        QDir folder(m_folder.filePath(u"in"_s));
        folder.removeRecursively();
        if (!folder.mkpath(u"."_s))
            qFatal("no folder for the input");
        const std::vector<Part> parts = partsOf(input);
        for (const Part &part : parts) {
            const QString path = folder.filePath(part.path);
            if (!part.path.isEmpty() && QDir().mkpath(QFileInfo(path).path()))
                write(path, part.bytes);
        }
        return parts.empty() ? file(input) : folder.path();
    }

    QString file(QByteArrayView bytes)
    {
        const QString path = m_folder.filePath(u"t.csv"_s);
        write(path, bytes);
        return path;
    }

    Result<ImportReport> import(const QString &path, const ImportOptions &options = {})
    {
        return importFiles(m_workbook, {path}, options, m_progress);
    }

    std::vector<TablePreview> previews(const QString &path)
    {
        auto previews = previewTables(m_workbook, {path}, m_progress);
        return previews ? std::move(*previews) : std::vector<TablePreview>();
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

    void checkEmpty(const char *after)
    {
        if (!exported().isEmpty() || !Imports(m_workbook).list().value().empty())
            qFatal("%s left something", after);
    }

    void undo(ImportId id)
    {
        if (const auto undone = Imports(m_workbook).undo(id); !undone)
            qFatal("%s", qPrintable(undone.error().what));
        checkEmpty("an import that was undone");
    }

private:
    QTemporaryDir m_folder;
    Workbook m_workbook;
    Progress m_progress;
};

void check(const ImportReport &report)
{
    for (const FileReport &file : report.files) {
        // a mean stands for several rows, and others are left out, which notes say
        if (file.accepted + file.refusedCount != file.read &&
            (file.notes.isEmpty() || file.format == u"tidy"))
            qFatal("%lld rows accepted and %lld refused of %lld", file.accepted, file.refusedCount,
                   file.read);
        for (const Refusal &refusal : file.refused)
            if (refusal.where.isEmpty() || refusal.reason.isEmpty())
                qFatal("a row refused without place or reason");
        if (file.records > 0 ? !(file.valueMin <= file.valueMax) || std::isinf(file.valueMin + file.valueMax)
                             : !std::isnan(file.valueMin))
            qFatal("%lld scores from %g to %g", file.records, file.valueMin, file.valueMax);
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

void checkSame(const FileReport &dry, const FileReport &real)
{
    const auto counts = [](const FileReport &file) {
        return std::tuple(file.file, file.format, file.read, file.accepted, file.refusedCount, file.models,
                          file.tasks, file.records, file.notes);
    };
    if (counts(dry) != counts(real))
        qFatal("%s: %lld of %lld accepted in a dry run, else %lld of %lld", qPrintable(real.file),
               dry.accepted, dry.read, real.accepted, real.read);
}

void checkSame(const QByteArray &again, const QByteArray &table)
{
    QList<QByteArray> lines = again.split('\n'), before = table.split('\n');
    std::ranges::sort(lines); // settings and metrics come in the order in which they are met
    std::ranges::sort(before);
    const auto [line, other] = std::ranges::mismatch(lines, before);
    if (lines != before)
        qFatal("exported again, there is another line:\n%s\n%s",
               other == before.end() ? "" : other->constData(), line == lines.end() ? "" : line->constData());
}

/// A map that is written of what was guessed says just that.
void check(const TablePreview &preview)
{
    QBuffer json;
    json.setData(mapOf(preview.guess, preview.guess));
    json.open(QIODevice::ReadOnly);
    const auto map = ColumnMap::read(json, u"map"_s);
    if (!map)
        qFatal("%s", qPrintable(map.error().what));
    Mapping mapping = preview.guess;
    if (const auto applied = map->applyTo(mapping, preview.survey.columns); !applied)
        qFatal("%s", qPrintable(applied.error().what));
    if (mapping.json() != preview.guess.json())
        qFatal("a map written of the guess says something else");
}

std::shared_ptr<const ColumnMap> mapIn(const QString &folder)
{
    QFile file(folder + u"/map.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        return nullptr;
    auto map = ColumnMap::read(file, u"map.json"_s);
    return map ? std::make_shared<const ColumnMap>(std::move(*map)) : nullptr;
}

} // namespace

void checkImport(QByteArrayView input, const QString &format)
{
    static Scratch scratch;
    const QString path = scratch.lay(input);
    ImportOptions options{.format = format};
    if (format.isEmpty() || formatNamed(format)->mapped) {
        std::ranges::for_each(scratch.previews(path), [](const TablePreview &preview) { check(preview); });
        options.map = mapIn(path);
    }
    options.dryRun = true;
    const auto dry = scratch.import(path, options);
    options.dryRun = false;
    const auto imported = scratch.import(path, options);
    if (dry.has_value() != imported.has_value())
        qFatal("a dry run %s, the import %s", dry ? "works" : "fails", imported ? "works" : "fails");
    if (!imported) {
        scratch.checkEmpty("an import that failed");
        return;
    }
    check(*imported);
    for (std::size_t i = 0; i < imported->files.size(); ++i)
        checkSame(dry->files.at(i), imported->files[i]);
    check(scratch.curves());
    if (!imported->outcome.id)
        return;
    const QByteArray table = scratch.exported();
    scratch.undo(imported->outcome.id);
    if (table.isEmpty()) // annotations, or models that no scale places
        return;
    const auto again = scratch.import(scratch.file(table));
    if (!again)
        qFatal("%s", qPrintable(again.error().what));
    if (again->refused() > 0)
        qFatal("%s of an export refused: %s", qPrintable(again->files.front().refused.front().where),
               qPrintable(again->files.front().refused.front().reason));
    checkSame(scratch.exported(), table);
    scratch.undo(again->outcome.id);
}

} // namespace onset::test
