// NAME=NUMBER words of the command line.
#pragma once

#include <map>
#include <string>

namespace chorus::simulator {

class Settings {
 public:
  /// The first word names the study. Throws Error(kInput) for a word of another form.
  Settings(int argc, char** argv);
  [[nodiscard]] const std::string& study() const { return study_; }
  /// Throws Error(kInput) where it is missing and has no default.
  [[nodiscard]] double number(const std::string& name) const;
  [[nodiscard]] double number(const std::string& name, double otherwise) const;
  /// The numbers whose names are `stem` and a number, by that number: pass8=3.1 is 8 -> 3.1 of "pass".
  [[nodiscard]] std::map<int, double> numbered(const std::string& stem) const;

 private:
  std::string study_;
  std::map<std::string, double> numbers_;
};

}  // namespace chorus::simulator
