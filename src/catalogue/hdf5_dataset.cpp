#include "hdf5_attribute.hpp"

namespace chorus::catalogue::hdf5 {

void write_dataset(const Place& place, const char* name, hid_t type, std::span<const hsize_t> dims,
                   const void* data) {
  const Handle space(H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr), H5Sclose);
  const Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  H5Pset_obj_track_times(creation.id(), false);  // equal catalogues have equal bytes
  Handle dataset(H5Dcreate2(place.id, name, type, space.id(), H5P_DEFAULT, creation.id(), H5P_DEFAULT),
                 H5Dclose);
  // A small dataset reaches the file as it is closed.
  if (dataset.id() < 0 || H5Dwrite(dataset.id(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0 ||
      !dataset.close()) {
    throw cannot_write(place.path);
  }
}

}  // namespace chorus::catalogue::hdf5
