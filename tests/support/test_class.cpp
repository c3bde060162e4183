#include "tests/support/test_class.h"

#include <cstdio>
#include <filesystem>
#include <map>
#include <string>

namespace onset::test {
namespace {

/// Made when the first class comes, before main().
std::map<std::string, Run> &classes()
{
    static std::map<std::string, Run> all;
    return all;
}

} // namespace

Registered::Registered(const char *file, Run run)
{
    classes().emplace(std::filesystem::path(file).stem().string(), run);
}

} // namespace onset::test

/// PROGRAM CLASS [ARGUMENT OF QT TEST]...: runs one class; without one, names them all.
int main(int argc, char **argv)
{
    const auto &classes = onset::test::classes();
    const auto chosen = argc > 1 ? classes.find(argv[1]) : classes.end();
    if (chosen == classes.end()) {
        std::fprintf(stderr, "usage: %s CLASS [ARGUMENT]..., one of\n", argv[0]);
        for (const auto &[name, run] : classes)
            std::fprintf(stderr, "  %s\n", name.c_str());
        return 2;
    }
    argv[1] = argv[0];
    return chosen->second(argc - 1, argv + 1);
}
