#include "block_dealer.hpp"

#include "chorus/comm/agree.hpp"

#include <cstdint>
#include <utility>

namespace chorus::catalogue {
namespace {

constexpr int kTag = 7101;

/// Blocks that may be on their way while rank 0 goes on: its memory does not grow with the ranks.
constexpr std::size_t kOnTheirWay = 4;

}  // namespace

BlockDealer::BlockDealer(const comm::Communicator& comm, const std::filesystem::path& path,
                         const SourceRange& range)
    : comm_(comm) {
  comm::agree_on(comm, [&] {
    if (comm.is_root()) source_.emplace(path, range);
  });
}

std::optional<SourceBlock> BlockDealer::next_block() {
  if (failure_) return std::nullopt;
  try {
    return source_->next();
  } catch (...) {
    failure_ = std::current_exception();
    return std::nullopt;
  }
}

bool BlockDealer::deal() {
  BlockHeader header;
  const std::span<BlockHeader> one(&header, 1);
  if (!comm_.is_root()) {
    comm_.receive_bytes(std::as_writable_bytes(one), 0, kTag);
    received_.resize(header.size);
    if (header.size > 0) comm_.receive_bytes(std::as_writable_bytes(std::span(received_)), 0, kTag);
    start_ = {header.offset, header.line};
    return header.more != 0;
  }
  if (own_.buffer) source_->recycle(std::move(own_));
  own_ = next_block().value_or(SourceBlock{});
  start_ = own_.start;
  const bool more = own_.size > 0;  // rank 0 has the first block of a round
  for (int rank = 1; rank < comm_.size(); ++rank) post(next_block().value_or(SourceBlock{}), rank, more);
  return more;
}

/// Does not wait for the receiver, so that rank 0 parses its own block meanwhile.
void BlockDealer::post(SourceBlock block, int rank, bool more) {
  if (parcels_.size() == kOnTheirWay) {
    parcels_.front().header_sent.finish();
    parcels_.front().block_sent.finish();
    source_->recycle(std::move(parcels_.front().block));
    parcels_.pop_front();
  }
  Parcel& parcel = parcels_.emplace_back();
  parcel.block = std::move(block);
  const SourceBlock& sent = parcel.block;
  parcel.header = std::make_unique<BlockHeader>(
      BlockHeader{sent.start.offset, sent.start.line, sent.size, more ? 1U : 0U});
  parcel.header_sent = comm_.start_sending(std::as_bytes(std::span(parcel.header.get(), 1)), rank, kTag);
  if (sent.size > 0) parcel.block_sent = comm_.start_sending(std::as_bytes(sent.bytes()), rank, kTag);
}

std::span<const char> BlockDealer::bytes() const {
  return comm_.is_root() ? own_.bytes() : std::span<const char>(received_);
}

void BlockDealer::check_source() const {
  comm::agree(comm_, failure_);
}

std::string BlockDealer::hash() const {
  return source_ ? source_->hash() : std::string();
}

}  // namespace chorus::catalogue
