#include "hdf5_attribute.hpp"

#include <algorithm>

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

}  // namespace

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

}  // namespace chorus::catalogue::hdf5
