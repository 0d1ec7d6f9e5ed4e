#include "chorus/report/text.hpp"

#include "chorus/report/packed.hpp"
#include "support/made_up_report.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace chorus::report {
namespace {

TEST(DisplayText, KeepsWellFormedTextAsItIs) {
  const std::string text = "Café, 日本語, \xF0\x9F\x8E\xB5 and plain";
  EXPECT_EQ(display_text(text), text);
}

TEST(DisplayText, ReplacesEachMaximalIllFormedPart) {
  const std::string r = "\xEF\xBF\xBD";
  EXPECT_EQ(display_text("a\xFFz"), "a" + r + "z");
  EXPECT_EQ(display_text("caf\xE9!"), "caf" + r + "!");
  EXPECT_EQ(display_text("\xC0\xAF"), r + r);                  // overlong
  EXPECT_EQ(display_text("\xED\xA0\x80"), r + r + r);          // surrogate
  EXPECT_EQ(display_text("\xF4\x90\x80\x80"), r + r + r + r);  // above U+10FFFF
  EXPECT_EQ(display_text("\xF0\x9F\x8E"), r);                  // cut at the end
  EXPECT_EQ(display_text("\xE2\x82"
                         "a"),
            r + "a");                      // cut in the middle
  EXPECT_EQ(display_text("\xC2\x85"), r);  // a C1 control
}

TEST(DisplayText, ShowsControlsAsPictures) {
  EXPECT_EQ(display_text(std::string("\0\n\x1b\x7f", 4)), "\xE2\x90\x80\xE2\x90\x8A\xE2\x90\x9B\xE2\x90\xA1");
}

TEST(DisplayText, CutsAtCodePoints) {
  EXPECT_EQ(display_text("äöü", 3), "äöü");
  EXPECT_EQ(display_text("äöüx", 3), "äö\xE2\x80\xA6");
}

TEST(Escapes, LeaveNothingThatEndsTheirPlace) {
  for (const std::string& name : test::hostile_names()) {
    const std::string html = html_text(name);
    EXPECT_EQ(html.find_first_of("<>\"'"), std::string::npos);
    EXPECT_EQ(script_json(name).find_first_of("<>&"), std::string::npos);
    const std::string quoted = gnuplot_string(name);
    EXPECT_EQ(quoted.find_first_of("\"\\\n\r", 1), quoted.size() - 1);
  }
  EXPECT_EQ(html_text("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(script_json("\"</script>&\""), "\"\\u003c/script\\u003e\\u0026\"");
}

TEST(Packed, EncodesBase64AsRfc4648) {
  const std::string text = "foobar";
  const auto encoded = [&](std::size_t n) {
    return base64({reinterpret_cast<const std::uint8_t*>(text.data()), n});
  };
  EXPECT_EQ(encoded(0), "");
  EXPECT_EQ(encoded(1), "Zg==");
  EXPECT_EQ(encoded(2), "Zm8=");
  EXPECT_EQ(encoded(3), "Zm9v");
  EXPECT_EQ(encoded(6), "Zm9vYmFy");
}

TEST(Packed, NumbersAreWhatTheirFormsSay) {
  const std::vector<std::int64_t> numbers = {0, 127, 128, 300};
  EXPECT_EQ(packed_integers(numbers), "AH+AAawC");
  const std::vector<std::int64_t> counts = {0, 0, 5, 0, 1, 0, 0};
  EXPECT_EQ(packed_counts(counts), packed_integers(std::vector<std::int64_t>{2, 5, 1, 1}));
  const std::vector<double> fractions = {-1, 3, 1, 99};
  EXPECT_EQ(packed_fractions(fractions, {-1, 3}), "AAD//wCA//8=");
  EXPECT_EQ(packed_fractions(std::vector<double>{7, 7}, {7, 7}), "AAAAAA==");
  constexpr double kMost = std::numeric_limits<double>::max();
  EXPECT_EQ(packed_fractions(std::vector<double>{-kMost, kMost}, {-kMost, kMost}), "AAD//w==");
}

}  // namespace
}  // namespace chorus::report
