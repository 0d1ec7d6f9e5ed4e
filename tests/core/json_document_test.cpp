#include "chorus/core/json_document.hpp"

#include "chorus/core/error.hpp"
#include "support/test_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cmath>
#include <functional>

namespace chorus {
namespace {

using testing::HasSubstr;

JsonSource source() {
  return {"r/file.json", "the file is damaged", "make it again"};
}

/// What the error says in which `action` ends; it is one line, of bad input, that names the file.
std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kInput);
    EXPECT_THAT(error.what(), testing::StartsWith("the file is damaged (r/file.json: "));
    EXPECT_THAT(error.what(), testing::EndsWith("): make it again"));
    EXPECT_EQ(std::string_view(error.what()).find('\n'), std::string_view::npos);
    return error.what();
  }
  return "";
}

std::string parse_error(const std::string& text) {
  return error_of([&] { const JsonDocument document(text, source()); });
}

TEST(JsonDocument, ReadsEveryKindOfValue) {
  const JsonDocument document(R"({"a":[1,-2,1.5,null,"x",true,{}],"b":{"z":18446744073709551615,"y":1e300}})",
                              source());
  const JsonValue root = document.root();
  const JsonValue a = root.at("a");
  ASSERT_EQ(a.list_size(), 7U);
  EXPECT_EQ(a.item(0).whole<int>(), 1);
  EXPECT_EQ(a.item(1).whole<std::int64_t>(-2, 5), -2);
  EXPECT_EQ(a.item(2).number(), 1.5);
  EXPECT_EQ(a.item(1).number(), -2);
  EXPECT_TRUE(std::isnan(a.item(3).number()));
  EXPECT_EQ(a.item(4).text(), "x");
  EXPECT_TRUE(a.item(5).flag());
  EXPECT_EQ(a.item(6).object_size(), 0U);
  EXPECT_EQ(root.at("b").key(0), "z") << "the order is that of the text";
  EXPECT_EQ(root.at("b").member(0).whole<std::uint64_t>(), 18446744073709551615U);
  EXPECT_EQ(root.at("b").at("y").number(), 1e300);
  EXPECT_FALSE(root.find("c"));
}

TEST(JsonDocument, SaysWhereAValueStandsThatIsNotWhatWasExpected) {
  const JsonDocument document(
      R"({"density":{"side":3000},"list":[[0],[1,{"k":1.5}]],"rows":1e30,"n":-1,"t":"1","e":[[],[]]})",
      source());
  const JsonValue root = document.root();
  const auto says = [](const std::function<void()>& action, const char* what) {
    EXPECT_THAT(error_of(action), HasSubstr(what));
  };
  says([&] { (void)root.at("density").at("side").whole<int>(0, 1024); },
       "(r/file.json: density.side is 3000, expected a whole number from 0 to 1024)");
  says([&] { (void)root.at("list").item(1).item(1).at("k").whole<int>(1, 9); },
       "list[1][1].k is 1.5, expected a whole number from 1 to 9");
  says([&] { (void)root.at("rows").whole<std::int64_t>(0); },
       "rows is 1e+30, expected a whole number from 0");
  says([&] { (void)root.at("n").whole<std::uint8_t>(); }, "n is -1, expected a whole number from 0 to 255");
  says([&] { (void)root.at("t").number(); }, "t is a text, expected a number");
  says([&] { (void)root.at("e").text(); }, "e is a list of 2, expected a text");
  says([&] { (void)root.at("density").list_size(); }, "density is an object, expected a list");
  says([&] { (void)root.at("density").at("x"); }, "density has no \"x\"");
  says([&] { (void)root.at("x"); }, "it has no \"x\"");
}

TEST(JsonDocument, RefusesWhatIsNoJson) {
  EXPECT_THAT(parse_error(""), HasSubstr("not JSON, at line 1, column 1"));
  EXPECT_THAT(parse_error("{\n\n \"a\":]"), HasSubstr("not JSON, at line 3, column 6"));
  for (const char* text :
       {"{", "[1,]", "nan", "[NaN]", "[Infinity]", "[01]", "\"\xff\"", "[1] 2", "\"a\nb\"", "'a'"})
    EXPECT_THAT(parse_error(text), HasSubstr("not JSON")) << text;
  EXPECT_THAT(parse_error("[1e999]"), HasSubstr("no double"));
}

TEST(JsonDocument, RefusesAKeyThatStandsTwice) {
  EXPECT_THAT(parse_error(R"({"k":1,"j":2,"k":3})"), HasSubstr("the key \"k\" stands twice)"));
  EXPECT_THAT(parse_error(R"({"a":[0,{"\u001b]0;":1,"\u001b]0;":2}]})"),
              HasSubstr("the key \"?]0;\" stands twice in a[1])"));
}

TEST(JsonDocument, RefusesWhatIsNestedTooDeep) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(parse_error(nested(JsonLimits::kDepth)), "");
  EXPECT_THAT(parse_error(nested(JsonLimits::kDepth + 1)), HasSubstr("nested deeper than 64"));
  EXPECT_THAT(parse_error(nested(200'000)), HasSubstr("nested deeper than 64"));
  EXPECT_THAT(parse_error(std::string(10'000'000, '[')), HasSubstr("nested deeper than 64"));
  std::string objects;
  for (int i = 0; i < 200'000; ++i) objects += "{\"a\":";
  EXPECT_THAT(parse_error(objects), HasSubstr("nested deeper than 64"));
}

TEST(JsonDocument, ManyKeysTakeTimeInProportion) {
  std::string text = "{";
  for (int i = 0; i < 200'000; ++i) text += '"' + std::to_string(i) + "\":0,";
  text.back() = '}';
  EXPECT_EQ(parse_error(text), "");
}

TEST(JsonText, IsReadFromRegularFilesAlone) {
  const test::TemporaryFolder folder;
  JsonSource from = source();
  const auto read = [&](const std::filesystem::path& path, std::size_t most) {
    from.path = path.string();
    try {
      return read_json_text(from, most);
    } catch (const Error& error) {
      return std::to_string(static_cast<int>(error.status())) + " " + error.what();
    }
  };
  test::write_file(folder.file("a.json"), "[12]");
  EXPECT_EQ(read(folder.file("a.json"), 4), "[12]");
  EXPECT_THAT(read(folder.file("a.json"), 3), testing::StartsWith("2 the file is damaged ("));
  EXPECT_THAT(read(folder.file("b.json"), 3), testing::StartsWith("4 cannot read"));
  EXPECT_THAT(read(folder.path(), 3), HasSubstr("not a regular file"));
  ASSERT_EQ(mkfifo(folder.file("fifo").c_str(), 0600), 0);
  EXPECT_THAT(read(folder.file("fifo"), 3), HasSubstr("not a regular file"));
  std::filesystem::resize_file(folder.file("a.json"), std::uintmax_t{1} << 40U);
  EXPECT_THAT(read(folder.file("a.json"), 1000), HasSubstr("larger than the 1000 bytes"));
}

}  // namespace
}  // namespace chorus
