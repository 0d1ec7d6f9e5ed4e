#include "hdf5_attribute.hpp"

#include <algorithm>
#include <cstring>

namespace chorus::catalogue::hdf5 {
namespace {

constexpr std::size_t kMaxTextBytes = std::size_t{16} << 20U;

Handle text_type(const Place& place, std::size_t size) {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
  if (type.id() < 0 || H5Tset_size(type.id(), std::max<std::size_t>(size, 1)) < 0 ||
      H5Tset_strpad(type.id(), H5T_STR_NULLPAD) < 0 || H5Tset_cset(type.id(), H5T_CSET_UTF8) < 0) {
    throw cannot_write(place.path);
  }
  return type;
}

void write_attribute(const Place& place, const char* name, hid_t type, const Handle& space,
                     const void* data) {
  const Handle attribute(H5Acreate2(place.id, name, type, space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  if (attribute.id() < 0 || H5Awrite(attribute.id(), type, data) < 0) throw cannot_write(place.path);
}

struct OpenAttribute {
  Handle attribute, type;
  std::size_t elements = 0;
};

OpenAttribute open_attribute(const Place& place, const char* name) {
  OpenAttribute opened;
  opened.attribute = Handle(H5Aopen(place.id, name, H5P_DEFAULT), H5Aclose);
  if (opened.attribute.id() < 0) throw corrupt(place, std::string("attribute ") + name);
  opened.type = Handle(H5Aget_type(opened.attribute.id()), H5Tclose);
  const Handle space(H5Aget_space(opened.attribute.id()), H5Sclose);
  const hssize_t elements = H5Sget_simple_extent_npoints(space.id());
  if (opened.type.id() < 0 || elements < 0 || static_cast<std::uint64_t>(elements) > place.file_size) {
    throw corrupt(place, std::string("attribute ") + name);
  }
  opened.elements = static_cast<std::size_t>(elements);
  return opened;
}

template <class T>
T read_number(const Place& place, const char* name, hid_t type) {
  const OpenAttribute opened = open_attribute(place, name);
  T value = 0;
  if (opened.elements != 1 || H5Tequal(opened.type.id(), type) <= 0 ||
      H5Aread(opened.attribute.id(), type, &value) < 0) {
    throw corrupt(place, std::string("attribute ") + name);
  }
  return value;
}

}  // namespace

Error corrupt(const Place& place, const std::string& what) {
  H5Eclear2(H5E_DEFAULT);
  return {Exit::kInput, describe("this is no catalogue of this program, or a damaged one",
                                 place.path.string() + ": " + what, "make it again with `chorus ingest`")};
}

void write_text(const Place& place, const char* name, const std::string& text) {
  const Handle type = text_type(place, text.size());
  const Handle space(H5Screate(H5S_SCALAR), H5Sclose);
  write_attribute(place, name, type.id(), space, text.c_str());
}

void write_texts(const Place& place, const char* name, const std::vector<std::string>& texts) {
  std::size_t longest = 1;
  for (const std::string& text : texts) longest = std::max(longest, text.size());
  if (longest * std::max<std::size_t>(texts.size(), 1) > kMaxTextBytes) {
    throw Error(Exit::kInput, describe("the header's names are too long for a catalogue", place.path.string(),
                                       "shorten the longest column name or leave out columns"));
  }
  std::vector<char> padded(longest * texts.size() + 1, '\0');
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::copy(texts[i].begin(), texts[i].end(), padded.begin() + static_cast<std::ptrdiff_t>(i * longest));
  }
  const Handle type = text_type(place, longest);
  const hsize_t count = texts.size();
  const Handle space(H5Screate_simple(1, &count, nullptr), H5Sclose);
  write_attribute(place, name, type.id(), space, padded.data());
}

void write_number(const Place& place, const char* name, std::uint64_t value) {
  write_attribute(place, name, H5T_STD_U64LE, Handle(H5Screate(H5S_SCALAR), H5Sclose), &value);
}

void write_number(const Place& place, const char* name, std::int64_t value) {
  write_attribute(place, name, H5T_STD_I64LE, Handle(H5Screate(H5S_SCALAR), H5Sclose), &value);
}

std::vector<std::string> read_texts(const Place& place, const char* name) {
  const OpenAttribute opened = open_attribute(place, name);
  const std::string what = std::string("attribute ") + name;
  if (H5Tget_class(opened.type.id()) != H5T_STRING || H5Tis_variable_str(opened.type.id()) != 0) {
    throw corrupt(place, what);
  }
  const std::size_t size = H5Tget_size(opened.type.id());
  if (size == 0 || opened.elements > kMaxTextBytes / size || size * opened.elements > place.file_size) {
    throw corrupt(place, what);
  }
  std::vector<char> padded(size * opened.elements + 1, '\0');
  if (H5Aread(opened.attribute.id(), opened.type.id(), padded.data()) < 0) throw corrupt(place, what);
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < opened.elements; ++i) {
    const char* text = padded.data() + i * size;
    texts.emplace_back(text, strnlen(text, size));
  }
  return texts;
}

std::string read_text(const Place& place, const char* name) {
  const std::vector<std::string> texts = read_texts(place, name);
  if (texts.size() != 1) throw corrupt(place, std::string("attribute ") + name);
  return texts.front();
}

std::uint64_t read_unsigned(const Place& place, const char* name) {
  return read_number<std::uint64_t>(place, name, H5T_STD_U64LE);
}

std::int64_t read_signed(const Place& place, const char* name) {
  return read_number<std::int64_t>(place, name, H5T_STD_I64LE);
}

}  // namespace chorus::catalogue::hdf5
