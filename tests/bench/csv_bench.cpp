// Speed of the CSV reader, in bytes of text a second, on one core. On a made catalogue of 23 columns, or on
// the records of the file that CHORUS_BENCH_CSV names, repeated.
#include "chorus/csv/block.hpp"
#include "chorus/csv/cutter.hpp"
#include "chorus/csv/masks.hpp"
#include "chorus/csv/number_text.hpp"
#include "chorus/csv/records.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

namespace chorus::catalogue {
namespace {

constexpr std::size_t kBytes = std::size_t{64} << 20U;

struct Catalogue {
  csv::CsvSelection selection;
  csv::CsvDialect dialect;
  std::string text;  ///< whole records
};

std::vector<std::string> feature_names() {
  return {"danceability", "energy",           "loudness", "speechiness", "acousticness",
          "liveness",     "instrumentalness", "valence",  "tempo",       "duration_ms"};
}

Catalogue made_catalogue() {
  Catalogue catalogue;
  catalogue.selection.features = feature_names();
  catalogue.selection.columns = {7, 8, 10, 12, 13, 15, 14, 16, 17, 3};
  catalogue.selection.column_count = 23;
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> unit(0, 1);
  while (catalogue.text.size() < kBytes) {
    const auto id = random();
    fmt::format_to(std::back_inserter(catalogue.text),
                   "{:022x},{}A Song No. "
                   "{}{},{},{},{},{:022x},19{:02}-0{}-1{},{:.3f},{:.3f},{},{:.3f},{},{:.4f},{:.3g},{:.3g},"
                   "{:.3f},{:.3f},{:.3f},4,{},['vintage chanson'],Somebody {},{}\n",
                   id, id % 16 == 0 ? "\"" : "", id % 1000, id % 16 == 0 ? ", a \"\"live\"\" one\"" : "",
                   id % 100, 100000 + id % 300000, id % 2, id >> 3U, id % 100, id % 9 + 1, id % 10,
                   unit(random), unit(random), id % 12, -20 * unit(random), id % 2, unit(random) / 5,
                   unit(random), unit(random) * unit(random) * 1e-3, unit(random), unit(random),
                   60 + 120 * unit(random), id % 100000, id % 977, id % 100);
  }
  return catalogue;
}

Catalogue given_catalogue(const std::string& path) {
  Catalogue catalogue;
  const csv::CsvHeader header = csv::read_csv_header(path);
  catalogue.dialect = header.dialect;
  catalogue.selection.features = feature_names();
  catalogue.selection.column_count = header.names.size();
  catalogue.selection.bad_rows = csv::BadRows::kSkip;
  catalogue.selection.non_numeric = csv::NonNumeric::kMissing;
  for (const std::string& feature : catalogue.selection.features) {
    const auto found = std::ranges::find(header.names, feature);
    if (found == header.names.end()) throw std::runtime_error(path + " has no column " + feature);
    catalogue.selection.columns.push_back(static_cast<std::size_t>(found - header.names.begin()));
  }
  std::ifstream in(path, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(header.first_record.offset));
  std::ostringstream records;
  records << in.rdbuf();
  std::string once = records.str();
  if (!once.ends_with('\n')) once += '\n';
  while (catalogue.text.size() < kBytes) catalogue.text += once;
  return catalogue;
}

const Catalogue& catalogue() {
  static const Catalogue kCatalogue = [] {
    const char* path = std::getenv("CHORUS_BENCH_CSV");
    return path == nullptr ? made_catalogue() : given_catalogue(path);
  }();
  return kCatalogue;
}

/// Counts the bytes of all iterations when it goes out of scope; made before the timed loop, so that the
/// catalogue is too.
class ByteCount {
 public:
  explicit ByteCount(benchmark::State& state) : state_(state), bytes_(catalogue().text.size()) {}
  ~ByteCount() {
    state_.SetBytesProcessed(static_cast<std::int64_t>(state_.iterations()) *
                             static_cast<std::int64_t>(bytes_));
  }
  ByteCount(const ByteCount&) = delete;
  ByteCount& operator=(const ByteCount&) = delete;

 private:
  benchmark::State& state_;
  std::size_t bytes_;
};

void find_masks(benchmark::State& state) {
  const ByteCount byte_count(state);
  const std::span<const char> text = catalogue().text;
  std::vector<csv::CsvMasks> masks(64);
  for (auto iteration : state) {
    for (std::size_t at = 0; at + 4096 <= text.size(); at += 4096) {
      csv::find_csv_masks(text.subspan(at, 4096), {}, masks);
      benchmark::DoNotOptimize(masks.data());
    }
  }
}
BENCHMARK(find_masks)->Unit(benchmark::kMillisecond);

void cut(benchmark::State& state) {
  const ByteCount byte_count(state);
  for (auto iteration : state) {
    csv::CsvCutter cutter(catalogue().dialect, "made.csv", {});
    benchmark::DoNotOptimize(cutter.cut(catalogue().text, false));
  }
}
BENCHMARK(cut)->Unit(benchmark::kMillisecond);

void walk_over_records(benchmark::State& state) {
  const ByteCount byte_count(state);
  const auto count_fields = static_cast<csv::CountFields>(state.range(0));
  for (auto iteration : state) {
    csv::CsvRecordReader records(catalogue().text, catalogue().dialect, count_fields);
    std::size_t total = 0;
    while (const auto record = records.next()) total += record->text.size() + record->fields;
    benchmark::DoNotOptimize(total);
  }
}
BENCHMARK(walk_over_records)->ArgName("count_fields")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void parse_blocks(benchmark::State& state) {
  const ByteCount byte_count(state);
  csv::CsvSelection selection = catalogue().selection;
  selection.hash_records = state.range(0) != 0;
  RowIndex rows = 0;
  for (auto iteration : state) {
    csv::CsvCutter cutter(catalogue().dialect, "made.csv", {});
    std::span<const char> rest = catalogue().text;
    rows = 0;
    while (!rest.empty()) {
      const csv::CsvPosition position = cutter.position();
      const std::size_t size = std::min(rest.size(), std::size_t{4} << 20U);
      const std::size_t length = cutter.cut(rest.first(size), size == rest.size());
      rows +=
          csv::parse_csv_block(rest.first(length), position, catalogue().dialect, selection, "made.csv").rows;
      rest = rest.subspan(length);
    }
  }
  state.counters["bytes/record"] = static_cast<double>(catalogue().text.size()) / static_cast<double>(rows);
}
BENCHMARK(parse_blocks)->ArgName("hash_records")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace chorus::catalogue
