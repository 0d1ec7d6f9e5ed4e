// What a run says on the terminal when it is done, as text: no line is wider than kTerminalColumns, every
// line ends in a line feed. Texts from the data (names, titles, paths) are cut to fit, and bytes that are no
// printable UTF-8 become '?', so that no title can steer the terminal. Local.
#pragma once

#include "chorus/model/run_result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace chorus::report {

inline constexpr std::size_t kTerminalColumns = 100;

/// The scores of every k, the chosen one marked with a star.
[[nodiscard]] std::string k_table_text(const model::RunResult& result);

/// Which k was chosen and why, in lines of words.
[[nodiscard]] std::string choice_text(const model::RunResult& result);

/// The elbow drawn: one line per k with a bar for the inertia and one for the silhouette.
[[nodiscard]] std::string elbow_text(const model::RunResult& result);

/// Every cluster: name, size, share, use case, the strongest z, and its most typical songs.
[[nodiscard]] std::string profiles_text(const model::RunResult& result);

/// Seconds and traffic of every phase, over ranks.
[[nodiscard]] std::string timings_text(const model::RunInfo& run);

/// Peak memory of every rank, or the least and the most where there are many.
[[nodiscard]] std::string memory_text(const model::RunInfo& run);

/// `text` cut to `columns` columns (an East Asian character takes two, a combining one none), "..." where
/// something was cut, and made harmless as said above.
[[nodiscard]] std::string fitted(std::string_view text, std::size_t columns);

/// The columns that harmless text takes.
[[nodiscard]] std::size_t columns_of(std::string_view text);

/// `text` in lines of at most kTerminalColumns, broken at blanks, each after `indent` blanks.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent);

/// Bytes as "512 B", "1.5 kB", "52 MB": decimal units.
[[nodiscard]] std::string bytes_text(std::uint64_t bytes);

/// "52517" in at most five columns: 52.5k, 1.25M.
[[nodiscard]] std::string short_count(RowIndex count);

}  // namespace chorus::report
