#include "core/import/format.h"

#include "core/import/annotations.h"
#include "core/import/tidy.h"

#include <QCoreApplication>

#include <array>

namespace onset {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(onset::Import)
};

} // namespace

Result<> ImportFile::refuse(qint64 line, const QString &column, const QString &reason)
{
    ++report.refusedCount;
    const Refusal refusal{name, Text::tr("line %1").arg(line), column, reason};
    if (report.refusedCount <= kMaxRefusals)
        report.refused.push_back(refusal);
    return writer.refuse(refusal);
}

Result<> ImportFile::cancelled() const
{
    return failure(Code::Cancelled,
                   Text::tr("The import of “%1” was stopped; nothing was stored.").arg(name));
}

QString faultOf(const DelimitedReader &reader, std::size_t columns)
{
    switch (reader.fault()) {
    case DelimitedReader::Fault::Encoding:
        return Text::tr("is not UTF-8 text");
    case DelimitedReader::Fault::Nul:
        return Text::tr("holds a NUL byte");
    case DelimitedReader::Fault::Quote:
        return Text::tr("has text after a closing quote");
    case DelimitedReader::Fault::Unclosed:
        return Text::tr("has a quote that is never closed");
    case DelimitedReader::Fault::None:
        break;
    }
    if (reader.fields().size() != columns)
        return Text::tr("has %1 fields where the first line has %2").arg(reader.fields().size()).arg(columns);
    return {};
}

std::string columnName(std::string_view field)
{
    QString name = QString::fromUtf8(field).toLower().replace(u'-', u' ').replace(u'_', u' ').simplified();
    return name.replace(u' ', u'_').toStdString();
}

std::span<const Format> formats()
{
    static const std::array all{
        Format{QStringLiteral("annotations"), annotations::recognises, annotations::read},
        Format{QStringLiteral("tidy"), tidy::recognises, tidy::read},
    };
    return all;
}

} // namespace onset
