// What rank 0 adds to a catalogue, on a file system that reserves nothing: each write may find no room.
#include "catalogue/description_file.hpp"
#include "chorus/core/error.hpp"
#include "support/failing_call.hpp"
#include "support/job_folder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace chorus::catalogue {
namespace {

using test::Call;
using test::FailingCall;
using Then = test::FailingCall::Then;

constexpr RowIndex kSongs = 5000;

Description description() {
  Description made;
  CatalogueInfo& info = made.info;
  info.rows = kSongs;
  info.features = {"tempo", "energy"};
  info.source.header.names = {"name", "tempo", "energy"};
  info.missing = info.not_numeric = info.not_finite = {0, 0};
  info.range = {{0, 4999}, {1, 5000}};
  made.block_checksums = {7, 9};
  return made;
}

/// Puts rows into the staged file, as the ranks do before rank 0 describes them.
void write_rows(const comm::Communicator& comm, const files::StagedFile& staged) {
  std::vector<double> values;
  for (RowIndex row = 0; row < kSongs; ++row) values.insert(values.end(), {double(row), double(row + 1)});
  FeaturesFile features(comm, staged.temporary(), 2);
  features.extend(kSongs);
  features.write(0, values);
  features.close();
}

/// What came of adding the description while the nth write fails.
struct Outcome {
  bool reached;  // the nth write was made
  Exit status;
};

/// In a process of its own: HDF5 keeps a file that it could not close, and would trip over it later.
Outcome add_with_failure(files::StagedFile& staged, int nth, Then then) {
  constexpr int kReached = 128;
  const pid_t child = ::fork();
  if (child == 0) {
    const FailingCall reserving(Call::kFallocate, EOPNOTSUPP);
    const FailingCall writing(Call::kPwrite, ENOSPC, nth, then);
    int status = 0;
    try {
      (void)add_description(staged, description());
    } catch (const Error& error) {
      status = static_cast<int>(error.status());
    }
    ::_exit(status + (writing.happened() ? kReached : 0));
  }
  int ended = 0;
  EXPECT_EQ(::waitpid(child, &ended, 0), child);
  EXPECT_TRUE(WIFEXITED(ended));
  const int code = WEXITSTATUS(ended);
  return {code >= kReached, static_cast<Exit>(code % kReached)};
}

TEST(DescriptionFile, ALostWriteIsNeverTakenForDone) {
  const comm::Communicator world = comm::Communicator::world();
  const test::JobFolder folder(world);
  const auto alone = world.split(world.is_root());
  if (!alone) return;
  std::string whole;
  {
    files::StagedFile staged(folder.file("songs.h5"));
    write_rows(*alone, staged);
    EXPECT_EQ(add_description(staged, description()).size(), 1U);
    whole = test::read_file(staged.temporary());
  }
  for (const Then then : {Then::kWorksAgain, Then::kKeepsFailing}) {
    int nth = 1;
    for (bool reached = true; reached; ++nth) {
      files::StagedFile staged(folder.file("songs.h5"));
      write_rows(*alone, staged);
      const Outcome outcome = add_with_failure(staged, nth, then);
      reached = outcome.reached;
      // A write that failed and was made again is no loss.
      if (outcome.status != Exit::kIo) {
        EXPECT_EQ(test::read_file(staged.temporary()), whole) << nth << (reached ? "" : ", the last");
      }
      EXPECT_EQ(outcome.status, reached ? Exit::kIo : Exit::kDone) << nth;
    }
    EXPECT_GT(nth, 5) << "HDF5 makes writes, and they failed one after the other";
  }
}

}  // namespace
}  // namespace chorus::catalogue
