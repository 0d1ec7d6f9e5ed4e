#include "block_dealer.hpp"

#include "chorus/comm/agree.hpp"

#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace chorus::catalogue {
namespace {

constexpr int kTag = 7101;

/// Parcels that may be on their way while rank 0 goes on: its memory does not grow with the ranks.
constexpr std::size_t kOnTheirWay = 4;

}  // namespace

BlockDealer::BlockDealer(const comm::Communicator& comm, const std::filesystem::path& path,
                         const SourceRange& range)
    : comm_(comm) {
  comm::agree_on(comm, [&] {
    if (comm.is_root()) source_.emplace(path, range);
  });
}

/// Empty behind the last, and behind a failure.
SourceBlock BlockDealer::next_block() {
  if (failure_) return {};
  try {
    return source_->next().value_or(SourceBlock{});
  } catch (...) {
    failure_ = std::current_exception();
    return {};
  }
}

bool BlockDealer::deal() {
  if (!comm_.is_root()) {
    Header header;
    comm_.receive_bytes(std::as_writable_bytes(std::span(&header, 1)), 0, kTag);
    receive(header);
    return header.more != 0;
  }
  if (!own_.buffer.empty()) source_->recycle(std::move(own_));
  own_ = next_block();
  const bool more = own_.size > 0;  // rank 0 has the first block of a round
  for (int rank = 1; rank < comm_.size(); ++rank) post(rank, more);
  return more;
}

void BlockDealer::receive(Header header) {
  own_.start = {header.offset, header.line};
  own_.size = std::accumulate(header.sizes.begin(), header.sizes.end(), std::uint64_t{0});
  own_.buffer.enlarge(own_.size);
  own_.rejected.clear();
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < kElsewhere; ++i) {
    const std::span<char> bytes = own_.buffer.part(at, header.sizes[i]);
    if (!bytes.empty()) comm_.receive_bytes(std::as_writable_bytes(bytes), 0, kTag);
    std::vector<csv::ByteSpan> lines(header.rejected[i]);
    if (!lines.empty()) comm_.receive_bytes(std::as_writable_bytes(std::span(lines)), 0, kTag);
    for (const csv::ByteSpan& line : lines) own_.rejected.push_back({at + line.begin, at + line.end});
    at += header.sizes[i];
  }
}

/// Does not wait for the receiver, so that rank 0 parses its own block meanwhile.
void BlockDealer::post(int rank, bool more) {
  if (parcels_.size() == kOnTheirWay) {
    for (comm::Sending& sending : parcels_.front().sendings) sending.finish();
    for (SourceBlock& block : parcels_.front().blocks) {
      if (!block.buffer.empty()) source_->recycle(std::move(block));
    }
    parcels_.pop_front();
  }
  Parcel& parcel = parcels_.emplace_back();
  parcel.header = std::make_unique<Header>();
  for (std::size_t i = 0; i < kElsewhere; ++i) {
    parcel.blocks[i] = next_block();
    parcel.header->sizes[i] = parcel.blocks[i].size;
    parcel.header->rejected[i] = parcel.blocks[i].rejected.size();
  }
  parcel.header->offset = parcel.blocks.front().start.offset;
  parcel.header->line = parcel.blocks.front().start.line;
  parcel.header->more = more ? 1U : 0U;
  parcel.sendings.push_back(
      comm_.start_sending(std::as_bytes(std::span<const Header>(parcel.header.get(), 1)), rank, kTag));
  for (const SourceBlock& block : parcel.blocks) {
    if (block.size > 0) {
      parcel.sendings.push_back(comm_.start_sending(std::as_bytes(block.bytes()), rank, kTag));
    }
    if (!block.rejected.empty()) {
      parcel.sendings.push_back(
          comm_.start_sending(std::as_bytes(std::span<const csv::ByteSpan>(block.rejected)), rank, kTag));
    }
  }
}

void BlockDealer::check_source() const {
  comm::agree(comm_, failure_);
}

std::string BlockDealer::hash() const {
  return source_ ? source_->hash() : std::string();
}

}  // namespace chorus::catalogue
