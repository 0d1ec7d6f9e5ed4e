// Measurements that follow a given law, for tests.
#pragma once

#include "chorus/study/measurement.hpp"

#include <functional>
#include <vector>

namespace chorus::test {

/// Seconds of a point.
using Law = std::function<double(RowIndex rows, int ranks)>;

/// A repeat of a point: one phase, all of whose time but `communication` and `waiting` is computed.
inline study::Measurement made_measurement(study::Study study, int ranks, RowIndex rows, double seconds,
                                           double communication = 0, double waiting = 0) {
  study::Measurement made;
  made.study = study;
  made.ranks = ranks;
  made.rows = rows;
  made.seconds = seconds;
  made.fingerprint = "0123456789abcdef" + std::to_string(rows);
  made.phases = {
      {"lloyd", true, seconds, seconds - communication - waiting, communication, 0, waiting, 100, 10}};
  return made;
}

/// A strong study of 1,000,000 songs and a weak one of 250,000 a rank, three repeats that differ by 1 %.
inline std::vector<study::Measurement> made_study(const std::vector<int>& ranks, const Law& law) {
  std::vector<study::Measurement> all;
  for (const study::Study study : {study::Study::kStrong, study::Study::kWeak}) {
    for (const int p : ranks) {
      const RowIndex rows = study == study::Study::kStrong ? 1'000'000 : 250'000 * p;
      for (int repeat = 1; repeat <= 3; ++repeat) {
        all.push_back(made_measurement(study, p, rows, law(rows, p) * (0.98 + 0.01 * repeat)));
        all.back().repeat = repeat;
      }
    }
  }
  return all;
}

}  // namespace chorus::test
