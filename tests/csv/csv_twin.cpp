#include "csv/csv_twin.hpp"

namespace chorus::csv::csv_test {

namespace {

class Twin {
 public:
  Twin(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  TwinText read() {
    while (at_ < text_.size() && !result_.fault) read_record();
    return result_;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\n'; }
  bool at_line_end() const { return at_ == text_.size() || peek() == '\n' || peek() == '\r'; }

  void advance() {
    if (text_[at_] == '\n') {
      ++line_;
      line_begin_ = at_ + 1;
    }
    ++at_;
  }

  void fail(const char* problem) { result_.fault = TwinFault{problem, line_, at_ - line_begin_ + 1}; }

  void read_record() {
    TwinRecord record;
    record.begin = at_;
    record.line = line_;
    const bool blank = text_.substr(at_, 1) == "\n" || text_.substr(at_, 2) == "\r\n";
    if (!blank) {
      for (;;) {
        record.fields.push_back(peek() == '"' && at_ < text_.size() ? quoted() : unquoted());
        if (result_.fault || at_line_end()) break;
        advance();  // the delimiter
      }
    }
    if (result_.fault) return;
    record.end = at_;
    if (at_ < text_.size() && peek() == '\r') {
      if (at_ + 1 == text_.size() || text_[at_ + 1] != '\n')
        return fail("a carriage return without a line feed");
      advance();
    }
    if (at_ < text_.size()) advance();
    record.next = at_;
    result_.records.push_back(record);
  }

  std::string unquoted() {
    std::string field;
    while (!at_line_end() && peek() != delimiter_) {
      if (peek() == '\0') {
        fail("a NUL byte");
        break;
      }
      field += peek();
      advance();
    }
    return field;
  }

  std::string quoted() {
    const TwinFault opening{"a quoted field that does not end", line_, at_ - line_begin_ + 1};
    std::string field;
    advance();
    while (at_ < text_.size()) {
      if (peek() == '\0') {
        fail("a NUL byte");
        return field;
      }
      if (peek() != '"') {
        field += peek();
        advance();
      } else if (text_.substr(at_, 2) == "\"\"") {
        field += '"';
        at_ += 2;
      } else {
        advance();
        if (peek() == '\0' && at_ < text_.size()) {
          fail("a NUL byte");
        } else if (!at_line_end() && peek() != delimiter_) {
          fail("text after a closing quote");
        }
        return field;
      }
    }
    result_.fault = opening;
    return field;
  }

  std::string_view text_;
  char delimiter_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
  std::size_t line_begin_ = 0;
  TwinText result_;
};

}  // namespace

TwinText read_plainly(std::string_view text, char delimiter) {
  return Twin(text, delimiter).read();
}

}  // namespace chorus::csv::csv_test
