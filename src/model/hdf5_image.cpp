#include "hdf5_image.hpp"

#include <algorithm>

namespace chorus::model {

namespace {

/// Throws unless an HDF5 call reported success.
void require(herr_t status, const std::string& what) {
  if (status < 0) throw BadImage(what);
}

Hdf5Id memory_access(std::vector<char>* image) {
  constexpr std::size_t kGrowBytes = std::size_t{64} << 10U;
  Hdf5Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "memory file");
  require(H5Pset_fapl_core(access.get(), kGrowBytes, false), "memory file");
  // The oldest format: of a newer one, H5Fget_file_image of HDF5 1.10.8 gives a superblock whose checksum
  // does not fit.
  require(H5Pset_libver_bounds(access.get(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V18), "memory file");
  if (image != nullptr) {
    require(H5Pset_file_image(access.get(), image->data(), image->size()), "memory file");
  }
  return access;
}

hid_t create_file() {
  const Hdf5Id access = memory_access(nullptr);
  const Hdf5Id creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "memory file");
  require(H5Pset_obj_track_times(creation.get(), false), "memory file");
  return H5Fcreate("model in memory", H5F_ACC_TRUNC, creation.get(), access.get());
}

hid_t open_file(std::vector<char>& bytes) {
  if (bytes.empty()) return H5I_INVALID_HID;
  return H5Fopen("model in memory", H5F_ACC_RDONLY, memory_access(&bytes).get());
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

Hdf5Image::Hdf5Image(std::vector<char>& bytes)
    : size_(bytes.size()), file_(open_file(bytes), H5Fclose, "the file's structure") {}

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

Hdf5Id Hdf5Image::open_data_set(const std::string& path) const {
  // Only what lies in this file, unfiltered: no links to other files, no external or virtual storage.
  H5L_info_t link{};
  if (H5Lget_info(file_.get(), path.c_str(), &link, H5P_DEFAULT) < 0 || link.type != H5L_TYPE_HARD) {
    throw BadImage(path);
  }
  Hdf5Id data_set(H5Dopen2(file_.get(), path.c_str(), H5P_DEFAULT), H5Dclose, path);
  const Hdf5Id creation(H5Dget_create_plist(data_set.get()), H5Pclose, path);
  const bool plain = H5Pget_layout(creation.get()) == H5D_CONTIGUOUS &&
                     H5Pget_external_count(creation.get()) == 0 && H5Pget_nfilters(creation.get()) == 0;
  if (!plain) throw BadImage(path);
  return data_set;
}

std::size_t Hdf5Image::rows(const std::string& path) const {
  const Hdf5Id data_set = open_data_set(path);
  const Hdf5Id space(H5Dget_space(data_set.get()), H5Sclose, path);
  const int rank = H5Sget_simple_extent_ndims(space.get());
  if (rank != 1 && rank != 2) throw BadImage(path);
  Shape shape(static_cast<std::size_t>(rank));
  if (H5Sget_simple_extent_dims(space.get(), shape.data(), nullptr) < 0 || shape[0] > size_) {
    throw BadImage(path);
  }
  return static_cast<std::size_t>(shape[0]);
}

std::size_t Hdf5Image::checked_elements(const std::string& path, hid_t type, const Shape& shape) const {
  const Hdf5Id data_set = open_data_set(path);
  const Hdf5Id stored(H5Dget_type(data_set.get()), H5Tclose, path);
  if (H5Tequal(stored.get(), type) <= 0) throw BadImage(path);
  const Hdf5Id space(H5Dget_space(data_set.get()), H5Sclose, path);
  Shape found(shape.size());
  if (H5Sget_simple_extent_ndims(space.get()) != static_cast<int>(shape.size()) ||
      H5Sget_simple_extent_dims(space.get(), found.data(), nullptr) < 0 || found != shape) {
    throw BadImage(path);
  }
  std::size_t elements = 1;
  for (const hsize_t extent : shape) {
    if (extent > size_ || (extent != 0 && elements > size_ / extent)) throw BadImage(path);
    elements *= static_cast<std::size_t>(extent);
  }
  const hsize_t stored_bytes = H5Dget_storage_size(data_set.get());
  if (stored_bytes > size_ || stored_bytes != elements * H5Tget_size(type)) throw BadImage(path);
  return elements;
}

void Hdf5Image::read_raw(const std::string& path, hid_t type, void* values) const {
  if (values == nullptr) return;  // an empty data set
  const Hdf5Id data_set = open_data_set(path);
  require(H5Dread(data_set.get(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), path);
}

void Hdf5Image::get_raw(const std::string& group, const std::string& name, hid_t type, void* value) const {
  const Hdf5Id attribute(H5Aopen_by_name(file_.get(), group.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT),
                         H5Aclose, name);
  const Hdf5Id stored(H5Aget_type(attribute.get()), H5Tclose, name);
  const Hdf5Id space(H5Aget_space(attribute.get()), H5Sclose, name);
  if (H5Tequal(stored.get(), type) <= 0 || H5Sget_simple_extent_npoints(space.get()) != 1) {
    throw BadImage(name);
  }
  require(H5Aread(attribute.get(), type, value), name);
}

}  // namespace chorus::model
