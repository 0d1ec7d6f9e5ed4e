#include "inspect.hpp"
namespace chorus::jobs {
void add_inspect_options(CLI::App& command, InspectOptions& options) {
  add_input_options(command, options.input, Cleaning::kNo);
}
void inspect(comm::Communicator&, const InspectOptions&) {}
}  // namespace chorus::jobs
