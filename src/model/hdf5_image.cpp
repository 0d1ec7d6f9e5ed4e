#include "hdf5_image.hpp"

#include <algorithm>

namespace chorus::model {

namespace {

/// Throws unless an HDF5 call reported success.
void require(herr_t status, const std::string& what) {
  if (status < 0) throw BadImage(what);
}

Hdf5Id memory_access() {
  constexpr std::size_t kGrowBytes = std::size_t{64} << 10U;
  Hdf5Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "memory file");
  require(H5Pset_fapl_core(access.get(), kGrowBytes, false), "memory file");
  // The oldest format: of a newer one, H5Fget_file_image of HDF5 1.10.8 gives a superblock whose checksum
  // does not fit.
  require(H5Pset_libver_bounds(access.get(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V18), "memory file");
  return access;
}

hid_t create_file() {
  const Hdf5Id access = memory_access();
  const Hdf5Id creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "memory file");
  require(H5Pset_obj_track_times(creation.get(), false), "memory file");
  return H5Fcreate("model in memory", H5F_ACC_TRUNC, creation.get(), access.get());
}

}  // namespace

Hdf5Id::Hdf5Id(hid_t id, Close close, const std::string& what) : id_(id), close_(close) {
  if (id_ < 0) throw BadImage(what);
}

Hdf5Id::~Hdf5Id() {
  if (id_ >= 0) close_(id_);
}

QuietHdf5::QuietHdf5() {
  H5Eget_auto2(H5E_DEFAULT, &print_, &data_);
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

QuietHdf5::~QuietHdf5() {
  H5Eset_auto2(H5E_DEFAULT, print_, data_);
}

template <>
hid_t file_type<double>() {
  return H5T_IEEE_F64LE;
}
template <>
hid_t file_type<float>() {
  return H5T_IEEE_F32LE;
}
template <>
hid_t file_type<std::int32_t>() {
  return H5T_STD_I32LE;
}
template <>
hid_t file_type<std::int64_t>() {
  return H5T_STD_I64LE;
}
template <>
hid_t file_type<std::uint64_t>() {
  return H5T_STD_U64LE;
}

Hdf5Image::Hdf5Image() : file_(create_file(), H5Fclose, "memory file") {}

std::vector<char> Hdf5Image::bytes() const {
  require(H5Fflush(file_.get(), H5F_SCOPE_GLOBAL), "memory file");
  const ssize_t size = H5Fget_file_image(file_.get(), nullptr, 0);
  if (size <= 0) throw BadImage("memory file");
  std::vector<char> image(static_cast<std::size_t>(size));
  if (H5Fget_file_image(file_.get(), image.data(), image.size()) != size) throw BadImage("memory file");
  return image;
}

void Hdf5Image::make_group(const std::string& path) {
  const Hdf5Id creation(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, path);
  require(H5Pset_obj_track_times(creation.get(), false), path);
  const Hdf5Id group(H5Gcreate2(file_.get(), path.c_str(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
                     H5Gclose, path);
}

// The memory's types are those of the file: Chorus is built for little-endian machines only.
void Hdf5Image::write_raw(const std::string& path, hid_t type, const Shape& shape, const void* values) {
  const Hdf5Id space(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose, path);
  const Hdf5Id creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, path);
  require(H5Pset_obj_track_times(creation.get(), false), path);
  const Hdf5Id data_set(
      H5Dcreate2(file_.get(), path.c_str(), type, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
      H5Dclose, path);
  if (std::count(shape.begin(), shape.end(), hsize_t{0}) > 0) return;
  require(H5Dwrite(data_set.get(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), path);
}

void Hdf5Image::set_raw(const std::string& group, const std::string& name, hid_t type, const void* value) {
  const Hdf5Id space(H5Screate(H5S_SCALAR), H5Sclose, name);
  const Hdf5Id attribute(H5Acreate_by_name(file_.get(), group.c_str(), name.c_str(), type, space.get(),
                                           H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                         H5Aclose, name);
  require(H5Awrite(attribute.get(), type, value), name);
}

}  // namespace chorus::model
