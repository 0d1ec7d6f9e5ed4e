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

std::string_view stop_name(Stop stop) {
  switch (stop) {
    case Stop::kRunning:
      return "running";
    case Stop::kUnchanged:
      return "labels unchanged";
    case Stop::kNoImprovement:
      return "no improvement";
    case Stop::kTolerance:
      return "tolerance";
    case Stop::kIterations:
      return "iterations used up";
  }
  return "";
}

}  // namespace chorus::kmeans
