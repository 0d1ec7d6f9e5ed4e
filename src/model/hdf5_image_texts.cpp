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

}  // namespace chorus::model
