// What a study answers: the points summed up, a model, predictions, and sentences. Local.
#pragma once

#include "chorus/study/cost_model.hpp"
#include "chorus/study/summary.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chorus::study {

struct Questions {
  double sensible = 0.7;     ///< the efficiency down to which ranks are well spent
  std::vector<int> predict;  ///< rank counts; empty: three doublings beyond those measured
  std::uint64_t seed = 0;    ///< of the redrawings
};

struct Answer {
  std::vector<PointSummary> points;
  bool same_fingerprints = true;
  std::optional<CostModel> model;       ///< none from fewer than two rank counts
  std::vector<std::string> model_says;  ///< the model in words
  std::vector<Prediction> predictions;  ///< of rank counts beyond those measured
  int sensible_measured = 0;   ///< the most ranks that are well spent on the strong study; 0 without one
  int sensible_predicted = 0;  ///< the same among the predictions; 0 where none is
  std::vector<std::string> findings;  ///< for people, each one line
};

/// @pre all is not empty
[[nodiscard]] Answer answer_study(const std::vector<Measurement>& all, const Questions& questions);

/// The points measured and predicted, as a table for a terminal of 100 columns; ends in a line feed.
[[nodiscard]] std::string answer_text(const Answer& answer);

}  // namespace chorus::study
