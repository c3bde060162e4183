#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

// Runs a fuzz target where there is no libFuzzer: TARGET CORPUS ROUNDS runs each file of a folder, then
// ROUNDS mutants of them, the same in every run.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);
extern "C" __attribute__((weak)) int LLVMFuzzerInitialize(int *argc, char ***argv); // of some targets

namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

std::vector<Bytes> readAll(const fs::path &folder)
{
    std::vector<fs::path> paths;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder))
        paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<Bytes> all;
    for (const fs::path &path : paths) {
        std::ifstream file(path, std::ios::binary);
        all.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return all;
}

/// Below `end`, which is above 0. The standard's distributions differ between libraries.
std::size_t below(std::mt19937 &random, std::size_t end) { return random() % end; }

/// One to four changes: a bit, a byte, a piece removed, or a piece of another input put in.
Bytes mutant(const std::vector<Bytes> &corpus, std::mt19937 &random)
{
    Bytes bytes = corpus[below(random, corpus.size())];
    for (std::size_t changes = 1 + below(random, 4); changes > 0; --changes) {
        const std::size_t at = below(random, bytes.size() + 1);
        const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
        const std::size_t left = bytes.size() - at;
        switch (below(random, 4)) {
        case 0:
            if (left > 0)
                bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ 1u << below(random, 8));
            break;
        case 1:
            if (left > 0)
                bytes[at] = static_cast<std::uint8_t>(random());
            break;
        case 2:
            bytes.erase(place, place + static_cast<std::ptrdiff_t>(
                                           below(random, std::min<std::size_t>(left, 16) + 1)));
            break;
        default: {
            const Bytes &other = corpus[below(random, corpus.size())];
            const std::size_t from = below(random, other.size() + 1);
            const std::size_t count = below(random, std::min<std::size_t>(other.size() - from, 64) + 1);
            const auto piece = other.begin() + static_cast<std::ptrdiff_t>(from);
            bytes.insert(place, piece, piece + static_cast<std::ptrdiff_t>(count));
        }
        }
    }
    return bytes;
}

/// The input is in a file while it runs: it stays there when the program dies of it.
void run(const Bytes &bytes, const fs::path &kept)
{
    std::ofstream(kept, std::ios::binary)
        .write(reinterpret_cast<const char *>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s CORPUS ROUNDS\n", argv[0]);
        return 2;
    }
    if (LLVMFuzzerInitialize)
        LLVMFuzzerInitialize(&argc, &argv);
    const std::string name = fs::path(argv[0]).filename().string();
    const fs::path kept = name + ".input";
    const std::vector<Bytes> corpus = readAll(argv[1]);
    if (corpus.empty()) {
        std::fprintf(stderr, "%s: no input in %s\n", name.c_str(), argv[1]);
        return 1;
    }
    for (const Bytes &bytes : corpus)
        run(bytes, kept);
    const int rounds = std::atoi(argv[2]);
    std::mt19937 random(1);
    for (int i = 0; i < rounds; ++i)
        run(mutant(corpus, random), kept);
    fs::remove(kept);
    std::printf("%s: %zu inputs of the corpus and %d mutants\n", name.c_str(), corpus.size(), rounds);
    return 0;
}
