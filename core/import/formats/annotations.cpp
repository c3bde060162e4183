#include "core/import/read/format.h"
#include "core/import/read/import_text.h"
#include "core/import/read/number.h"

#include <algorithm>
#include <array>

/// Facts about tasks that are no results: `benchmark,task,key,value,source`.
namespace onset::annotations {

namespace {

constexpr std::array<std::string_view, 5> kColumns{"benchmark", "task", "key", "value", "source"};

bool recognises(const Outline &outline)
{
    return outline.isTable() && std::ranges::equal(outline.header, kColumns);
}

Result<> read(ImportFile &file)
{
    DelimitedReader reader(file.device, file.name, file.separator);
    auto header = reader.next();
    if (!header)
        return tl::unexpected(header.error());
    if (auto sound = checkHeader(reader, file.name); !sound)
        return sound;
    for (;;) {
        const auto more = reader.next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return {};
        ++file.report.read;
        const auto &fields = reader.fields();
        Result<> done;
        if (const QString fault = faultOf(reader, kColumns.size()); !fault.isEmpty())
            done = file.refuse(reader.line(), {}, fault);
        else if (const auto empty =
                     std::ranges::find(fields.begin(), fields.begin() + 4, std::string_view(), trimmed);
                 empty != fields.begin() + 4)
            done = file.refuse(reader.line(),
                               QLatin1StringView(kColumns[static_cast<std::size_t>(empty - fields.begin())]),
                               ImportText::tr("is empty"));
        else {
            ++file.report.accepted;
            done = file.writer.annotate(trimmed(fields[0]), trimmed(fields[1]), trimmed(fields[2]),
                                        trimmed(fields[3]), trimmed(fields[4]));
        }
        if (!done)
            return done;
    }
}

} // namespace

Format format() { return {.name = QStringLiteral("annotations"), .recognises = recognises, .read = read}; }

} // namespace onset::annotations
