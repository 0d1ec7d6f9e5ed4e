#include "chorus/study/cost_model.hpp"

#include "chorus/core/random.hpp"
#include "chorus/study/least_squares.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace chorus::study {
namespace {

constexpr int kRedrawings = 400;

std::array<double, kTerms> features(RowIndex rows, int ranks) {
  const double p = ranks;
  return {static_cast<double>(rows) / p, std::log2(p), 1, (p - 1) / p};
}

double median_of(std::span<const double> values) {
  return spread_of({values.begin(), values.end()}).median;
}

/// Each row divided by its time, so that what is minimized is the relative error.
Eigen::MatrixXd design(std::span<const Observed> observed, std::span<const double> seconds) {
  Eigen::MatrixXd a(static_cast<Eigen::Index>(observed.size()), kTerms);
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const auto row = features(observed[i].rows, observed[i].ranks);
    for (std::size_t t = 0; t < kTerms; ++t)
      a(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(t)) = row[t] / seconds[i];
  }
  return a;
}

CostModel fit(std::span<const Observed> observed, std::span<const double> seconds,
              std::span<const int> terms) {
  const Eigen::MatrixXd a = design(observed, seconds);
  Eigen::MatrixXd chosen(a.rows(), static_cast<Eigen::Index>(terms.size()));
  for (std::size_t t = 0; t < terms.size(); ++t) chosen.col(static_cast<Eigen::Index>(t)) = a.col(terms[t]);
  const Eigen::VectorXd x = nonnegative_least_squares(chosen, Eigen::VectorXd::Ones(a.rows()));
  CostModel model;
  model.observations = static_cast<int>(observed.size());
  for (std::size_t t = 0; t < terms.size(); ++t) {
    const auto term = static_cast<std::size_t>(terms[t]);
    model.coefficients[term] = x[static_cast<Eigen::Index>(t)];
    model.known[term] = true;
  }
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const double fitted = model.seconds(observed[i].rows, observed[i].ranks);
    model.misfit = std::max(model.misfit, std::abs(seconds[i] / fitted - 1));
  }
  return model;
}

std::vector<double> medians_of(std::span<const Observed> observed) {
  std::vector<double> medians;
  for (const Observed& one : observed) medians.push_back(median_of(one.seconds));
  return medians;
}

/// Draws with addresses, so that a report made again says the same.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : seed_(seed) {}
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(
        random_below(static_cast<Int128>(count), seed_, Purpose::kScaling, next_++));
  }

 private:
  std::uint64_t seed_;
  std::uint64_t next_ = 0;
};

/// The value below which `share` of the sorted values lie.
double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(std::lround(at))];
}

Spread central(std::vector<double> values, double best) {
  std::sort(values.begin(), values.end());
  return {best, std::min(best, quantile(values, 0.05)), std::max(best, quantile(values, 0.95))};
}

}  // namespace

double CostModel::seconds(RowIndex rows, int ranks) const {
  const auto row = features(rows, ranks);
  double sum = 0;
  for (std::size_t t = 0; t < kTerms; ++t) sum += coefficients[t] * row[t];
  return sum;
}

int CostModel::terms() const {
  return static_cast<int>(std::count(known.begin(), known.end(), true));
}

CostModel fit_cost_model(std::span<const Observed> observed) {
  const std::vector<double> medians = medians_of(observed);
  return fit(observed, medians, distinct_columns(design(observed, medians)));
}

std::vector<Prediction> predict(std::span<const Observed> observed, std::span<const Point> points,
                                const PointSummary& base, std::uint64_t seed) {
  const std::vector<double> medians = medians_of(observed);
  const std::vector<int> terms = distinct_columns(design(observed, medians));
  const CostModel model = fit(observed, medians, terms);
  // What the model does not explain, blown up for the terms that it was free to choose.
  std::vector<double> misfits;
  const double freedom =
      model.checked()
          ? std::sqrt(static_cast<double>(model.observations) / (model.observations - model.terms()))
          : 0;
  for (std::size_t i = 0; i < observed.size(); ++i)
    misfits.push_back(freedom * (medians[i] / model.seconds(observed[i].rows, observed[i].ranks) - 1));

  Draws draws(seed);
  std::vector<std::vector<double>> times(points.size());
  for (int b = 0; b < kRedrawings; ++b) {
    std::vector<double> redrawn;
    for (const Observed& one : observed) {
      std::vector<double> repeats;
      for (std::size_t i = 0; i < one.seconds.size(); ++i)
        repeats.push_back(one.seconds[draws.below(one.seconds.size())]);
      redrawn.push_back(median_of(repeats) * (1 + misfits[draws.below(misfits.size())]));
    }
    const CostModel other = fit(observed, redrawn, terms);
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double off = 1 + misfits[draws.below(misfits.size())];
      times[i].push_back(other.seconds(points[i].rows, points[i].ranks) * off);
    }
  }
  std::vector<Prediction> predictions;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Point& point = points[i];
    Prediction one{point.study, point.ranks, point.rows, {}, 1, {}};
    one.seconds = central(std::move(times[i]), model.seconds(point.rows, point.ranks));
    const double ratio = static_cast<double>(point.ranks) / base.ranks;
    const double reference = base.seconds.median * (point.study == Study::kWeak ? ratio : 1);
    one.speed_up = reference / one.seconds.median;
    one.efficiency = {one.speed_up / ratio, reference / one.seconds.high / ratio,
                      reference / one.seconds.low / ratio};
    predictions.push_back(one);
  }
  return predictions;
}

std::vector<std::string> describe_model(const CostModel& model) {
  const auto& c = model.coefficients;
  std::string formula = fmt::format("seconds = {:.3g} songs / ranks", c[0]);
  const std::array<std::string, kTerms> factors = {"", " log2(ranks)", "", " (ranks - 1) / ranks"};
  std::string unknown;
  for (std::size_t t = 1; t < kTerms; ++t) {
    if (model.known[t]) {
      formula += fmt::format(" + {:.3g}{}", c[t], factors[t]);
    } else {
      unknown += (unknown.empty() ? "" : " and ") + std::string(kTermNames[t]);
    }
  }
  std::vector<std::string> lines = {formula};
  if (!unknown.empty()) {
    lines.push_back("left out, since these points cannot tell it from the other terms: " + unknown +
                    "; more rank counts, or a weak study beside the strong one, would");
  }
  constexpr double kBad = 0.25;
  lines.push_back(model.checked()
                      ? fmt::format("it fits the points measured within {:.1f} %{}", 100 * model.misfit,
                                    model.misfit > kBad
                                        ? ": badly, so its predictions say little (were others at "
                                          "work on these cores? are the repeats too short?)"
                                        : "")
                      : "there are no more points than terms, so nothing checks the model: take its "
                        "predictions for guesses");
  return lines;
}

}  // namespace chorus::study
