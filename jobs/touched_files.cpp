#include "touched_files.hpp"

#include "chorus/comm/agree.hpp"
#include "chorus/files/results_files.hpp"
#include "song_file.hpp"

#include <algorithm>

namespace chorus::jobs {
namespace {

namespace fs = std::filesystem;
using files::NamedFile;
using files::Touched;

constexpr const char* kSongs = "the input";
constexpr const char* kKept = "the kept catalogue";

void add_if_given(std::vector<NamedFile>& files, const char* role, const std::string& path) {
  if (!path.empty()) files.push_back({role, path});
}

Touched reading(const InputOptions& input, const std::string& config) {
  Touched touched;
  add_if_given(touched.reads, kSongs, input.input);
  add_if_given(touched.reads, "the file of --config", config);
  return touched;
}

/// Where the catalogue's rows came from; empty where it cannot be read, which the command itself will say.
fs::path recorded_source(const comm::Communicator& comm, const fs::path& songs) {
  try {
    return catalogue::Catalogue::open(comm, songs).info().source.path;
  } catch (const AgreedError&) {
    return {};
  }
}

}  // namespace

Touched touched_by(const ClusterOptions& options) {
  Touched touched = reading(options.input, options.config);
  add_if_given(touched.reads, "the file of --source", options.source);
  add_if_given(touched.reads, "the file of --init", options.init);
  const fs::path folder = options.output;
  touched.writes.push_back({"the labelled CSV", options.labelled_csv()});
  if (const auto kept = options.kept_catalogue()) touched.writes.push_back({kKept, *kept});
  for (const char* name : files::kResultsFiles) touched.writes.push_back({name, folder / name});
  for (const char* name : {files::kCheckpoints, files::kPlots, files::kTables})
    touched.replaces.push_back(folder / name);
  return touched;
}

Touched touched_by(const IngestJobOptions& options) {
  Touched touched = reading(options.input, options.config);
  touched.writes.push_back({"the catalogue", options.output});
  return touched;
}

Touched touched_by(const InspectOptions& options) {
  Touched touched = reading(options.input, options.config);
  add_if_given(touched.writes, "the JSON", options.output);
  return touched;
}

Touched touched_by(const ReportJobOptions& options) {
  Touched touched = reading({}, options.config);
  const fs::path folder = options.results;
  for (const char* name : {files::kReport, files::kReportData, files::kManifest})
    touched.writes.push_back({name, folder / name});
  for (const char* name : {files::kPlots, files::kTables}) touched.replaces.push_back(folder / name);
  return touched;
}

Touched touched_by(const ScalingOptions& options) {
  Touched touched = reading(options.input, options.config);
  add_if_given(touched.reads, "the file of --submit", options.submit);
  const fs::path folder = options.output;
  touched.writes.push_back({kKept, folder / "songs.h5"});
  for (const char* name :
       {"scaling.csv", "scaling.json", "plan.json", "submit.sh", files::kReport, files::kManifest})
    touched.writes.push_back({name, folder / name});
  for (const char* name : {files::kPlots, files::kTables, "parts"}) touched.replaces.push_back(folder / name);
  return touched;
}

Touched touched_by(const SynthOptions& options) {
  Touched touched = reading({}, options.config);
  touched.writes.push_back({"the synthetic catalogue", options.output});
  return touched;
}

void require_no_harm(const comm::Communicator& comm, Touched touched) {
  if (!touched.reads.empty() && touched.reads.front().role == kSongs &&
      is_catalogue(comm, touched.reads.front().path)) {
    const fs::path source = recorded_source(comm, touched.reads.front().path);
    if (!source.empty()) touched.reads.push_back({"the CSV that the catalogue was made from", source});
    std::erase_if(touched.writes, [](const NamedFile& file) { return file.role == kKept; });
  }
  comm::agree_on(comm, [&] {
    if (comm.is_root()) files::require_no_harm(touched);
  });
}

void require_free_unless(const comm::Communicator& comm, bool overwrite, const std::string& output) {
  comm::agree_on(comm, [&] {
    if (comm.is_root() && !overwrite) files::require_free(output, "use --overwrite, or another name with -o");
  });
}

}  // namespace chorus::jobs
