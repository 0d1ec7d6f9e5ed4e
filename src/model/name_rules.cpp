#include "chorus/model/name_rules.hpp"

#include <array>

namespace chorus::model {

namespace {

NameCondition above(std::string_view feature, double z) {
  return {.feature = feature, .z_from = z};
}
NameCondition below(std::string_view feature, double z) {
  return {.feature = feature, .z_to = z};
}
/// Above the catalogue's average, and above `mean` in absolute terms: a catalogue of ballads has songs that
/// are faster and louder than its average and still nothing to dance to.
NameCondition high(std::string_view feature, double z, double mean) {
  return {.feature = feature, .z_from = z, .mean_from = mean};
}
NameCondition low(std::string_view feature, double z, double mean) {
  return {.feature = feature, .z_to = z, .mean_to = mean};
}

}  // namespace

std::span<const NameRule> name_rules() {
  // What is rare and unmistakable comes first (speech, an audience, no voice), then pairs of features, then
  // single ones. Absolute levels follow the published meaning of the features: speechiness above 0.66 is
  // probably all spoken, instrumentalness above 0.5 is meant to have no vocals. Liveness above 0.8 is a live
  // recording for one song; a cluster's mean above 0.4 is far above the 0.2 of studio catalogues.
  static const std::vector<NameRule> rules{
      {"Speech", "podcast-like, audio books", {high("speechiness", 0.5, 0.66)}},
      {"Rap-like / Rhythmic",
       "hip-hop sets, party",
       {high("speechiness", 1.5, 0.2), high("danceability", 0.3, 0.5)}},
      {"Wordy / Vocal", "attentive listening", {high("speechiness", 1.5, 0.2)}},
      {"Live", "concert feeling", {high("liveness", 1.5, 0.4)}},
      {"Long", "album listening, long drives", {above("duration_ms", 2.0)}},
      {"Calm / Instrumental",
       "sleep, meditation, study",
       {low("energy", -0.5, 0.4), high("instrumentalness", 0.75, 0.5)}},
      {"Energetic / Instrumental",
       "focus at pace, driving",
       {high("energy", 0.2, 0.5), high("instrumentalness", 0.75, 0.5)}},
      {"Instrumental", "focus, study", {high("instrumentalness", 0.75, 0.5)}},
      {"Calm / Acoustic", "chill, sleep", {low("energy", -0.5, 0.35), high("acousticness", 0.5, 0.4)}},
      {"Calm / Acoustic", "chill, coffee house", {low("energy", -0.5, 0.5), high("acousticness", 0.5, 0.4)}},
      {"Sad / Mellow", "reflection, late evening", {low("valence", -0.5, 0.45), low("energy", -0.3, 0.55)}},
      {"Calm / Mellow", "chill, relaxing", {low("energy", -0.5, 0.55)}},
      {"Laid-back", "relaxing, background", {below("energy", -0.5)}},
      {"Fast", "running, cycling", {above("tempo", 1.25)}},
      {"Slow", "winding down", {below("tempo", -1.25)}},
      {"Energetic / Dance", "party, workout", {high("energy", 0.5, 0.5), high("danceability", 0.25, 0.5)}},
      {"Happy / Dance", "party, feel-good", {high("valence", 0.5, 0.5), high("danceability", 0.4, 0.5)}},
      {"Energetic / Intense", "workout, running", {high("energy", 0.4, 0.6), below("danceability", -0.2)}},
      {"Energetic / Dance", "party, workout", {high("energy", 0.25, 0.5), high("danceability", 0.25, 0.5)}},
      {"Happy / Upbeat", "feel-good, morning", {high("valence", 0.5, 0.5), above("energy", -0.3)}},
      {"Energetic", "workout, driving", {high("energy", 0.35, 0.5)}},
      {"Dance / Groove", "dancing, get-together", {high("danceability", 0.4, 0.5)}},
      {"Acoustic", "unplugged, coffee house", {high("acousticness", 0.5, 0.4)}},
      {"Dark / Moody", "late night, reflection", {low("valence", -0.5, 0.45)}},
      {"Long", "album listening, long drives", {above("duration_ms", 1.25)}},
      {"Short", "interludes, quick listens", {below("duration_ms", -1.25)}},
  };
  return rules;
}

std::span<const Contrast> contrasts() {
  static constexpr std::array table{
      Contrast{"danceability", "more danceable", "less danceable"},
      Contrast{"energy", "more energetic", "less energetic"},
      Contrast{"loudness", "louder", "quieter"},
      Contrast{"speechiness", "wordier", "less wordy"},
      Contrast{"acousticness", "more acoustic", "less acoustic"},
      Contrast{"instrumentalness", "more instrumental", "more vocal"},
      Contrast{"liveness", "more live", "more studio"},
      Contrast{"valence", "happier", "sadder"},
      Contrast{"tempo", "faster", "slower"},
      Contrast{"duration_ms", "longer", "shorter"},
  };
  return table;
}

}  // namespace chorus::model
