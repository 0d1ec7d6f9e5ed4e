#include "chorus/session/checkpoint.hpp"

#include "chorus/core/error.hpp"
#include "chorus/core/packed_bytes.hpp"
#include "chorus/core/random.hpp"

#include <gtest/gtest.h>
#include <xxhash.h>

#include <string>

namespace chorus::session {
namespace {

Checkpoint example() {
  Checkpoint checkpoint;
  checkpoint.number = 7;
  checkpoint.identity = {{"seed", "0"}, {"program", "chorus 1"}, {"empty", ""}};
  for (std::uint64_t i = 0; i < 500; ++i)
    checkpoint.state += static_cast<char>(random_bits(1, Purpose::kSynthetic, i)[0]);
  return checkpoint;
}

/// Why the bytes are refused; empty if they are not.
std::string refusal(const std::string& bytes) {
  try {
    static_cast<void>(read_checkpoint(bytes, "here"));
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kInput);
    return error.what();
  }
  return "";
}

TEST(Checkpoint, ComesBackAsItWas) {
  const Checkpoint wrote = example();
  const Checkpoint read = read_checkpoint(to_bytes(wrote), "here");
  EXPECT_EQ(read.number, wrote.number);
  EXPECT_EQ(read.identity, wrote.identity);
  EXPECT_EQ(read.state, wrote.state);
  EXPECT_EQ(read_checkpoint(to_bytes({}), "here").state, "");
}

TEST(Checkpoint, EveryTruncationIsFound) {
  const std::string bytes = to_bytes(example());
  ASSERT_GT(bytes.size(), 200U);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_NE(refusal(bytes.substr(0, size)), "") << size << " bytes of " << bytes.size();
  EXPECT_NE(refusal(bytes + '\0'), "") << "and a byte too many";
}

TEST(Checkpoint, EveryFlippedBitIsFound) {
  const std::string bytes = to_bytes(example());
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ static_cast<char>(1U << bit % 8));
    EXPECT_NE(refusal(flipped), "") << "bit " << bit;
  }
}

TEST(Checkpoint, RefusalsSayWhy) {
  const std::string bytes = to_bytes(example());
  EXPECT_NE(refusal("").find("does not begin as checkpoints do (here)"), std::string::npos);
  EXPECT_NE(refusal(bytes.substr(0, bytes.size() / 2)).find("cut short"), std::string::npos);
  EXPECT_NE(refusal(bytes.substr(0, bytes.size() - 20) + std::string(20, 'x')).find("checksum"),
            std::string::npos);
}

/// A checkpoint as another program might write it: its checksum fits.
std::string sealed(std::uint32_t version, std::uint64_t size, const std::string& body) {
  Packer head;
  head.number(version);
  head.number(size);
  std::string bytes = "chorusck" + std::move(head).take() + body;
  XXH128_canonical_t hash;
  XXH128_canonicalFromHash(&hash, XXH3_128bits(bytes.data(), bytes.size()));
  return bytes.append(reinterpret_cast<const char*>(hash.digest), sizeof hash.digest);
}

TEST(Checkpoint, AFittingChecksumIsNotEnough) {
  Packer packer;
  for (const std::uint64_t number : {7U, 0U, 0U}) packer.number(number);  // its number, no identity, no state
  const std::string body = std::move(packer).take();
  EXPECT_EQ(read_checkpoint(sealed(2, body.size(), body), "here").number, 7U);
  const std::string newer = refusal(sealed(3, body.size(), body));
  EXPECT_NE(newer.find("a checkpoint of format 3, and this program knows 2 alone (here)"), std::string::npos)
      << newer;

  std::string entries = body;
  entries[8] = 3;  // three entries are announced, and there is none
  for (const std::string& odd : {sealed(2, body.size() + 1, body), sealed(2, body.size() + 1, body + "x"),
                                 sealed(2, body.size(), entries), sealed(2, 0, "")}) {
    EXPECT_NE(refusal(odd).find("its parts do not fit"), std::string::npos) << refusal(odd);
  }
}

TEST(Checkpoint, DifferenceNamesTheFirstEntryThatIsOther) {
  const Identity found = {{"clusters", "2:10"}, {"seed", "1"}, {"hash", "ab"}};
  EXPECT_EQ(difference(found, {{"seed", "1"}, {"clusters", "2:10"}}), std::nullopt);
  EXPECT_EQ(difference(found, {{"seed", "2"}, {"clusters", "2:10"}}), "seed is '1' there and '2' here");
  EXPECT_EQ(difference(found, {{"scaling", "none"}}), "it does not say its scaling");
}

}  // namespace
}  // namespace chorus::session
