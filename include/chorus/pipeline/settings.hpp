// What a clustering is asked for, as plain values.
#pragma once

#include "chorus/features/scaling.hpp"
#include "chorus/kmeans/fit.hpp"
#include "chorus/quality/choice_of_k.hpp"
#include "chorus/quality/silhouette.hpp"

#include <vector>

namespace chorus::pipeline {

struct Settings {
  std::vector<int> ks = {2, 3, 4, 5, 6, 7, 8, 9, 10};  ///< numbers of clusters, ascending, without repeats
  kmeans::FitOptions fit;
  features::Scaling scaling = features::Scaling::kStandard;
  quality::SilhouetteOptions silhouette;
  quality::Criterion criterion = quality::Criterion::kSilhouette;
  int components = 2;  ///< principal components that are kept, at most
  int typical = 5;     ///< songs that are listed for each cluster, at most
};

}  // namespace chorus::pipeline
