// The steps are those of parse_short_decimal (short_decimal.hpp), which says why they are right; branches
// have become masks, and the last multiplications are done in the narrowest lanes that hold the result.
#include "chorus/csv/short_decimals.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "csv/short_decimals.cpp"
#include "hwy/foreach_target.h"
// After foreach_target.
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace chorus::csv {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR
// With one lane there is nothing to gain over parse_short_decimal.
void Parse(std::size_t count, const std::uint64_t*, const std::uint64_t*, double*, std::uint64_t* unread) {
  for (std::size_t i = 0; i < count / kDecimalGroup; ++i) unread[i] = ~std::uint64_t{0};
}
#else
using Texts = hn::CappedTag<std::uint64_t, 8>;
using Numbers = hn::RebindToFloat<Texts>;
using Text = hn::Vec<Texts>;

constexpr std::uint64_t kOnes = 0x0101010101010101U;

HWY_INLINE Text Bytes(std::uint64_t byte) {
  return hn::Set(Texts(), byte * kOnes);
}
HWY_INLINE Text Zeroes() {
  return hn::Zero(Texts());
}

/// Eight digits, the first in the lowest byte, each 0 to 9, as a number.
HWY_INLINE Text Value(Text digits) {
  const Texts d64;
  const hn::Repartition<std::uint16_t, Texts> d16;
  const hn::Repartition<std::uint32_t, Texts> d32;
  const auto ones = hn::BitCast(d16, digits);
  const auto pairs =
      hn::Add(hn::Mul(hn::And(ones, hn::Set(d16, 0xFF)), hn::Set(d16, 10)), hn::ShiftRight<8>(ones));
  const auto two = hn::BitCast(d32, pairs);
  const auto fours =
      hn::Add(hn::Mul(hn::And(two, hn::Set(d32, 0xFFFF)), hn::Set(d32, 100)), hn::ShiftRight<16>(two));
  return hn::Add(hn::MulEven(fours, hn::Set(d32, 10000)), hn::ShiftRight<32>(hn::BitCast(d64, fours)));
}

/// A whole number below 2^52 as a double: it is the fraction of 2^52 plus itself.
HWY_INLINE hn::Vec<Numbers> ToDouble(Text whole) {
  const Numbers dn;
  const auto offset = hn::Set(dn, 0x1p52);
  return hn::Sub(hn::BitCast(dn, hn::Or(whole, hn::BitCast(Texts(), offset))), offset);
}

void Parse(std::size_t count, const std::uint64_t* HWY_RESTRICT texts,
           const std::uint64_t* HWY_RESTRICT lengths, double* HWY_RESTRICT values,
           std::uint64_t* HWY_RESTRICT unread) {
  const Texts du;
  const Numbers dn;
  const hn::RebindToSigned<Texts> di;
  const std::size_t lanes = hn::Lanes(du);
  // 10 to the number of decimals, by the place of the point: in the lowest byte, seven digits follow.
  HWY_ALIGN static constexpr double kPowers[8] = {1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1e0};

  for (std::size_t group = 0; group < count / kDecimalGroup; ++group) unread[group] = 0;
  for (std::size_t i = 0; i < count; i += lanes) {
    auto text = hn::LoadU(du, texts + i);
    const auto given = hn::LoadU(du, lengths + i);
    auto length = hn::Min(hn::Max(given, hn::Set(du, 1)), hn::Set(du, 8));
    auto bad = hn::Ne(length, given);

    const auto before = hn::Sub(hn::Set(du, 64), hn::ShiftLeft<3>(length));  // bits that are not the cell's
    const auto negative = hn::Eq(hn::And(hn::Shr(text, before), hn::Set(du, 0xFF)), hn::Set(du, '-'));
    const auto sign = hn::IfThenElseZero(negative, hn::Set(du, 1));
    length = hn::Sub(length, sign);
    bad = hn::Or(bad, hn::Eq(length, Zeroes()));
    const auto skipped = hn::Min(hn::Add(before, hn::ShiftLeft<3>(sign)), hn::Set(du, 56));
    const auto own = hn::Shl(Bytes(0xFF), skipped);
    text = hn::OrAnd(hn::AndNot(own, Bytes('0')), text, own);

    const auto other_than_point = hn::Xor(text, Bytes('.'));
    const auto high_bits = Bytes(0x80);
    const auto points = hn::And(hn::AndNot(other_than_point, hn::Sub(other_than_point, Bytes(1))), high_bits);
    const auto lowest =
        hn::ShiftRight<7>(hn::And(points, hn::Sub(Zeroes(), points)));  // 1 in the point's byte
    const auto whole = hn::Eq(points, Zeroes());
    bad = hn::Or(bad, hn::AndNot(whole, hn::Eq(length, hn::Set(du, 1))));
    const auto ahead = hn::Sub(lowest, hn::Set(du, 1));  // all bytes before it
    const auto moved = hn::ShiftLeft<8>(hn::And(text, ahead));
    const auto behind = hn::AndNot(hn::Or(hn::ShiftLeft<8>(ahead), hn::Set(du, 0xFF)), text);
    text = hn::IfThenElse(whole, text, hn::Or(hn::Or(moved, behind), hn::Set(du, '0')));

    const auto digits = hn::Xor(text, Bytes('0'));
    const auto beyond_nine = hn::And(hn::Or(digits, hn::Add(digits, Bytes(0x76))), high_bits);
    bad = hn::Or(bad, hn::Ne(beyond_nine, Zeroes()));

    // The exponent of a power of two is where its bit is: 8 times the point's byte.
    const auto exponent = hn::ShiftRight<55>(hn::BitCast(du, hn::ConvertTo(dn, hn::BitCast(di, lowest))));
    const auto place = hn::And(hn::Sub(exponent, hn::Set(du, 1023 / 8)), hn::Set(du, 7));
    const auto power = hn::GatherIndex(dn, kPowers, hn::BitCast(di, place));
    auto value = ToDouble(Value(digits));
    value = hn::Div(value, hn::IfThenElse(hn::RebindMask(dn, whole), hn::Set(dn, 1.0), power));
    value = hn::IfThenElse(hn::RebindMask(dn, negative), hn::Neg(value), value);
    hn::StoreU(value, dn, values + i);

    std::uint64_t bits = 0;
    hn::StoreMaskBits(du, bad, reinterpret_cast<std::uint8_t*>(&bits));
    unread[i / kDecimalGroup] |= (bits & ((std::uint64_t{1} << lanes) - 1)) << i % kDecimalGroup;
  }
}
#endif

}  // namespace HWY_NAMESPACE
}  // namespace chorus::csv
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace chorus::csv {

HWY_EXPORT(Parse);

void parse_short_decimals(std::size_t count, const std::uint64_t* text, const std::uint64_t* length,
                          double* values, std::uint64_t* unread) {
  HWY_DYNAMIC_DISPATCH(Parse)(count, text, length, values, unread);
}

}  // namespace chorus::csv
#endif
