#include "hdf5_image.hpp"

#include <algorithm>
#include <cstring>

namespace chorus::model {

namespace {

Hdf5Id text_type(std::size_t size, const std::string& what) {
  Hdf5Id type(H5Tcopy(H5T_C_S1), H5Tclose, what);
  if (H5Tset_size(type.get(), std::max<std::size_t>(size, 1)) < 0 ||
      H5Tset_strpad(type.get(), H5T_STR_NULLPAD) < 0 || H5Tset_cset(type.get(), H5T_CSET_UTF8) < 0) {
    throw BadImage(what);
  }
  return type;
}

/// The size of one text of a stored type, if it is of the kind that text_type() makes.
std::size_t text_size(hid_t stored, std::size_t limit, const std::string& what) {
  const std::size_t size = H5Tget_class(stored) == H5T_STRING ? H5Tget_size(stored) : 0;
  if (size == 0 || size > limit || H5Tequal(stored, text_type(size, what).get()) <= 0) throw BadImage(what);
  return size;
}

std::string unpadded(const char* text, std::size_t size) {
  return {text, strnlen(text, size)};
}

}  // namespace

void Hdf5Image::write_texts(const std::string& path, const std::vector<std::string>& texts) {
  std::size_t longest = 1;
  for (const std::string& text : texts) longest = std::max(longest, text.size());
  std::vector<char> padded(longest * texts.size(), '\0');
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::memcpy(padded.data() + i * longest, texts[i].data(), texts[i].size());
  }
  write_raw(path, text_type(longest, path).get(), {texts.size()}, padded.data());
}

void Hdf5Image::set_text(const std::string& group, const std::string& name, const std::string& text) {
  std::string padded = text;
  if (padded.empty()) padded.push_back('\0');
  set_raw(group, name, text_type(padded.size(), name).get(), padded.data());
}

std::vector<std::string> Hdf5Image::read_texts(const std::string& path, std::size_t count) const {
  std::size_t size = 0;
  {
    const Hdf5Id data_set = open_data_set(path);
    const Hdf5Id stored(H5Dget_type(data_set.get()), H5Tclose, path);
    size = text_size(stored.get(), size_, path);
  }
  const Hdf5Id type = text_type(size, path);
  std::vector<char> padded(checked_elements(path, type.get(), {count}) * size);
  read_raw(path, type.get(), padded.data());
  std::vector<std::string> texts;
  texts.reserve(count);
  for (std::size_t i = 0; i < count; ++i) texts.push_back(unpadded(padded.data() + i * size, size));
  return texts;
}

std::string Hdf5Image::get_text(const std::string& group, const std::string& name) const {
  std::size_t size = 0;
  {
    const Hdf5Id attribute(
        H5Aopen_by_name(file_.get(), group.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose, name);
    const Hdf5Id stored(H5Aget_type(attribute.get()), H5Tclose, name);
    size = text_size(stored.get(), size_, name);
  }
  std::vector<char> padded(size);
  get_raw(group, name, text_type(size, name).get(), padded.data());
  return unpadded(padded.data(), size);
}

}  // namespace chorus::model
