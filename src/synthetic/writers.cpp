#include "catalogue/shared_staged_file.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/synthetic/songs.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

namespace chorus::synthetic {

namespace {

void check(const SyntheticOptions& options) {
  assert(options.round > 0);
  if (options.songs >= 0) return;
  throw AgreedError(Exit::kInput, describe("a catalogue cannot have a negative number of songs",
                                           std::to_string(options.songs), "give 0 or more"));
}

/// Calls `work` with this rank's rows of one round after another. Every rank makes the same number of calls,
/// and the ranks' rows of a round lie one behind another.
template <class Work>
void for_each_round(const comm::Communicator& comm, const SyntheticOptions& options, Work&& work) {
  const RowIndex together = options.round * comm.size();
  for (RowIndex first = 0; first < options.songs; first += together) {
    const RowRange rows =
        RowPartition(std::min(together, options.songs - first), comm.size()).range(comm.rank());
    work(RowRange{first + rows.begin, first + rows.end});
  }
}

}  // namespace

std::uint64_t write_synthetic_csv(const comm::Communicator& comm, const std::filesystem::path& path,
                                  const SyntheticOptions& options) {
  check(options);
  catalogue::SharedStagedFile file(comm, path);
  file.append(comm.is_root() ? synthetic_csv_header() : std::string_view());
  std::string text;
  for_each_round(comm, options, [&](RowRange rows) {
    comm::agree_on(comm, [&] {
      text.clear();
      append_synthetic_records(options.seed, rows, text);
    });
    file.append(text);
  });
  return file.commit();
}

catalogue::CatalogueInfo write_synthetic_catalogue(const comm::Communicator& comm,
                                                   const std::filesystem::path& path,
                                                   const SyntheticOptions& options) {
  check(options);
  catalogue::CatalogueWriter writer(comm, path, kSyntheticFeatures.size());
  std::vector<double> values;
  for_each_round(comm, options, [&](RowRange rows) {
    comm::agree_on(comm, [&] {
      values.resize(static_cast<std::size_t>(rows.size()) * kSyntheticFeatures.size());
      synthetic_features(options.seed, rows, values);
    });
    writer.append(values, {}, {});
  });
  catalogue::CatalogueInfo info;
  info.features.assign(kSyntheticFeatures.begin(), kSyntheticFeatures.end());
  info.source.kind = "synthetic";
  info.source.columns = info.features;
  info.source.seed = options.seed;
  return writer.finish(info);
}

}  // namespace chorus::synthetic
