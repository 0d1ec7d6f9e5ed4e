#include "block_dealer.hpp"

#include "chorus/comm/agree.hpp"

#include <cstdint>
#include <utility>

namespace chorus::catalogue {
namespace {

constexpr int kTag = 7101;

/// Precedes a block on its way to another rank.
struct BlockHeader {
  std::uint64_t offset = 0;
  std::int64_t line = 0;
  std::uint64_t size = 0;
  std::uint64_t more = 0;  ///< 0 after the last round
};

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
  for (int rank = 1; rank < comm_.size(); ++rank) {
    SourceBlock block = next_block().value_or(SourceBlock{});
    header = {block.start.offset, block.start.line, block.size, more ? 1U : 0U};
    comm_.send_bytes(std::as_bytes(one), rank, kTag);
    if (block.size == 0) continue;
    comm_.send_bytes(std::as_bytes(block.bytes()), rank, kTag);
    source_->recycle(std::move(block));
  }
  return more;
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
