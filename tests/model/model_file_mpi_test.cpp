#include "chorus/comm/agree.hpp"
#include "chorus/comm/communicator.hpp"
#include "chorus/model/model_file.hpp"
#include "example_result.hpp"
#include "support/test_files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>

namespace chorus::model {
namespace {

TEST(ModelFileOnRanks, OneRankWritesAndAllRead) {
  const comm::Communicator world = comm::Communicator::world();
  std::optional<test::TemporaryFolder> folder;
  if (world.is_root()) folder.emplace();
  const std::filesystem::path path =
      world.broadcast(folder ? folder->file("model.h5").string() : std::string(), 0);
  comm::agree_on(world, [&] {
    if (!world.is_root()) return;
    const AssignmentGrid grid{{0.3, 120}, {0.2, 30}, {0, 0}, {3.5, 4}, {-21, -20}, 1};
    write_model_file(path, make_stored_model(example_result(), {0.5F, 0.5F, -0.75F, -0.75F}, grid,
                                             {"csv", 123456, "00", 1000, 997}, "cluster"));
  });
  const StoredModel read = comm::agree_on(world, [&] { return read_model_file(path); });
  EXPECT_EQ(read.fitted.k, 2);
  EXPECT_EQ(read.names, (std::vector<std::string>{"Energetic / Dance", "Calm / Acoustic"}));
  world.barrier();
}

}  // namespace
}  // namespace chorus::model
