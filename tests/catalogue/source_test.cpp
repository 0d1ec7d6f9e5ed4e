// The source file: its hash, and its blocks.
#include "catalogue/source_blocks.hpp"
#include "catalogue/source_hash.hpp"
#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/core/error.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>
#include <xxhash.h>

#include <string>

namespace chorus::catalogue {
namespace {

std::string canonical(const std::string& bytes) {
  XXH128_canonical_t hash;
  XXH128_canonicalFromHash(&hash, XXH3_128bits(bytes.data(), bytes.size()));
  return {reinterpret_cast<const char*>(hash.digest), sizeof hash.digest};
}

/// The definition, spelt out.
std::string hash_by_definition(const std::string& bytes) {
  std::string digests;
  for (std::size_t at = 0; at < bytes.size(); at += 1U << 20U)
    digests += canonical(bytes.substr(at, 1U << 20U));
  std::string hex;
  for (const char byte : canonical(digests)) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    hex += kDigits[static_cast<unsigned char>(byte) >> 4U];
    hex += kDigits[static_cast<unsigned char>(byte) & 15U];
  }
  return hex;
}

std::string hash_in_parts(const std::string& bytes, std::size_t part) {
  SourceHasher hasher;
  for (std::size_t at = 0; at < bytes.size(); at += part) {
    hasher.add(std::span(bytes).subspan(at, std::min(part, bytes.size() - at)));
  }
  return hasher.hex();
}

std::string numbers(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += std::to_string(1000000 + i) + "\n";
  return text;
}

TEST(SourceHash, IsXxh3OverTheHashesOfChunks) {
  const std::string text = numbers(400000);
  ASSERT_GT(text.size(), std::size_t{3} << 20U);
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{1} << 20U, text.size()}) {
    const std::string part = text.substr(0, size);
    EXPECT_EQ(hash_in_parts(part, part.size() + 1), hash_by_definition(part)) << size;
  }
}

TEST(SourceHash, DoesNotDependOnTheCalls) {
  const std::string text = numbers(400000);
  const std::string expected = hash_by_definition(text);
  for (const std::size_t part : {1000U, 65536U, 999983U, 1U << 20U, 3U << 20U}) {
    EXPECT_EQ(hash_in_parts(text, part), expected) << part;
  }
}

TEST(RowChecksum, IsTheSumOfSeededXxh3) {
  const std::vector<double> values = {1, 2, 3, 4, 5, 6};
  const std::uint64_t expected = XXH3_64bits_withSeed(values.data(), 16, 41) +
                                 XXH3_64bits_withSeed(values.data() + 2, 16, 42) +
                                 XXH3_64bits_withSeed(values.data() + 4, 16, 43);
  EXPECT_EQ(Catalogue::checksum(41, 2, values), expected);
}

struct Stream {
  std::string bytes;
  std::string hash;
  std::size_t blocks = 0;
};

Stream read_all(const std::filesystem::path& path, const SourceRange& range) {
  Stream stream;
  SourceBlocks blocks(path, range);
  csv::CsvPosition expected = range.start;
  while (auto block = blocks.next()) {
    EXPECT_EQ(block->start.offset, expected.offset);
    EXPECT_EQ(block->start.line, expected.line);
    const std::string part(block->bytes().begin(), block->bytes().end());
    EXPECT_FALSE(part.empty());
    expected.offset += part.size();
    expected.line += std::count(part.begin(), part.end(), '\n');
    stream.bytes += part;
    ++stream.blocks;
    blocks.recycle(std::move(*block));
  }
  stream.hash = blocks.hash();
  return stream;
}

class SourceStream : public testing::TestWithParam<std::size_t> {
 protected:
  test::TemporaryFolder folder;
};

TEST_P(SourceStream, YieldsTheWholeFileInWholeRecords) {
  const std::string text = "id,name\n" + numbers(3000) + "\"" + std::string(5000, 'x') + "\n\",1\nlast";
  test::write_file(folder.file("s.csv"), text);
  SourceRange range;
  range.start = {8, 2};
  range.block_bytes = GetParam();
  range.hash = true;
  const Stream stream = read_all(folder.file("s.csv"), range);
  EXPECT_EQ(stream.bytes, text.substr(8));
  EXPECT_EQ(stream.hash, hash_by_definition(text));
  EXPECT_EQ(stream.blocks > 1, GetParam() < text.size());
}

INSTANTIATE_TEST_SUITE_P(BlockSizes, SourceStream,
                         testing::Values(std::size_t{1}, std::size_t{10}, std::size_t{4096},
                                         std::size_t{1} << 20U));

TEST(SourceBlocks, ReadsAPartOfTheFile) {
  const test::TemporaryFolder folder;
  test::write_file(folder.file("s.csv"), "a\nb\nc\nd\n");
  SourceRange range;
  range.start = {2, 2};
  range.end = 6;
  EXPECT_EQ(read_all(folder.file("s.csv"), range).bytes, "b\nc\n");
}

TEST(SourceBlocks, MayBeLeftInTheMiddle) {
  const test::TemporaryFolder folder;
  test::write_file(folder.file("s.csv"), numbers(20000));
  SourceRange range;
  range.block_bytes = 100;
  SourceBlocks blocks(folder.file("s.csv"), range);
  EXPECT_TRUE(blocks.next().has_value());
}

TEST(SourceBlocks, AnEndlessRecordIsAnErrorAfterTheBlocksBefore) {
  const test::TemporaryFolder folder;
  test::write_file(folder.file("s.csv"), numbers(100) + "\"" + std::string(std::size_t{3} << 20U, 'x'));
  SourceRange range;
  range.block_bytes = 256;
  SourceBlocks blocks(folder.file("s.csv"), range);
  std::string before;
  try {
    while (auto block = blocks.next()) before.append(block->bytes().begin(), block->bytes().end());
    FAIL() << "read an endless record";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kInput);
    EXPECT_NE(std::string(error.what()).find(":101:1"), std::string::npos) << error.what();
  }
  EXPECT_EQ(before, numbers(100));
}

TEST(SourceBlocks, AFileThatChangesIsAnError) {
  const test::TemporaryFolder folder;
  for (const std::size_t size : {std::size_t{100000}, std::size_t{300000}}) {
    test::write_file(folder.file("s.csv"), std::string(200000, '\n'));
    SourceRange range;
    range.block_bytes = 100;
    SourceBlocks blocks(folder.file("s.csv"), range);  // reads a few blocks ahead and waits
    ASSERT_TRUE(blocks.next().has_value());
    std::filesystem::resize_file(folder.file("s.csv"), size);
    try {
      while (blocks.next()) {
      }
      FAIL() << "a file of another size passed";
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Exit::kIo);
      EXPECT_NE(std::string(error.what()).find("changed"), std::string::npos) << error.what();
    }
  }
}

TEST(SourceBlocks, OnlyRegularFilesAreRead) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(SourceBlocks(folder.path(), {}), Error);
  EXPECT_THROW(SourceBlocks("/dev/zero", {}), Error);
  try {
    const SourceBlocks blocks(folder.file("absent"), {});
    FAIL() << "opened a file that does not exist";
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kIo);
  }
}

}  // namespace
}  // namespace chorus::catalogue
