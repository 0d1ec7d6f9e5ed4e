#include "chorus/comm/communicator.hpp"
#include "chorus/comm/environment.hpp"

int main(int argc, char** argv) {
  const chorus::comm::Environment environment(argc, argv);
  return 0;
}
