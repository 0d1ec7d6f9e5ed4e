#include "csv_walk.hpp"

#include <algorithm>

namespace chorus::test {
namespace {

/// The next field from `at`; `at` moves behind it, onto the delimiter or line end.
std::string take_field(std::string_view bytes, std::size_t& at, char delimiter) {
  std::string field;
  const auto ends = [&](std::size_t i) {
    return i >= bytes.size() || bytes[i] == delimiter || bytes[i] == '\n' || bytes.substr(i, 2) == "\r\n";
  };
  if (at < bytes.size() && bytes[at] == '"') {
    for (++at; at < bytes.size(); ++at) {
      if (bytes[at] != '"') {
        field += bytes[at];
      } else if (at + 1 < bytes.size() && bytes[at + 1] == '"') {
        field += bytes[at++];
      } else {
        ++at;
        break;
      }
    }
  }
  while (!ends(at)) field += bytes[at++];
  return field;
}

}  // namespace

std::vector<PlainRecord> split_plainly(std::string_view bytes, char delimiter) {
  std::vector<PlainRecord> records;
  for (std::size_t at = 0; at < bytes.size();) {
    PlainRecord record;
    const std::size_t begin = at;
    if (at == 0 && bytes.starts_with("\xEF\xBB\xBF")) at = 3;
    record.fields.push_back(take_field(bytes, at, delimiter));
    while (at < bytes.size() && bytes[at] == delimiter)
      record.fields.push_back(take_field(bytes, ++at, delimiter));
    record.body = bytes.substr(begin, at - begin);
    if (at < bytes.size()) record.end = bytes[at] == '\n' ? "\n" : "\r\n";
    at += record.end.size();
    records.push_back(std::move(record));
  }
  return records;
}

ExportWalk walk_export(const std::vector<PlainRecord>& original, std::string_view exported, char delimiter) {
  ExportWalk walk;
  std::size_t at = 0;
  std::size_t number = 0;
  const auto expect = [&](std::string_view text) {
    if (walk.problem.empty() && exported.substr(at, text.size()) != text) {
      walk.problem = "record " + std::to_string(number) + ": expected '" + std::string(text.substr(0, 200)) +
                     "', found '" + std::string(exported.substr(std::min(at, exported.size()), 200)) + "'";
    }
    at += text.size();
  };
  for (const PlainRecord& record : original) {
    ++number;
    expect(record.body);
    if (!record.blank()) {
      expect(std::string_view(&delimiter, 1));
      const std::size_t end = std::min(exported.find_first_of("\r\n", at), exported.size());
      if (!walk.problem.empty() || at > end) return walk;
      walk.labels.emplace_back(exported.substr(at, end - at));
      at = end;
    }
    expect(record.end);
    if (!walk.problem.empty()) return walk;
  }
  if (at != exported.size()) walk.problem = "bytes after the last record";
  return walk;
}

}  // namespace chorus::test
