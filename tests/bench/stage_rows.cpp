#include "stage_rows.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/row_partition.hpp"
#include "chorus/kmeans/seeding.hpp"
#include "chorus/pipeline/prepared_rows.hpp"
#include "chorus/synthetic/songs.hpp"
#include "npy_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <sstream>

namespace chorus::bench {
namespace {

features::ShardRows rows_of_file(const comm::Communicator& comm, const std::filesystem::path& path) {
  const auto file = comm::agree_on(comm, [&] { return std::make_shared<NpyFile>(path, "<f4"); });
  std::vector<float> values;
  return {RowPartition(file->rows(), comm.size()).range(comm.rank()), file->width(),
          [file, values](RowRange range, std::span<double> out) mutable {
            values.resize(out.size());
            file->read(range, std::span<float>(values));
            std::copy(values.begin(), values.end(), out.begin());
          }};
}

features::ShardRows made_songs(const comm::Communicator& comm, const RowSource& source) {
  return {RowPartition(source.songs, comm.size()).range(comm.rank()), synthetic::kSyntheticFeatures.size(),
          [seed = source.seed](RowRange range, std::span<double> out) {
            synthetic::synthetic_features(seed, range, out);
          }};
}

}  // namespace

double seconds_of(const comm::Communicator& comm, const std::function<void()>& work) {
  comm.barrier();
  const auto began = std::chrono::steady_clock::now();
  work();
  comm.barrier();
  return comm.max_of(std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
}

StageRows prepare_rows(const comm::Communicator& comm, const RowSource& source) {
  StageRows made;
  made.seconds = seconds_of(comm, [&] {
    const bool from_file = !source.load.empty();
    const features::ShardRows shard = from_file ? rows_of_file(comm, source.load) : made_songs(comm, source);
    std::vector<std::string> names;
    for (std::size_t j = 0; j < shard.width(); ++j) names.push_back(fmt::format("x{}", j));
    auto rules = features::CleaningRules::make(features::MissingPolicy::kError, names, {}, {});
    const auto scaling = from_file ? features::Scaling::kNone : features::Scaling::kStandard;
    pipeline::PreparedRows prepared = pipeline::prepare_rows(comm, shard, std::move(rules), names, scaling);
    made.scaler = std::move(prepared.scaler);
    made.rows = std::move(prepared.rows);
    made.grid = std::move(prepared.grid);
  });
  return made;
}

void save_rows(const comm::Communicator& comm, const StageRows& rows, const std::filesystem::path& path) {
  const features::RowBlocks& blocks = rows.rows.blocks;
  for (int turn = 0; turn < comm.size(); ++turn) {
    comm::agree_on(comm, [&] {
      if (turn != comm.rank()) return;
      std::ofstream file(path, std::ios::binary | (turn == 0 ? std::ios::trunc : std::ios::app));
      if (turn == 0) file << npy_header(rows.rows.total, blocks.width());
      std::vector<float> row(blocks.width());
      for (RowIndex i = 0; i < blocks.rows(); ++i) {
        for (std::size_t j = 0; j < row.size(); ++j) row[j] = blocks.at(i, j);
        file.write(reinterpret_cast<const char*>(row.data()), std::ssize(row) * 4);
      }
      file.close();
      if (!file) throw Error(Exit::kIo, describe("cannot write the rows", path.string(), ""));
    });
  }
}

std::vector<float> read_start(const StageRows& rows, const std::filesystem::path& path) {
  const std::size_t d = rows.rows.blocks.width();
  std::ifstream file(path);
  std::vector<float> start;
  for (std::string line; std::getline(file, line);) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream numbers(line);
    for (double value = 0; numbers >> value;)
      start.push_back(static_cast<float>(rows.scaler.from_space(start.size() % d, value)));
  }
  if (start.empty() || start.size() % d != 0) {
    throw Error(Exit::kInput,
                describe(fmt::format("{} numbers are no centroids of {} features", start.size(), d),
                         path.string(), ""));
  }
  return start;
}

kmeans::Fit begin_fit(const comm::Communicator& comm, const StageRows& rows,
                      const std::filesystem::path& start, int k) {
  kmeans::Fit fit;
  fit.k = k;
  if (start.empty()) {
    kmeans::Fit* one = &fit;
    kmeans::seed_plus_plus(comm, rows.rows, rows.grid, 0, std::span<kmeans::Fit*>(&one, 1));
    return fit;
  }
  fit.centroids = comm::agree_on(comm, [&] { return read_start(rows, start); });
  fit.k = static_cast<int>(fit.centroids.size() / rows.rows.blocks.width());
  return fit;
}

}  // namespace chorus::bench
