// The fitted parameters of the synthetic catalogue.
//
// A song belongs to one of 18 groups. Within a group, ten standard normals, made dependent by the group's
// Cholesky factor (a Gaussian copula), are looked up one by one in the group's quantile tables: a table holds
// the feature's value at z = -4.5, -4, ..., 4.5 and is linear between. Ties (instrumentalness of 0) are flat
// pieces. The numbers were fitted by tests/tools/fit_synthetic.py, which tells how.
#pragma once

#include <array>
#include <cstddef>

namespace chorus::synthetic {

inline constexpr std::size_t kSyntheticGroups = 18;
inline constexpr std::size_t kSyntheticWidth = 10;
inline constexpr std::size_t kTableKnots = 19;
inline constexpr double kFirstKnot = -4.5;
inline constexpr double kKnotsPerUnit = 2;

/// What a group's songs are like; their titles, artists and genres go with it.
enum class Family { kEnergetic = 0, kCalm = 1, kSpoken = 2, kInstrumental = 3 };

/// The feature of each dimension of the copula: duration_ms and instrumentalness lead.
inline constexpr std::array<std::size_t, kSyntheticWidth> kDimensionFeatures = {9, 5, 0, 1, 2, 3, 4, 6, 7, 8};

/// Groups lie one behind another on [0, 1]: the end of each one's part. The last is 1.
extern const std::array<double, kSyntheticGroups> kGroupEnds;
extern const std::array<Family, kSyntheticGroups> kGroupFamilies;
/// Lower triangles by rows, over the dimensions in the order of kDimensionFeatures.
extern const std::array<std::array<double, kSyntheticWidth*(kSyntheticWidth + 1) / 2>, kSyntheticGroups>
    kGroupFactors;
/// By group and feature, the value at each knot.
extern const std::array<std::array<std::array<double, kTableKnots>, kSyntheticWidth>, kSyntheticGroups>
    kGroupTables;

}  // namespace chorus::synthetic
