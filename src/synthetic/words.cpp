#include "synthetic/words.hpp"

#include <array>
#include <cstddef>

namespace chorus::synthetic {

namespace {

using Words32 = std::array<std::string_view, 32>;

constexpr Words32 kMoods = {"Blue",     "Golden",   "Silent",   "Wild",   "Lonely",    "Crimson", "Electric",
                            "Tender",   "Broken",   "Endless",  "Hidden", "Paper",     "Velvet",  "Winter",
                            "Summer",   "Little",   "Último",   "Süße",   "Éternelle", "Faded",   "Distant",
                            "Burning",  "Quiet",    "Azúcar",   "Second", "Hollow",    "Bright",  "Señora",
                            "Restless", "Northern", "Midnight", "Grön"};

constexpr Words32 kThings = {"River",   "Corazón", "Moon",   "Été",    "Street", "Garden", "Mirror",
                             "Träume",  "Window",  "Train",  "Fire",   "Letter", "Ocean",  "Saudade",
                             "Shadow",  "Noël",    "Valley", "Ночь",   "Rain",   "Heart",  "Bird",
                             "夜空",    "Harbour", "Road",   "Signal", "Mañana", "Waltz",  "Island",
                             "Lantern", "Köy",     "Sunday", "Thunder"};

constexpr Words32 kGiven = {"Ada",   "Bruno", "Chloé", "Dmitri", "Elena", "Farid",  "Greta", "Hugo",
                            "Inés",  "Jonas", "Keiko", "Liam",   "Maïté", "Nadia",  "Omar",  "Petra",
                            "Quinn", "Rosa",  "Søren", "Tomáš",  "Uma",   "Viktor", "Wanda", "Ximena",
                            "Yusuf", "Zoé",   "Aiko",  "Björn",  "Carla", "Đorđe",  "Edith", "Łukasz"};

constexpr Words32 kFamily = {
    "Almeida", "Bergström", "Castillo", "Dubois",  "Eriksen", "Ferrari",  "García", "Hoffmann",
    "Ivanova", "Jensen",    "Kowalski", "Laurent", "Müller",  "Novák",    "Okafor", "Peña",
    "Quiroga", "Rossi",     "Sato",     "Tanaka",  "Ünal",    "Vega",     "Wójcik", "Xu",
    "Yılmaz",  "Zamora",    "Andersen", "Bianchi", "O'Leary", "D'Angelo", "Larsen", "Škoda"};

using Genres8 = std::array<std::string_view, 8>;
constexpr std::array<Genres8, 4> kGenres = {{
    {"italo dance", "power pop", "cumbia", "eurodance", "garage rock", "turkish pop", "classic soul",
     "new year's disco"},
    {"vintage chanson", "folk ballad", "bolero", "fado", "sailor's folk", "crooner pop", "canzone",
     "soft rock"},
    {"hoerspiel", "radio drama", "poetry reading", "children's stories", "spoken word", "audio guide",
     "comedy", "lecture"},
    {"light orchestra", "solo piano", "ambient", "string quartet", "film score", "guitar instrumental",
     "shepherd's flute", "cool jazz"},
}};

constexpr SyntheticWords kWords = {kMoods, kThings, kGiven, kFamily};

}  // namespace

const SyntheticWords& synthetic_words() {
  return kWords;
}

std::span<const std::string_view> synthetic_genres(Family family) {
  return kGenres[static_cast<std::size_t>(family)];
}

}  // namespace chorus::synthetic
