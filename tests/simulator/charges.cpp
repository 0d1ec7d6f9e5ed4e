#include "charges.hpp"

#include "chorus/core/error.hpp"
#include "chorus/kmeans/seeding.hpp"

#include <iterator>

#if CHORUS_SIMULATED
#include <smpi/smpi.h>
#endif

namespace chorus::simulator {

namespace {

std::map<int, double> by_k(const Settings& settings, const std::string& stem) {
  std::map<int, double> rates = settings.numbered(stem);
  if (rates.size() < 2) {
    throw Error(Exit::kInput, describe("fewer than two rates " + stem + "K=", "command line", ""));
  }
  return rates;
}

/// On the straight line between the neighbours of k.
double at(const std::map<int, double>& rates, int k) {
  auto upper = rates.lower_bound(k);
  if (upper == rates.begin()) ++upper;
  if (upper == rates.end()) --upper;
  const auto lower = std::prev(upper);
  const double share = static_cast<double>(k - lower->first) / (upper->first - lower->first);
  return lower->second + share * (upper->second - lower->second);
}

}  // namespace

Rates::Rates(const Settings& settings)
    : pass(by_k(settings, "pass")),
      shared(by_k(settings, "shared")),
      move(settings.number("move")),
      seed(settings.number("seed")),
      hash(settings.number("hash")),
      pair(settings.number("pair")),
      scatter(settings.number("scatter")),
      conclude(settings.number("conclude")),
      width(settings.number("width")) {}

double Rates::pass_of(int k, std::size_t fits) const {
  return at(fits > 1 ? shared : pass, k);
}

Charges::Charges(const Rates& rates, double rows, std::size_t width, std::span<const kmeans::Fit> fits)
    : rates_(rates),
      rows_(rows),
      width_(static_cast<double>(width)),
      fits_(fits),
      iterations_(fits.size(), 0) {}

void Charges::charge(double nanoseconds) {
  nanoseconds_ += nanoseconds;
#if CHORUS_SIMULATED
  smpi_execute_flops(nanoseconds);  // the platform's hosts do one a nanosecond
#endif
}

void Charges::seed() {
  ++step_;
  double work = 0;
  for (const kmeans::Fit& fit : fits_) {
    if (step_ < fit.k) work += kmeans::greedy_trials(fit.k) * rates_.seed * rows_;
  }
  charge(work);
}

void Charges::pass() {
  ++passes_;
  std::size_t running = 0;
  for (std::size_t f = 0; f < fits_.size(); ++f) running += fits_[f].iterations == iterations_[f] ? 0 : 1;
  double work = 0;
  for (std::size_t f = 0; f < fits_.size(); ++f) {
    const kmeans::Fit& fit = fits_[f];
    if (fit.iterations == iterations_[f]) continue;
    const bool first = iterations_[f] == 0;
    iterations_[f] = fit.iterations;
    work += (rates_.pass_of(fit.k, running) + (first ? rates_.move : 0)) * rows_ +
            rates_.conclude * fit.k * width_;
  }
  charge(work);
}

void Charges::finish(int k) {
  charge((rates_.pass_of(k, 1) + rates_.move + rates_.scatter) * rows_);
}

void Charges::silhouette(double sample, double clusters) {
  charge((rates_.hash + sample * rates_.pair) * rows_ + rates_.width * sample * clusters);
}

}  // namespace chorus::simulator
