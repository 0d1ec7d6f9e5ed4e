#include "chorus/files/temporary_name.hpp"

#include "chorus/files/results_files.hpp"

#include <gtest/gtest.h>

#include <set>

namespace chorus::files {
namespace {

namespace fs = std::filesystem;

TEST(TemporaryName, IsBesideTheFileAndNeverTheSame) {
  std::set<fs::path> names;
  for (int i = 0; i < 1000; ++i) names.insert(temporary_name("folder/songs.csv"));
  EXPECT_EQ(names.size(), 1000U);
  for (const fs::path& name : names) {
    EXPECT_EQ(name.parent_path(), "folder");
    EXPECT_TRUE(is_temporary_name(name.filename().string())) << name;
    EXPECT_TRUE(name.filename().string().starts_with(".chorus-songs.csv-")) << name;
  }
}

TEST(TemporaryName, FitsWhereTheFinalNameIsLong) {
  for (std::size_t size = 0; size <= 255; ++size) {
    for (const char* character : {"x", "\xc3\xa4", "\xe2\x99\xab"}) {
      std::string name;
      while (name.size() < size) name += character;
      const std::string temporary = temporary_name(name).string();
      EXPECT_LE(temporary.size(), 96U);
      EXPECT_TRUE(is_temporary_name(temporary));
    }
  }
  const std::string cut = temporary_name(std::string(39, 'x') + "\xe2\x99\xab").string();
  EXPECT_TRUE(cut.starts_with(".chorus-" + std::string(39, 'x') + "-")) << "between characters: " << cut;
  EXPECT_TRUE(is_temporary_name(temporary_name(std::string(100, '\xbf')).string())) << "no UTF-8 at all";
}

TEST(TemporaryName, NoOtherNameIsOne) {
  EXPECT_TRUE(is_temporary_name(".chorus-a-b.csv-0123abcd-17-0123456789abcdef.partial"));
  for (const char* name :
       {"", ".partial", ".chorus-.partial", "songs.csv.partial", ".chorus-lock", ".chorus-songs.csv.partial",
        "chorus-a-0123abcd-17-0123456789abcdef.partial", ".chorus-a-0123abcd-17-0123456789abcdef",
        ".chorus-a-0123abcd-x-0123456789abcdef.partial", ".chorus-a-0123ABCD-17-0123456789abcdef.partial",
        ".chorus-a-0123abcd-17-123456789abcdef.partial", ".chorus-0123abcd-17-0123456789abcdef.partial"}) {
    EXPECT_FALSE(is_temporary_name(name)) << name;
  }
}

TEST(ResultsFiles, KnowTheirNames) {
  for (const char* name : {"summary.json", "Summary.JSON", "model.h5", "report.html", "options.toml", "plots",
                           "checkpoint", ".chorus-lock", ".Chorus-anything", "manifest.json"}) {
    EXPECT_TRUE(is_own_name(name)) << name;
  }
  for (const char* name : {"", "songs.csv", "summary.json.partial", "summary", "chorus-lock"})
    EXPECT_FALSE(is_own_name(name)) << name;
}

}  // namespace
}  // namespace chorus::files
