#include "program.hpp"

#include "support/test_files.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace chorus::test {
namespace {

std::string quoted(std::string argument) {
  for (auto at = argument.find('\''); at != std::string::npos; at = argument.find('\'', at + 4)) {
    argument.replace(at, 1, "'\\''");
  }
  return fmt::format("'{}'", argument);
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set: run through ctest");
  return value;
}

}  // namespace

std::vector<std::string> Outcome::said() const {
  std::vector<std::string> lines;
  std::istringstream text(err);
  bool banner = false;
  for (std::string line; std::getline(text, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.size() > 60 && line.find_first_not_of('-') == std::string::npos) {
      banner = !banner;  // mpirun puts what it says between two rulers
    } else if (!banner && !line.empty() && line.front() != '[') {
      lines.push_back(line);
    }
  }
  return lines;
}

std::string Outcome::story() const {
  return command + "\nstatus " + std::to_string(status) + "\nstdout:\n" + out + "\nstderr:\n" + err;
}

Outcome run_chorus(int ranks, const Arguments& arguments) {
  const TemporaryFolder folder;
  Outcome outcome;
  outcome.command = quoted(environment("CHORUS_BIN"));
  if (ranks > 1) outcome.command = fmt::format("mpirun -n {} {}", ranks, outcome.command);
  for (const std::string& argument : arguments) outcome.command += fmt::format(" {}", quoted(argument));
  const std::string line = fmt::format("timeout -k 5 120 {} </dev/null >{} 2>{}", outcome.command,
                                       quoted(folder.file("out")), quoted(folder.file("err")));
  const int status = std::system(line.c_str());  // NOLINT(cert-env33-c): what is run stands above
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  outcome.out = read_file(folder.file("out"));
  outcome.err = read_file(folder.file("err"));
  return outcome;
}

Arguments operator+(Arguments a, const Arguments& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::filesystem::path sample_songs() {
  return std::filesystem::path(environment("CHORUS_TEST_SOURCE")) / "data" / "sample_songs.csv";
}

bool long_tests() {
  const char* asked = std::getenv("CHORUS_TEST_LONG");
  return asked != nullptr && std::string_view(asked) == "1";
}

std::vector<std::string> simd_targets_listed() {
  const std::string text = run_chorus(1, {"--version"}).out;
  constexpr std::string_view kBefore = "(available: ";
  const auto begin = text.find(kBefore);
  std::vector<std::string> names;
  if (begin == std::string::npos) return names;
  std::istringstream list(
      text.substr(begin + kBefore.size(), text.find(')', begin) - begin - kBefore.size()));
  for (std::string name; std::getline(list, name, ',');)
    names.push_back(name.substr(name.find_first_not_of(' ')));
  return names;
}

}  // namespace chorus::test
