// A disk that fills up: an I/O error on every rank, nothing left behind, nobody waits.
#include "chorus/catalogue/ingest.hpp"
#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/files/temporary_name.hpp"
#include "support/job_folder.hpp"

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <string>

namespace chorus::catalogue {
namespace {

namespace fs = std::filesystem;
using test::JobFolder;

/// A file system of `bytes` bytes in a folder, mounted by rank 0; needs the right to mount. Collective.
class SmallDisk {
 public:
  SmallDisk(const comm::Communicator& comm, fs::path folder, std::size_t bytes)
      : comm_(comm), folder_(std::move(folder)) {
    if (comm.is_root()) {
      fs::create_directory(folder_);
      const std::string options = "size=" + std::to_string(bytes);
      mounted_ = ::mount("tmpfs", folder_.c_str(), "tmpfs", 0, options.c_str()) == 0;
    }
    mounted_ = comm.max_of<std::int64_t>(mounted_ ? 1 : 0) != 0;
  }
  ~SmallDisk() {
    comm_.barrier();
    if (comm_.is_root() && mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  [[nodiscard]] bool mounted() const { return mounted_; }

 private:
  const comm::Communicator& comm_;
  fs::path folder_;
  bool mounted_ = false;
};

/// Limits the size of the files that this process writes, in its scope.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit now = {bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = SIG_DFL;
};

std::string songs(int rows) {
  std::string text = "tempo,energy,name\n";
  for (int i = 0; i < rows; ++i) text += std::to_string(i) + ".5,0.25,a name that takes some space\n";
  return text;
}

IngestOptions options() {
  IngestOptions result;
  result.features = {"tempo", "energy"};
  result.block_bytes = 20000;
  return result;
}

class FullDisk : public testing::Test {
 protected:
  comm::Communicator comm = comm::Communicator::world();
  Exit ingest_status(const fs::path& from, const fs::path& to) {
    try {
      ingest_csv(comm, from, to, options());
    } catch (const AgreedError& error) {
      EXPECT_NE(std::string(error.what()).find("songs.h5"), std::string::npos) << error.what();
      return error.status();
    }
    return Exit::kDone;
  }
  Exit export_status(const fs::path& h5, const fs::path& to) {
    const Catalogue catalogue = Catalogue::open(comm, h5);
    const RowRange mine = RowPartition(catalogue.info().rows, comm.size()).range(comm.rank());
    const std::vector<Label> labels(static_cast<std::size_t>(mine.size()), 3);
    ExportOptions export_options;
    export_options.to = to;
    try {
      export_labelled(comm, catalogue, {mine, labels, {}, {}}, export_options);
    } catch (const AgreedError& error) {
      return error.status();
    }
    return Exit::kDone;
  }
};

TEST_F(FullDisk, EndsInAnErrorOnEveryRankAndLeavesNothing) {
  const JobFolder folder(comm);
  const fs::path from = folder.write("songs.csv", songs(40000));  // 640 kB of rows
  for (const std::size_t bytes : {20000U, 200000U, 1200000U, 1500000U}) {
    const fs::path disk = folder.file("disk");
    const SmallDisk small(comm, disk, bytes);
    if (!small.mounted()) GTEST_SKIP() << "skipped: needs the right to mount a small file system";
    EXPECT_EQ(ingest_status(from, disk / "songs.h5"), Exit::kIo) << bytes;
    comm.barrier();
    EXPECT_TRUE(fs::is_empty(disk)) << bytes;
  }
}

TEST_F(FullDisk, AnExportThatFindsNoRoomLeavesTheOlderFile) {
  const JobFolder folder(comm);
  const fs::path from = folder.write("songs.csv", songs(40000));
  ASSERT_EQ(ingest_status(from, folder.file("songs.h5")), Exit::kDone);
  const fs::path disk = folder.file("disk");
  const SmallDisk small(comm, disk, 1000000);
  if (!small.mounted()) GTEST_SKIP() << "skipped: needs the right to mount a small file system";
  folder.write("disk/out.csv", "older");
  EXPECT_EQ(export_status(folder.file("songs.h5"), disk / "out.csv"), Exit::kIo);
  comm.barrier();
  EXPECT_EQ(test::read_file(disk / "out.csv"), "older");
  EXPECT_EQ(std::distance(fs::directory_iterator(disk), fs::directory_iterator{}), 1) << "nothing temporary";
}

TEST_F(FullDisk, ALimitOnFileSizesIsAnErrorToo) {
  const JobFolder folder(comm);
  const fs::path from = folder.write("songs.csv", songs(40000));
  for (const rlim_t bytes : {10000U, 300000U, 1200000U}) {
    const FileSizeLimit limit(bytes);
    EXPECT_EQ(ingest_status(from, folder.file("songs.h5")), Exit::kIo) << bytes;
  }
  ASSERT_EQ(ingest_status(from, folder.file("songs.h5")), Exit::kDone);
  {
    const FileSizeLimit limit(500000);
    EXPECT_EQ(export_status(folder.file("songs.h5"), folder.file("out.csv")), Exit::kIo);
  }
  comm.barrier();  // rank 0 takes its files away on its way out
  EXPECT_FALSE(fs::exists(folder.file("out.csv")));
  EXPECT_FALSE(
      std::ranges::any_of(fs::directory_iterator(folder.path()), [](const fs::directory_entry& entry) {
        return files::is_temporary_name(entry.path().filename().string());
      }));
}

}  // namespace
}  // namespace chorus::catalogue
