#include "source_blocks.hpp"

#include "chorus/csv/cutter.hpp"
#include "csv/line_skipper.hpp"
#include "source_file.hpp"
#include "source_hash.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace chorus::catalogue {
namespace {

/// Blocks that may wait for the consumer.
constexpr std::size_t kAhead = 3;
/// Bytes that are read and hashed at once: they are still in the cache.
constexpr std::size_t kPiece = std::size_t{128} << 10U;

}  // namespace

struct SourceBlocks::State {
  State(const std::filesystem::path& path, SourceRange what) : file(path), range(std::move(what)) {}

  void read_ahead(const std::stop_token& stop);
  void run(const std::stop_token& stop);
  void hash_before_start();
  /// Reads and hashes.
  void read(std::uint64_t at, std::span<char> bytes);
  /// Hands a block over; false when the consumer has gone.
  bool deliver(SourceBlock block, const std::stop_token& stop);
  SourceBlock spare();

  SourceFile file;
  SourceRange range;
  SourceHasher hasher;
  std::string hash;

  std::mutex mutex;
  std::condition_variable_any changed;
  std::deque<SourceBlock> ready;
  std::vector<SourceBlock> spares;
  bool finished = false;
  std::exception_ptr failure;
  std::jthread thread;  // last: it ends before what it uses
};

void SourceBlocks::State::hash_before_start() {
  std::vector<char> bytes(std::min<std::uint64_t>(range.start.offset, std::uint64_t{1} << 20U));
  for (std::uint64_t at = 0; at < range.start.offset;) {
    const auto part = std::span(bytes).first(std::min<std::uint64_t>(bytes.size(), range.start.offset - at));
    read(at, part);
    at += part.size();
  }
}

void SourceBlocks::State::read(std::uint64_t at, std::span<char> bytes) {
  while (!bytes.empty()) {
    const std::span<char> piece = bytes.first(std::min(bytes.size(), kPiece));
    file.read(at, piece);
    if (range.hash) hasher.add(piece);
    at += piece.size();
    bytes = bytes.subspan(piece.size());
  }
}

SourceBlock SourceBlocks::State::spare() {
  const std::lock_guard lock(mutex);
  if (spares.empty()) return {};
  SourceBlock block = std::move(spares.back());
  spares.pop_back();
  return block;
}

bool SourceBlocks::State::deliver(SourceBlock block, const std::stop_token& stop) {
  std::unique_lock lock(mutex);
  if (!changed.wait(lock, stop, [&] { return ready.size() < kAhead; })) return false;
  ready.push_back(std::move(block));
  changed.notify_all();
  return true;
}

void SourceBlocks::State::read_ahead(const std::stop_token& stop) {
  if (range.hash) hash_before_start();
  const std::uint64_t end = range.end.value_or(file.size());
  csv::CsvCutter cutter(range.dialect, file.path().string(), range.start);
  std::optional<csv::LineSkipper> skipper;
  if (range.skip) skipper.emplace(range.dialect, *range.skip, file.path().string(), range.start);
  std::uint64_t at = range.start.offset;  // next byte to read
  SourceBlock block;
  std::size_t filled = 0;
  std::size_t wanted = range.block_bytes;
  while (at < end || filled > 0) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, end - at));
    block.buffer.enlarge(filled + count, filled);
    read(at, block.buffer.part(filled, count));
    at += count;
    filled += count;
    const csv::CsvPosition start = skipper ? skipper->position() : cutter.position();
    const std::span<const char> bytes = block.buffer.first(filled);
    const std::size_t whole = skipper ? skipper->cut(bytes, at == end) : cutter.cut(bytes, at == end);
    if (whole == 0) {
      wanted = std::max(wanted, filled);  // a record longer than a block
      continue;
    }
    wanted = range.block_bytes;
    SourceBlock rest = spare();
    const std::size_t left = filled - whole;
    rest.buffer.enlarge(left + wanted);
    if (left > 0) std::memcpy(rest.buffer.data(), block.buffer.data() + whole, left);
    block.start = start;
    block.size = whole;
    if (skipper) block.rejected = skipper->rejected();
    if (!deliver(std::move(block), stop)) return;
    block = std::move(rest);
    filled = left;
  }
  file.check_unchanged();
  if (range.hash) hash = hasher.hex();
}

void SourceBlocks::State::run(const std::stop_token& stop) {
  std::exception_ptr problem;
  try {
    read_ahead(stop);
  } catch (...) {
    problem = std::current_exception();
  }
  const std::lock_guard lock(mutex);
  failure = problem;
  finished = true;
  changed.notify_all();
}

SourceBlocks::SourceBlocks(const std::filesystem::path& path, const SourceRange& range)
    : state_(std::make_unique<State>(path, range)) {
  State& state = *state_;
  state.thread = std::jthread([&state](const std::stop_token& stop) { state.run(stop); });
}

SourceBlocks::~SourceBlocks() = default;

std::optional<SourceBlock> SourceBlocks::next() {
  State& state = *state_;
  std::unique_lock lock(state.mutex);
  state.changed.wait(lock, [&] { return !state.ready.empty() || state.finished; });
  if (state.ready.empty()) {
    if (state.failure) std::rethrow_exception(state.failure);
    return std::nullopt;
  }
  SourceBlock block = std::move(state.ready.front());
  state.ready.pop_front();
  state.changed.notify_all();
  return block;
}

void SourceBlocks::recycle(SourceBlock block) {
  const std::lock_guard lock(state_->mutex);
  state_->spares.push_back(std::move(block));
}

std::uint64_t SourceBlocks::file_size() const {
  return state_->file.size();
}

const std::string& SourceBlocks::hash() const {
  return state_->hash;
}

}  // namespace chorus::catalogue
