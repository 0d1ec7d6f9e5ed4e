#include "hdf5_attribute.hpp"

#include <algorithm>

namespace chorus::catalogue::hdf5 {

void write_dataset(const Place& place, const char* name, hid_t type, std::span<const hsize_t> dims,
                   const void* data) {
  const Handle space(H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr), H5Sclose);
  const Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_obj_track_times(creation.id(), false);  // equal catalogues have equal bytes
  const Handle dataset(H5Dcreate2(place.id, name, type, space.id(), H5P_DEFAULT, creation.id(), H5P_DEFAULT),
                       H5Dclose);
  if (dataset.id() < 0 || H5Dwrite(dataset.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0) {
    throw cannot_write(place.path);
  }
}

Handle open_dataset(const Place& place, const char* name, hid_t type, const Handle& access) {
  H5L_info_t link{};
  // A soft or external link could lead to another file.
  if (H5Lget_info(place.id, name, &link, H5P_DEFAULT) < 0 || link.type != H5L_TYPE_HARD) {
    throw corrupt(place, std::string("dataset ") + name);
  }
  Handle dataset(H5Dopen2(place.id, name, access.id()), H5Dclose);
  if (dataset.id() < 0) throw corrupt(place, std::string("dataset ") + name);
  const Handle stored(H5Dget_type(dataset.id()), H5Tclose);
  const Handle creation(H5Dget_create_plist(dataset.id()), H5Pclose);
  const H5D_layout_t layout = H5Pget_layout(creation.id());
  const bool plain = (layout == H5D_CONTIGUOUS || layout == H5D_CHUNKED) &&
                     H5Pget_nfilters(creation.id()) == 0 && H5Pget_external_count(creation.id()) == 0;
  if (!plain || H5Tequal(stored.id(), type) <= 0) throw corrupt(place, std::string("dataset ") + name);
  return dataset;
}

std::vector<hsize_t> dataset_shape(const Place& place, const char* name, const Handle& dataset) {
  const Handle space(H5Dget_space(dataset.id()), H5Sclose);
  const int rank = H5Sget_simple_extent_ndims(space.id());
  if (rank < 1 || rank > 2) throw corrupt(place, std::string("dataset ") + name);
  std::vector<hsize_t> dims(static_cast<std::size_t>(rank));
  if (H5Sget_simple_extent_dims(space.id(), dims.data(), nullptr) != rank) {
    throw corrupt(place, std::string("dataset ") + name);
  }
  return dims;
}

void read_dataset(const Place& place, const char* name, hid_t type, std::span<const hsize_t> dims,
                  void* data) {
  const Handle dataset = open_dataset(place, name, type, Handle(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose));
  const std::vector<hsize_t> shape = dataset_shape(place, name, dataset);
  if (!std::ranges::equal(shape, dims) ||
      H5Dread(dataset.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0) {
    throw corrupt(place, std::string("dataset ") + name);
  }
}

}  // namespace chorus::catalogue::hdf5
