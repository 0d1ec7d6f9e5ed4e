#include "catalogue_source.hpp"

#include "chorus/catalogue/hash_source.hpp"
#include "chorus/catalogue/rejected_records.hpp"
#include "chorus/comm/agree.hpp"
#include "song_file.hpp"

#include <string>
#include <system_error>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;

Error another_file(const fs::path& source, const std::string& difference) {
  return {
      Exit::kInput,
      describe("this is not the file that the catalogue was made from", source.string() + ": " + difference,
               "give the right file with --source, ingest again, or write row numbers, features "
               "and clusters alone with --without-source")};
}

void check_size(const fs::path& source, const catalogue::CatalogueInfo& info) {
  std::error_code failure;
  if (!fs::exists(source, failure)) {
    throw Error(Exit::kInput,
                describe("the CSV of the catalogue is not there", source.string(),
                         "say where it is with --source FILE, or write row numbers, features and clusters "
                         "instead of its lines with --without-source"));
  }
  const std::uint64_t size = fs::is_regular_file(source, failure) ? fs::file_size(source, failure) : 0;
  if (size != info.source.size) {
    throw another_file(
        source, "it has " + std::to_string(size) + " bytes instead of " + std::to_string(info.source.size));
  }
}

}  // namespace

fs::path source_of(const ClusterOptions& options, const catalogue::CatalogueInfo& info) {
  if (options.without_source || info.source.kind != "csv") return {};
  return options.source.empty() ? info.source.path : fs::path(options.source);
}

void require_source_size(const ClusterOptions& options, const catalogue::CatalogueInfo& info) {
  if (const fs::path source = source_of(options, info); !source.empty()) check_size(source, info);
}

void require_source(const comm::Communicator& comm, const ClusterOptions& options) {
  comm::agree_on(comm, [&] {
    if (!options.without_source || options.source.empty()) return;
    throw Error(Exit::kInput, describe("these contradict each other", "--source and --without-source",
                                       "leave one of them out"));
  });
  if (!is_catalogue(comm, options.input.input)) return;
  const catalogue::Catalogue catalogue = catalogue::Catalogue::open(comm, options.input.input);
  comm::agree_on(comm, [&] {
    const fs::path source = source_of(options, catalogue.info());
    if (!comm.is_root() || source.empty()) return;
    check_size(source, catalogue.info());
    if (catalogue::hash_source(source) != catalogue.info().source.hash)
      throw another_file(source, "its hash is another");
  });
}

bool write_rejected(const comm::Communicator& comm, const ClusterOptions& options,
                    const catalogue::CatalogueInfo& info) {
  const fs::path source = source_of(options, info);
  if (info.source.skipped == 0 || source.empty()) return false;
  comm::agree_on(comm, [&] {
    if (!comm.is_root()) return;
    catalogue::write_rejected_records(info, source, fs::path(options.output) / "rejected.csv",
                                      [&] { comm.pulse().beat(); });
  });
  return true;
}

}  // namespace chorus::jobs
