#include "core/import/read/delimited.h"

#include <QBuffer>

#include <algorithm>
#include <cstdint>

using namespace onset;

namespace {

/// Gives a few bytes at a time, so that every record is cut somewhere.
class Trickle : public QIODevice
{
public:
    Trickle(QByteArrayView bytes, qint64 step) : m_left(bytes), m_step(step) { open(ReadOnly | Unbuffered); }
    [[nodiscard]] bool isSequential() const override { return true; }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        const qint64 count = std::min<qint64>({most, m_step, m_left.size()});
        std::copy_n(m_left.data(), count, data);
        m_left = m_left.sliced(count);
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArrayView m_left;
    qint64 m_step;
};

struct Record
{
    std::vector<std::string> fields;
    DelimitedReader::Fault fault;
    qint64 line, position;

    bool operator==(const Record &) const = default;
};

std::vector<Record> recordsOf(QIODevice &device, char separator)
{
    std::vector<Record> records;
    DelimitedReader reader(device, {}, separator);
    for (;;) {
        const Result<bool> more = reader.next();
        if (!more)
            qFatal("%s", qPrintable(more.error().what));
        if (!*more)
            return records;
        records.push_back({{reader.fields().begin(), reader.fields().end()},
                           reader.fault(),
                           reader.line(),
                           reader.position()});
    }
}

/// Every field quoted.
QByteArray written(const std::vector<Record> &records, char separator)
{
    QByteArray text;
    for (const Record &record : records) {
        for (const std::string &field : record.fields)
            text += '"' + QByteArray::fromStdString(field).replace("\"", "\"\"") + '"' + separator;
        text.back() = '\n';
    }
    return text;
}

} // namespace

/// A table gives the same records however it comes, and what was written of them gives the same fields.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text =
        QByteArray::fromRawData(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const char separator = separatorOf({text.data(), size});
    QBuffer buffer;
    buffer.setData(text);
    buffer.open(QIODevice::ReadOnly);
    std::vector<Record> records = recordsOf(buffer, separator);
    Trickle trickle(text, 1 + text.size() / 8); // the reader clears a block for each piece
    if (recordsOf(trickle, separator) != records)
        qFatal("other records when they come in pieces");

    qint64 line = 0, position = 0;
    for (const Record &record : records) {
        if (record.line <= line || record.position <= position || record.position > text.size())
            qFatal("line %lld at byte %lld does not follow", record.line, record.position);
        line = record.line;
        position = record.position;
    }
    std::erase_if(records, [](const Record &record) { return record.fault != DelimitedReader::Fault::None; });
    QBuffer quoted;
    quoted.setData(written(records, separator));
    quoted.open(QIODevice::ReadOnly);
    if (!std::ranges::equal(recordsOf(quoted, separator), records, {}, &Record::fields, &Record::fields))
        qFatal("other fields when they are written again");
    return 0;
}
