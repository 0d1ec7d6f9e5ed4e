// The input of a job, whichever form it has: a catalogue, or a CSV that is ingested first.
#pragma once

#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/catalogue/ingest.hpp"
#include "chorus/comm/communicator.hpp"
#include "chorus/features/shard_rows.hpp"
#include "chorus/files/passing_file.hpp"
#include "chorus/session/phase_clock.hpp"
#include "input_options.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace chorus::jobs {

/// Collective. Whether the file begins as HDF5 files do; false for one that is absent.
[[nodiscard]] bool is_catalogue(const comm::Communicator& comm, const std::filesystem::path& path);

/// An open catalogue. The temporary one of a CSV input loses its name at once if all ranks are on one host,
/// else at the end of rank 0's object, by when all ranks must have read their rows.
class SongFile {
 public:
  /// Collective. A file that begins as HDF5 files do is opened as a catalogue; anything else is ingested as
  /// CSV into `kept`, or into a temporary file in `scratch`, calling `after_round` as ingest_csv does. Enters
  /// the phases ingest and load.
  static SongFile open(const comm::Communicator& comm, const InputOptions& options,
                       const std::filesystem::path& scratch, const std::optional<std::filesystem::path>& kept,
                       session::PhaseClock& clock, const std::function<void()>& after_round = {});
  /// The same, and what a CSV holds beside its features: `report` is filled, with the ids of `id_column`.
  static SongFile open_and_look(const comm::Communicator& comm, const InputOptions& options,
                                const std::filesystem::path& scratch, const std::string& id_column,
                                session::PhaseClock& clock, catalogue::IngestReport& report);
  SongFile(SongFile&&) = default;
  SongFile& operator=(SongFile&&) = delete;
  SongFile(const SongFile&) = delete;
  SongFile& operator=(const SongFile&) = delete;
  ~SongFile() = default;

  [[nodiscard]] const catalogue::Catalogue& catalogue() const { return *catalogue_; }
  [[nodiscard]] const catalogue::CatalogueInfo& info() const { return catalogue_->info(); }
  /// This rank's rows, kept in memory if they take no more than options.keep_rows. `clock` and `comm` must
  /// outlive them.
  [[nodiscard]] features::ShardRows shard(const comm::Communicator& comm, session::PhaseClock& clock,
                                          const InputOptions& options) const;

 private:
  explicit SongFile(catalogue::Catalogue catalogue)
      : catalogue_(std::make_shared<const catalogue::Catalogue>(std::move(catalogue))) {}
  static SongFile ingest(const comm::Communicator& comm, const std::string& from,
                         const std::filesystem::path& scratch,
                         const std::optional<std::filesystem::path>& kept, catalogue::IngestOptions options,
                         session::PhaseClock& clock, catalogue::IngestReport* report);
  std::unique_ptr<const files::PassingFile> passing_;  // on rank 0
  // Shared with the shards that read from it: they outlive a move of this object.
  std::shared_ptr<const catalogue::Catalogue> catalogue_;
};

}  // namespace chorus::jobs
