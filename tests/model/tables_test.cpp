#include "chorus/model/tables.hpp"

#include "example_result.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace chorus::model {
namespace {

TEST(KSelectionCsv, HasARowPerK) {
  RunResult result = example_result();
  result.k_selection[1].silhouette = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(k_selection_csv(result),
            "k,inertia,silhouette,silhouette_se,silhouette_rows,davies_bouldin,calinski_harabasz,iterations,"
            "restart,chosen,sizes,stop\n"
            "2,16666.666666666668,0.25,0.003,2000,1.3333333333333333,1234.5,17,3,1,600 397,tolerance\n"
            "3,11111.111111111111,,0.003,2000,1.3333333333333333,1234.5,17,3,0,500 300 197,tolerance\n");
}

TEST(ClusterProfilesCsv, HasARowPerCluster) {
  EXPECT_EQ(cluster_profiles_csv(example_result()),
            "cluster,name,use_case,size,share,mean_energy,mean_tempo,sd_energy,sd_tempo,z_energy,z_tempo\n"
            "0,Energetic / Dance,\"party, workout\",600,0.6018054162487463,0.6,135,0.1,29.9,0.5,0.5\n"
            "1,Calm / Acoustic,\"party, workout\",397,0.3981945837512538,0.35,97.5,0.1,29.9,-0.75,-0.75\n");
}

TEST(ClusterProfilesCsv, TextsAreNoFormulas) {
  RunResult result = example_result();
  result.profiles[0].name = "=cmd|' /C calc'!A0";
  result.profiles[1].use_case = "@SUM(1)";
  result.features[0] = "=energy";
  const std::string text = cluster_profiles_csv(result);
  EXPECT_NE(text.find("\n0,'=cmd|' /C calc'!A0,"), std::string::npos) << text;
  EXPECT_NE(text.find(",'@SUM(1),"), std::string::npos) << text;
  EXPECT_NE(text.find(",mean_=energy,"), std::string::npos) << text;  // does not begin the field
  EXPECT_NE(text.find(",-0.75,-0.75\n"), std::string::npos) << text;  // numbers stay numbers
}

}  // namespace
}  // namespace chorus::model
