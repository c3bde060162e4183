#include "tests/fuzz/imports.h"

#include <cstddef>
#include <cstdint>

/// Bytes become files that an importer reads.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    onset::test::checkImport({data, static_cast<qsizetype>(size)}, QStringLiteral(ONSET_FUZZ_FORMAT));
    return 0;
}
