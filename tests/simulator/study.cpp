#include "study.hpp"

#include "chorus/catalogue/synthetic.hpp"
#include "chorus/core/error.hpp"
#include "chorus/kmeans/seeding.hpp"

#include <charconv>

#if CHORUS_SIMULATED
#include <smpi/smpi.h>
#endif

namespace chorus::simulator {

Settings::Settings(int argc, char** argv) : study_(argc > 1 ? argv[1] : "") {
  for (int i = 2; i < argc; ++i) {
    const std::string word = argv[i];
    const auto equals = word.find('=');
    double value = 0;
    const char* begin = word.data() + std::min(equals + 1, word.size());
    const auto [end, failure] = std::from_chars(begin, word.data() + word.size(), value);
    if (equals == std::string::npos || failure != std::errc() || end != word.data() + word.size()) {
      throw Error(Exit::kInput, describe("'" + word + "' is not NAME=NUMBER", "command line", ""));
    }
    numbers_[word.substr(0, equals)] = value;
  }
}

double Settings::number(const std::string& name) const {
  const auto found = numbers_.find(name);
  if (found == numbers_.end()) throw Error(Exit::kInput, describe(name + "= is missing", "command line", ""));
  return found->second;
}

double Settings::number(const std::string& name, double otherwise) const {
  return numbers_.contains(name) ? number(name) : otherwise;
}

Rates::Rates(const Settings& settings)
    : pass(settings.number("pass")),
      pass_per_cluster(settings.number("pass_per_cluster")),
      seed(settings.number("seed", 0)),
      pair(settings.number("pair", 0)) {}

Songs make_songs(const comm::Communicator& comm, RowIndex total) {
  const std::vector<std::string> names(catalogue::kSyntheticFeatures.begin(),
                                       catalogue::kSyntheticFeatures.end());
  const features::ShardRows shard(
      RowPartition(total, comm.size()).range(comm.rank()), names.size(),
      [](RowRange range, std::span<double> out) { catalogue::synthetic_features(1, range, out); });
  auto rules = features::CleaningRules::make(features::MissingPolicy::kDrop, names, {}, {});
  Songs songs;
  std::vector<std::string> warnings;
  songs.moments = features::measure_moments(comm, shard, rules, names);
  songs.scaler = features::make_scaler(songs.moments, features::Scaling::kStandard, names, warnings);
  songs.rows = features::scale_rows(comm, shard, rules, songs.scaler, songs.moments);
  songs.grid = kmeans::total_rows(comm, songs.rows, songs.scaler);
  return songs;
}

void charge([[maybe_unused]] double nanoseconds) {
#if CHORUS_SIMULATED
  smpi_execute_flops(nanoseconds);  // the platform's hosts do one a nanosecond
#endif
}

Charges::Charges(const Rates& rates, double rows, std::span<const kmeans::Fit> fits)
    : rates_(rates), rows_(rows), fits_(fits), iterations_(fits.size(), 0) {}

void Charges::add(double nanoseconds_a_row) {
  nanoseconds_ += nanoseconds_a_row * rows_;
  charge(nanoseconds_a_row * rows_);
}

void Charges::pass() {
  double each = 0;
  for (std::size_t f = 0; f < fits_.size(); ++f) {
    if (fits_[f].iterations == iterations_[f]) continue;
    iterations_[f] = fits_[f].iterations;
    each += rates_.pass + fits_[f].k * rates_.pass_per_cluster;
  }
  ++passes_;
  add(each);
}

void Charges::seed() {
  double each = 0;
  ++step_;
  for (const kmeans::Fit& fit : fits_) {
    if (step_ < fit.k) each += kmeans::greedy_trials(fit.k) * rates_.seed;
  }
  add(each);
}

void Charges::silhouette(double sample) {
  add(sample * rates_.pair);
}

}  // namespace chorus::simulator
