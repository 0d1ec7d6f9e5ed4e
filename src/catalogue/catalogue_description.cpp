#include "catalogue_description.hpp"

#include "block_table.hpp"
#include "chorus/core/packed_fields.hpp"

#include <xxhash.h>

#include <type_traits>
#include <utility>

namespace chorus::catalogue {
template <class Walker, class Range>
void fields(Walker& field, Range& range) requires std::is_same_v<std::remove_const_t<Range>, FeatureRange> {
  field(range.min);
  field(range.max);
}

namespace {

template <class Walker, class D>
void walk(Walker& field, D& description) {
  auto& info = description.info;
  field(info.rows);
  field(info.features);
  field(info.range);
  field(info.missing);
  field(info.not_numeric);
  field(info.not_finite);
  field(info.block_offsets);
  field(info.block_lines);
  auto& source = info.source;
  field(source.kind);
  field(source.path);
  field(source.size);
  field(source.hash);
  field(source.header.dialect.delimiter);
  field(source.header.names);
  field(source.header.first_record.offset);
  field(source.header.first_record.line);
  field(source.header.crlf);
  field(source.columns);
  field(source.missing_words);
  field(source.bad_rows);
  field(source.non_numeric);
  field(source.skipped);
  field(source.spans.records);
  field(source.spans.longest);
  field(source.spans.line);
  field(source.spans.swallowing);
  field(source.spans.swallowing_line);
  field(source.seed);
  field(description.block_checksums);
}

}  // namespace

bool well_formed(const Description& description) {
  const CatalogueInfo& info = description.info;
  const std::size_t width = info.width();
  const std::size_t blocks = info.rows < 0 ? 0 : block_count(info.rows);
  const SourceInfo& source = info.source;
  return info.rows >= 0 && width > 0 && info.range.size() == width && info.missing.size() == width &&
         info.not_numeric.size() == width && info.not_finite.size() == width &&
         (source.columns.empty() || source.columns.size() == width) &&
         description.block_checksums.size() == blocks &&
         (info.block_offsets.empty() || info.block_offsets.size() == blocks) &&
         info.block_lines.size() == info.block_offsets.size() && source.skipped >= 0;
}

std::string to_bytes(const Description& description) {
  FieldWriter writer;
  walk(writer, description);
  return std::move(writer).take();
}

std::optional<Description> from_bytes(std::string_view bytes) {
  Description description;
  FieldReader reader(bytes);
  walk(reader, description);
  if (!reader.finished()) return std::nullopt;
  return description;
}

std::uint64_t description_checksum(const Description& description) {
  const std::string bytes = to_bytes(description);
  return XXH3_64bits(bytes.data(), bytes.size());
}

}  // namespace chorus::catalogue
