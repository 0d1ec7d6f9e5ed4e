// A shard that is larger than a rank may keep reads its rows again through the open catalogue, in every pass.
#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/features/shard_rows.hpp"
#include "support/job_folder.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace chorus::features {
namespace {

constexpr RowIndex kRows = 9001;
constexpr std::size_t kWidth = 2;
constexpr std::size_t kRowBytes = kWidth * sizeof(double);

std::vector<double> rows_of(RowRange range) {
  std::vector<double> values;
  for (RowIndex row = range.begin; row < range.end; ++row)
    values.insert(values.end(), {static_cast<double>(row), .5 / static_cast<double>(row + 1)});
  return values;
}

class ShardOfACatalogue : public testing::Test {
 protected:
  comm::Communicator comm = comm::Communicator::world();
  RowRange mine = RowPartition(kRows, comm.size()).range(comm.rank());

  /// The rows of two passes over this rank's shard, and how many it read to show them.
  struct Passes {
    std::vector<double> first, second;
    RowIndex read = 0;
  };
  Passes two_passes(std::size_t keep_bytes) {
    const test::JobFolder folder(comm);
    const std::filesystem::path path = folder.file("songs.h5");
    catalogue::CatalogueWriter writer(comm, path, kWidth, catalogue::Durability::kScratch);
    writer.append(rows_of(mine), {}, {});
    catalogue::CatalogueInfo info;
    info.features = {"tempo", "energy"};
    writer.finish(info);
    auto open = std::make_shared<const catalogue::Catalogue>(catalogue::Catalogue::open(comm, path));
    comm.barrier();
    if (comm.is_root()) std::filesystem::remove(path);  // as jobs do with a temporary catalogue
    comm.barrier();
    Passes passes;
    const ShardRows shard(
        mine, kWidth,
        [open, &passes](RowRange rows, std::span<double> values) {
          open->read(rows, values);
          passes.read += rows.size();
        },
        keep_bytes);
    open.reset();  // the shard alone holds it
    for (std::vector<double>* seen : {&passes.first, &passes.second}) {
      shard.for_each_block([&](RowIndex first, std::span<const double> values) {
        EXPECT_EQ(first, mine.begin + static_cast<RowIndex>(seen->size() / kWidth));
        EXPECT_LE(values.size(), static_cast<std::size_t>(ShardRows::kBlockRows) * kWidth);
        seen->insert(seen->end(), values.begin(), values.end());
      });
    }
    return passes;
  }
};

TEST_F(ShardOfACatalogue, ThatFitsIsReadOnce) {
  const Passes passes = two_passes(static_cast<std::size_t>(mine.size()) * kRowBytes);
  EXPECT_EQ(passes.first, rows_of(mine));
  EXPECT_EQ(passes.second, passes.first);
  EXPECT_EQ(passes.read, mine.size());
}

TEST_F(ShardOfACatalogue, ThatIsTooLargeIsReadInEveryPass) {
  const Passes passes = two_passes(static_cast<std::size_t>(mine.size()) * kRowBytes - 1);
  EXPECT_EQ(passes.first, rows_of(mine));
  EXPECT_EQ(passes.second, passes.first);
  EXPECT_EQ(passes.read, 2 * mine.size());
}

}  // namespace
}  // namespace chorus::features
