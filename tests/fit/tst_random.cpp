#include "core/fit/random.h"

#include "tests/support/test_class.h"

#include <QTest>

#include <cmath>

using namespace onset::fit;

class TestRandom : public QObject
{
    Q_OBJECT

private slots:
    void knownAnswers();
    void normalMoments();
    void placesDiffer();
};

/// kat_vectors of Random123 1.14, philox4x32-10.
void TestRandom::knownAnswers()
{
    using Block = std::array<std::uint32_t, 4>;
    QVERIFY(philox({0, 0, 0, 0}, {0, 0}) == (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    QVERIFY(philox({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}) ==
            (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    QVERIFY(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
            (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

void TestRandom::normalMoments()
{
    constexpr int kPairs = 100'000;
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    double product = 0;
    for (int i = 0; i < kPairs; ++i) {
        const auto [first, second] = normalPair(7, 11, static_cast<std::uint64_t>(i));
        sum += first + second;
        squares += first * first + second * second;
        fourths += std::pow(first, 4) + std::pow(second, 4);
        product += first * second;
    }
    // Each tolerance is five standard errors of its moment.
    const double n = 2.0 * kPairs;
    QVERIFY(std::abs(sum / n) < 5 / std::sqrt(n));
    QVERIFY(std::abs(squares / n - 1) < 5 * std::sqrt(2 / n));
    QVERIFY(std::abs(fourths / n - 3) < 5 * std::sqrt(96 / n));
    QVERIFY(std::abs(product / kPairs) < 5 / std::sqrt(kPairs));
}

void TestRandom::placesDiffer()
{
    const auto one = normalPair(1, 2, 3);
    QVERIFY(one == normalPair(1, 2, 3));
    QVERIFY(one != normalPair(2, 2, 3));
    QVERIFY(one != normalPair(1, 3, 3));
    QVERIFY(one != normalPair(1, 2, 4));
    QVERIFY(one != normalPair(1 + (std::uint64_t{1} << 32), 2, 3));
}

ONSET_TEST(TestRandom)
#include "tst_random.moc"
