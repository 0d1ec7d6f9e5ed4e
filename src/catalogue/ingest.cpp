#include "chorus/catalogue/ingest.hpp"

#include "block_dealer.hpp"
#include "catalogue_description.hpp"
#include "chorus/comm/agree.hpp"
#include "source_file.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace chorus::catalogue {
namespace {

/// Collective. The spans of all ranks' parts, on every rank.
csv::RecordSpans add_up(const comm::Communicator& comm, const csv::RecordSpans& mine) {
  constexpr std::int64_t kNoLine = std::numeric_limits<std::int64_t>::max();
  csv::RecordSpans all;
  all.records = comm.sum_of(mine.records);
  if (all.records == 0) return all;
  all.longest = comm.max_of(mine.longest);
  const bool longest_here = mine.records > 0 && mine.longest == all.longest;
  all.line = -comm.max_of(longest_here ? -mine.line : -kNoLine);
  all.swallowing = comm.sum_of(mine.swallowing);
  if (all.swallowing > 0)
    all.swallowing_line = -comm.max_of(mine.swallowing > 0 ? -mine.swallowing_line : -kNoLine);
  return all;
}

namespace fs = std::filesystem;

void check_paths(const fs::path& from, const fs::path& to) {
  std::error_code absent;
  if (fs::equivalent(from, to, absent)) {
    throw Error(Exit::kInput, describe("the catalogue would replace its own source", from.string(),
                                       "choose another name for the catalogue"));
  }
}

/// What rank 0 learns about the source before its rows are read, on every rank.
SourceInfo examine(const comm::Communicator& comm, const fs::path& from, const fs::path& to,
                   const IngestOptions& options) {
  const std::string bytes = comm::agree_on(comm, [&] {
    if (!comm.is_root()) return std::string();
    const SourceFile file(from);
    check_paths(from, to);
    SourceInfo source;
    source.kind = "csv";
    source.path = fs::absolute(from);
    source.size = file.size();
    source.header = csv::read_csv_header(from, options.delimiter);
    source.missing_words = options.missing_words;
    source.bad_rows = options.bad_rows == csv::BadRows::kSkip ? "skip" : "error";
    source.non_numeric = options.non_numeric == csv::NonNumeric::kMissing ? "missing" : "error";
    const std::vector<std::string>& names = source.header.names;
    for (const std::size_t column : find_columns(names, options, from.string())) {
      source.columns.push_back(names[column]);
    }
    Description description;
    description.info.source = std::move(source);
    return to_bytes(description);
  });
  return from_bytes(comm.broadcast(bytes, 0)).value().info.source;
}

csv::CsvSelection selection_of(const SourceInfo& source, const IngestOptions& options, const fs::path& from,
                               bool hash_records) {
  csv::CsvSelection selection;
  selection.columns = find_columns(source.header.names, options, from.string());
  selection.features = options.features;
  selection.column_count = source.header.names.size();
  selection.missing_words = options.missing_words;
  selection.bad_rows = options.bad_rows;
  selection.non_numeric = options.non_numeric;
  selection.hash_records = hash_records;
  return selection;
}

std::optional<std::size_t> id_column_of(const SourceInfo& source, const IngestOptions& options,
                                        const fs::path& from) {
  if (options.id_column.empty()) return std::nullopt;
  IngestOptions one;
  one.features = {options.id_column};
  return find_columns(source.header.names, one, from.string()).front();
}

/// Small files are dealt in small blocks, so that every rank gets some.
std::size_t block_bytes(std::uint64_t file_size, int ranks, std::size_t most) {
  constexpr std::uint64_t kLeast = std::uint64_t{64} << 10U;
  const std::uint64_t share = file_size / (4 * static_cast<std::uint64_t>(ranks));
  return std::min<std::size_t>(most, std::max(kLeast, share));
}

Error no_rows(const fs::path& from, std::int64_t skipped) {
  if (skipped == 0) {
    return {Exit::kInput,
            describe("the file has a header and no rows", from.string(), "give a file with songs in it")};
  }
  return {Exit::kInput,
          describe("every record is broken or has another number of fields than the header, so that all " +
                       std::to_string(skipped) + " were skipped",
                   from.string(), "check the delimiter, the quotes and the header")};
}

csv::LineRule line_rule(const csv::CsvSelection& selection) {
  return {selection.column_count, selection.columns, selection.missing_words};
}

/// The rows of what this rank was dealt, but for the lines that are no sound CSV.
csv::CsvBlock parse_dealt(const BlockDealer& dealer, csv::CsvDialect dialect,
                          const csv::CsvSelection& selection, const std::string& path, ColumnCensus* census) {
  csv::CsvBlock block;
  const std::span<const char> bytes = dealer.bytes();
  csv::CsvPosition position = dealer.start();
  std::uint64_t at = 0;
  for (const csv::ByteSpan& part : csv::sound_parts(bytes.size(), dealer.rejected())) {
    const std::span<const char> between = bytes.subspan(at, part.begin - at);
    position.line += std::ranges::count(between, '\n');
    position.offset = dealer.start().offset + part.begin;
    const std::span<const char> records = bytes.subspan(part.begin, part.end - part.begin);
    csv::CsvBlock parsed = csv::parse_csv_block(records, position, dialect, selection, path);
    if (census != nullptr) census->count(records);
    if (part.begin == 0) {
      block = std::move(parsed);
    } else {
      csv::append_csv_block(block, parsed);
    }
    at = part.begin;
  }
  block.skipped += static_cast<std::int64_t>(dealer.rejected().size());
  return block;
}

void keep_hashes(const csv::CsvBlock& block, std::deque<Hash128>& hashes) {
  for (std::size_t i = 0; i < block.record_hashes.size(); i += 2) {
    hashes.push_back({block.record_hashes[i + 1], block.record_hashes[i]});
  }
}

}  // namespace

CatalogueInfo ingest_csv(const comm::Communicator& comm, const fs::path& from, const fs::path& to,
                         const IngestOptions& options, IngestReport* report) {
  CatalogueInfo info;
  info.features = options.features;
  info.source = examine(comm, from, to, options);
  const csv::CsvSelection selection = selection_of(info.source, options, from, report != nullptr);

  const std::optional<std::size_t> id =
      comm::agree_on(comm, [&] { return id_column_of(info.source, options, from); });

  CatalogueWriter writer(comm, to, info.width(), options.durability);
  try {
    SourceRange range;
    range.dialect = info.source.header.dialect;
    range.start = info.source.header.first_record;
    range.block_bytes = block_bytes(info.source.size, comm.size(), options.block_bytes);
    range.hash = true;
    if (selection.bad_rows == csv::BadRows::kSkip) range.skip = line_rule(selection);
    BlockDealer dealer(comm, from, range);
    RowIndex rows = 0;
    std::int64_t skipped = 0;
    csv::RecordSpans spans;
    ColumnCensus census(range.dialect, selection.column_count, selection.missing_words, id);
    while (dealer.deal()) {
      const csv::CsvBlock block = comm::agree_on(comm, [&] {
        csv::CsvBlock parsed = parse_dealt(dealer, range.dialect, selection, from.string(),
                                           report != nullptr ? &census : nullptr);
        if (report != nullptr) keep_hashes(parsed, report->record_hashes);
        return parsed;
      });
      writer.append(block.values, block.offsets, block.lines);
      rows += block.rows;
      skipped += block.skipped;
      spans.add(block.spans);
      if (options.after_round) options.after_round();
    }
    dealer.check_source();
    if (report != nullptr) {
      report->columns = census.add_up(comm);
      report->id_hashes = std::move(census.id_hashes());
    }
    info.source.hash = comm.broadcast(dealer.hash(), 0);
    info.source.skipped = comm.sum_of(skipped);
    info.source.spans = add_up(comm, spans);
    rows = comm.sum_of(rows);
    comm::agree_on(comm, [&] {
      if (rows == 0) throw no_rows(from, info.source.skipped);
    });
  } catch (const AgreedError&) {
    writer.discard();
    throw;
  }
  return writer.finish(info);
}

}  // namespace chorus::catalogue
