// The growing /features dataset of a catalogue under construction, written by all ranks through parallel
// HDF5.
#pragma once

#include "catalogue_seal.hpp"
#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/communicator.hpp"
#include "hdf5_attribute.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace chorus::catalogue {

class FeaturesFile {
 public:
  /// Collective; the outcome may differ between ranks, so callers agree on it. Creates the HDF5 file `path`
  /// and an empty /features. Throws Error(kIo).
  FeaturesFile(const comm::Communicator& comm, const std::filesystem::path& path, std::size_t width);
  /// Local. Without close(), leaves the file open until MPI ends, when HDF5 closes it together with the other
  /// ranks: closing is collective, and an exception on one rank must not wait for them.
  ~FeaturesFile();
  FeaturesFile(const FeaturesFile&) = delete;
  FeaturesFile& operator=(const FeaturesFile&) = delete;

  /// Local. Bytes that the file has at most when /features has `rows` rows, HDF5's bookkeeping included.
  [[nodiscard]] std::uint64_t size_with(RowIndex rows) const;
  /// Collective, without agreement, as above. `rows` in total from now on.
  void extend(RowIndex rows);
  /// Local. Writes rows (n x width, row-major) from `first_row`.
  void write(RowIndex first_row, std::span<const double> values);
  /// Collective, without agreement.
  void close();

 private:
  std::filesystem::path path_;
  std::size_t width_;
  hdf5::Handle file_, dataset_;
};

/// Local. Where the first `rows` rows of /features stand in the file `root`, which a FeaturesFile wrote.
/// Throws Error(kIo).
[[nodiscard]] std::vector<RowRun> find_rows(const hdf5::Place& root, RowIndex rows);

}  // namespace chorus::catalogue
