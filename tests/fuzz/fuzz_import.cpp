#include "tests/fuzz/imports.h"

#include <QFileInfo>

#include <cstddef>
#include <cstdint>

/// Of the importer that is asked: that of the program's name, "lm-eval" of fuzz_lm_eval; empty for
/// fuzz_folder.
static QString &format()
{
    static QString name;
    return name;
}

extern "C" int LLVMFuzzerInitialize(int *, char ***arguments)
{
    const QString program = QFileInfo(QString::fromLocal8Bit((*arguments)[0])).fileName();
    format() = program.mid(program.indexOf(u'_') + 1).replace(u'_', u'-');
    if (format() == u"folder")
        format().clear();
    return 0;
}

/// Bytes become files that an importer reads.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    onset::test::checkImport({reinterpret_cast<const char *>(data), static_cast<qsizetype>(size)}, format());
    return 0;
}
