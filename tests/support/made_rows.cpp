#include "support/made_rows.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace chorus::test {

std::vector<std::string> Table::names() const {
  std::vector<std::string> names;
  for (std::size_t j = 0; j < width; ++j) names.push_back(std::string("f").append(std::to_string(j)));
  return names;
}

Table made_table(RowIndex rows, std::size_t width, unsigned seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<double> normal;
  std::vector<double> centres(5 * width);
  for (double& c : centres) c = 2 * normal(generator);
  Table table{width, {}};
  for (RowIndex i = 0; i < rows; ++i) {
    const auto group = static_cast<std::size_t>(generator() % 5);
    for (std::size_t j = 0; j < width; ++j) {
      double value = centres[group * width + j] + normal(generator);
      if (j % 4 == 1) value = std::exp(value / 2);
      if (j % 4 == 3) value = 2e5 + 5e4 * value;
      table.values.push_back(value);
    }
  }
  return table;
}

features::ShardRows shard_of(const comm::Communicator& comm, const Table& table) {
  const RowPartition partition(table.rows(), comm.size());
  return {partition.range(comm.rank()), table.width, [&table](RowRange rows, std::span<double> values) {
            const auto first = table.values.begin() + rows.begin * static_cast<RowIndex>(table.width);
            std::copy_n(first, values.size(), values.begin());
          }};
}

Prepared prepare(const comm::Communicator& comm, const Table& table, features::Scaling scaling,
                 features::MissingPolicy missing) {
  features::CleaningRules rules = features::CleaningRules::make(missing, table.names(), {}, {});
  return pipeline::prepare_rows(comm, shard_of(comm, table), std::move(rules), table.names(), scaling);
}

std::vector<std::vector<double>> scaled_table(const Table& table, const Prepared& prepared) {
  std::vector<std::vector<double>> rows;
  std::vector<double> row(table.width);
  for (RowIndex i = 0; i < table.rows(); ++i) {
    std::copy_n(table.values.begin() + i * static_cast<RowIndex>(table.width), table.width, row.begin());
    if (!prepared.rules.clean(row)) continue;
    std::vector<double> scaled;
    for (std::size_t j = 0; j < table.width; ++j) {
      scaled.push_back(static_cast<double>(prepared.scaler.snap(j, row[j])));
    }
    rows.push_back(std::move(scaled));
  }
  return rows;
}

}  // namespace chorus::test
