// "All ranks agree that this step worked." Work that can fail on one rank ends here, before anyone goes on.
#pragma once

#include "chorus/comm/communicator.hpp"
#include "chorus/core/error.hpp"

#include <concepts>
#include <exception>
#include <functional>
#include <optional>
#include <type_traits>

namespace chorus::comm {

/// Collective. Every rank passes the error of its own part of a step, or nothing. Returns if no rank failed;
/// otherwise every rank throws the same AgreedError, that of the lowest failing rank.
void agree(const Communicator& comm, const std::exception_ptr& failure);

/// Collective. Runs `work` on this rank and agrees on its outcome; returns its result. `work` must not
/// communicate: a rank that fails would leave the others waiting.
template <std::invocable Work>
auto agree_on(const Communicator& comm, Work&& work) -> std::invoke_result_t<Work> {
  std::exception_ptr failure;
  if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
    try {
      std::invoke(std::forward<Work>(work));
    } catch (...) {
      failure = std::current_exception();
    }
    agree(comm, failure);
  } else {
    std::optional<std::invoke_result_t<Work>> result;
    try {
      result.emplace(std::invoke(std::forward<Work>(work)));
    } catch (...) {
      failure = std::current_exception();
    }
    agree(comm, failure);
    return std::move(*result);
  }
}

/// The exit status and the line for the user that an exception stands for. Local.
[[nodiscard]] Error to_error(const std::exception_ptr& failure);

}  // namespace chorus::comm
