// A JSON text with one value in it changed to what it must not be: for readers of files that may be forged.
#pragma once

#include <functional>
#include <string>

namespace chorus::test {

/// Calls `read` with the text changed in one place, for each value in it in turn (of lists, the first entry
/// and the last): replaced by null, -1, 1e30, 1.5, "", [], {}, [[]] and a long list; left out; there twice.
/// `what` says which, in words.
void for_each_mutation(const std::string& text,
                       const std::function<void(const std::string& changed, const std::string& what)>& read);

}  // namespace chorus::test
