#include "given_centroids.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/core/bounded_text.hpp"
#include "chorus/core/error.hpp"
#include "chorus/csv/records.hpp"

#include <fmt/format.h>

#include <cmath>

namespace chorus::jobs {

std::string centroid_text(const ClusterOptions& options) {
  auto read = read_bounded_text(options.init, kMostCentroidBytes);
  if (!read) throw Error(Exit::kIo, describe("cannot read the centroids", options.init, "check the path"));
  if (read->whole) return std::move(read->bytes);
  throw Error(Exit::kInput, describe(fmt::format("the centroids take more than the {} bytes that are read",
                                                 kMostCentroidBytes),
                                     options.init, "check the path"));
}

std::vector<float> parse_centroids(const std::string& text, const CentroidsWanted& wanted,
                                   const features::Scaler& scaler) {
  const CentroidRows rows = centroid_rows(text, wanted);
  const std::size_t d = wanted.features.size();
  std::vector<float> centroids;
  centroids.reserve(rows.values.size());
  for (std::size_t c = 0; c < rows.lines.size(); ++c) {
    for (std::size_t j = 0; j < d; ++j) {
      const double value = rows.values[c * d + j];
      const double coordinate =
          wanted.space == "original" ? scaler.centred(j, value) : scaler.from_space(j, value);
      const auto rounded = static_cast<float>(coordinate);
      if (!(std::abs(rounded) <= 1e15F)) {
        throw Error(Exit::kInput,
                    describe("a centroid's " + wanted.features[j] + " lies too far out",
                             csv::csv_place(wanted.path, rows.lines[c], 1), "is --init-space right?"));
      }
      centroids.push_back(rounded);
    }
  }
  return centroids;
}

std::vector<float> read_centroids(const comm::Communicator& comm, const ClusterOptions& options,
                                  const std::vector<std::string>& features, const features::Scaler& scaler,
                                  int k) {
  std::string text =
      comm::agree_on(comm, [&] { return comm.is_root() ? centroid_text(options) : std::string(); });
  text = comm.broadcast(std::move(text), 0);
  return comm::agree_on(comm, [&] {
    return parse_centroids(text, {options.init, options.init_space, features, k}, scaler);
  });
}

}  // namespace chorus::jobs
