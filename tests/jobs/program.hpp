// The real program, started as a user starts it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace chorus::test {

/// What a run of `chorus ...` or `mpirun -n RANKS chorus ...` left on its streams.
struct Outcome {
  int status = -1;  ///< exit status; 124 or 137 if it had to be ended
  std::string out;
  std::string err;
  std::string command;  ///< as typed, for messages

  [[nodiscard]] bool ok() const { return status == 0; }
  /// Lines of stderr without mpirun's own banner.
  [[nodiscard]] std::vector<std::string> said() const;
  /// All of it, for a failed assertion.
  [[nodiscard]] std::string story() const;
};

using Arguments = std::vector<std::string>;

/// Runs the program of CHORUS_BIN on so many ranks: several by mpirun, one by itself, which saves a second
/// and is how people start it too. Ends it, and counts it as failed, after two minutes.
[[nodiscard]] Outcome run_chorus(int ranks, const Arguments& arguments);

/// `a` and then `b`.
[[nodiscard]] Arguments operator+(Arguments a, const Arguments& b);

/// The sample of the repository.
[[nodiscard]] std::filesystem::path sample_songs();

/// Whether the long sweeps were asked for (CHORUS_TEST_LONG=1).
[[nodiscard]] bool long_tests();

/// The dispatch targets that `chorus --version` lists.
[[nodiscard]] std::vector<std::string> simd_targets_listed();

}  // namespace chorus::test

/// Expects success and shows what the program said otherwise.
#define EXPECT_RUN_OK(outcome) EXPECT_EQ((outcome).status, 0) << (outcome).story()
#define ASSERT_RUN_OK(outcome) ASSERT_EQ((outcome).status, 0) << (outcome).story()
