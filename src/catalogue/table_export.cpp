#include "table_export.hpp"

#include "appended_cells.hpp"

namespace chorus::catalogue {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{1} << 20U;

}  // namespace

TableExport::TableExport(const Catalogue& catalogue, const LabelledTarget& to,
                         std::span<const std::string> names)
    : catalogue_(catalogue), sink_(to) {
  for (const std::string& feature : catalogue.info().features)
    out_.append(",").append(quoted_name(feature, ','));
  for (const std::string& name : names) out_.append(",").append(quoted_name(name, ','));
  out_ += '\n';
}

void TableExport::add(const LabelWindow& window) {
  const std::size_t width = catalogue_.info().width();
  values_.resize(static_cast<std::size_t>(window.range.size()) * width);
  catalogue_.read(window.range, values_);
  auto value = values_.cbegin();
  for (RowIndex row = window.range.begin; row < window.range.end; ++row) {
    out_ += std::to_string(row);
    for (std::size_t j = 0; j < width; ++j) {
      out_.push_back(',');
      append_number(out_, *value++);
    }
    append_cells(out_, ',', window.label_of(row), window.scores_of(row));
    out_.push_back('\n');
    if (out_.size() > kFlushBytes) flush();
  }
}

std::uint64_t TableExport::finish(const ExportOptions& options) {
  flush();
  return sink_.finish(options.durability, options.before_it_appears);
}

void TableExport::flush() {
  sink_.append(out_);
  out_.clear();
}

}  // namespace chorus::catalogue
