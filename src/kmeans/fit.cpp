#include "chorus/kmeans/fit.hpp"

namespace chorus::kmeans {

std::string_view seeding_name(Seeding seeding) {
  switch (seeding) {
    case Seeding::kPlusPlus:
      return "k-means++";
    case Seeding::kParallel:
      return "k-means||";
    case Seeding::kRandom:
      return "random";
    case Seeding::kGiven:
      return "given";
  }
  return "";
}

void Fit::give_up() {
  labelled_by.clear();
  centroids.clear();
  counts.clear();
  stop = Stop::kTooFewRows;
}

std::string_view stop_name(Stop stop) {
  switch (stop) {
    case Stop::kRunning:
      return "no pass";
    case Stop::kUnchanged:
      return "unchanged";
    case Stop::kNoImprovement:
      return "no gain";
    case Stop::kTolerance:
      return "tolerance";
    case Stop::kIterations:
      return "iterations";
    case Stop::kTooFewRows:
      return "too few rows";
  }
  return "";
}

}  // namespace chorus::kmeans
