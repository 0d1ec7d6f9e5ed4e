// Catalogues, models and checkpoints that a disk damaged or an enemy made: 200 cuts and 200 flipped bits of
// each, all noticed; and 200 changes of content under a checksum that fits, which end in an error or in a
// file that is sound.
#include "catalogue/catalogue_description.hpp"
#include "catalogue/catalogue_seal.hpp"
#include "chorus/catalogue/catalogue_file.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/model/model_file.hpp"
#include "chorus/session/checkpoint.hpp"
#include "model/example_result.hpp"
#include "model/model_block.hpp"
#include "model/model_content.hpp"
#include "support/job_folder.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <random>
#include <string>

namespace chorus::test {
namespace {

namespace fs = std::filesystem;
/// Waiting for each other takes the time, so more ranks try less.
int cases(const comm::Communicator& comm) {
  return comm.size() <= 2 ? 200 : 20;
}
constexpr RowIndex kRows = 5000;  // two chunks, the second not full
constexpr std::size_t kWidth = 3;

/// Equal on all ranks, so that they walk together.
class Damage {
 public:
  std::string cut(const std::string& whole) {
    return whole.substr(0, std::uniform_int_distribution<std::size_t>(0, whole.size() - 1)(generator_));
  }
  std::string flipped(const std::string& whole) {
    std::string bad = whole;
    const std::size_t bit = std::uniform_int_distribution<std::size_t>(0, 8 * whole.size() - 1)(generator_);
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
    return bad;
  }
  /// A byte, a number or a length that is another.
  std::string forged(const std::string& whole) {
    std::string bad = whole;
    const std::size_t at = std::uniform_int_distribution<std::size_t>(0, whole.size() - 1)(generator_);
    switch (generator_() % 5) {
      case 0:
        bad[at] = static_cast<char>(generator_());
        break;
      case 1:
        return bad.replace(at, 8, 8, '\xff');
      case 2:
        return bad.replace(at, 8, "\0\0\0\0\0\0\0\x80", 8);
      case 3:
        bad.erase(at, 1 + generator_() % 16);
        break;
      default:
        bad.insert(at, 1 + generator_() % 16, '\1');
    }
    return bad;
  }
  std::mt19937_64& generator() { return generator_; }

 private:
  std::mt19937_64 generator_{20};
};

/// Counts the damaged forms of `whole` that `refused` notices.
void expect_all_noticed(const comm::Communicator& comm, const std::string& what, const std::string& whole,
                        const std::function<bool(const std::string&)>& refused) {
  const int count = cases(comm);
  Damage damage;
  int cuts = 0;
  int flips = 0;
  for (int i = 0; i < count; ++i) {
    cuts += refused(damage.cut(whole)) ? 1 : 0;
    flips += refused(damage.flipped(whole)) ? 1 : 0;
  }
  EXPECT_EQ(cuts, count) << what;
  EXPECT_EQ(flips, count) << what;
  EXPECT_FALSE(refused(whole)) << what;
  if (comm.is_root()) std::cout << "damaged " << what << "s: " << cuts + flips << " of " << 2 * count << "\n";
}

std::string small_catalogue(const comm::Communicator& comm, const JobFolder& folder) {
  catalogue::CatalogueWriter writer(comm, folder.file("songs.h5"), kWidth, catalogue::Durability::kScratch);
  const RowRange mine = RowPartition(kRows, comm.size()).range(comm.rank());
  std::vector<double> values;
  for (RowIndex row = mine.begin; row < mine.end; ++row)
    values.insert(values.end(), {static_cast<double>(row), .5, 1 / static_cast<double>(row + 1)});
  const auto n = static_cast<std::size_t>(mine.size());
  writer.append(values, std::vector<std::uint64_t>(n, 50), std::vector<std::int64_t>(n, 2));
  catalogue::CatalogueInfo info;
  info.features = {"tempo", "energy", "valence"};
  info.source.kind = "csv";
  info.source.columns = info.source.header.names = info.features;
  info.source.missing_words = {"NA", "?"};
  writer.finish(info);
  comm.barrier();
  const std::string bytes = read_file(folder.file("songs.h5"));
  comm.barrier();
  return bytes;
}

/// Whether these bytes are refused as a catalogue, with the right status. What is not refused can be read.
bool catalogue_refused(const comm::Communicator& comm, const JobFolder& folder, const std::string& bytes) {
  const fs::path path = folder.write("damaged.h5", bytes);
  bool refused = false;
  try {
    const auto opened = catalogue::Catalogue::open(comm, path);
    opened.verify(comm);
    const auto& info = opened.info();
    std::vector<double> values(static_cast<std::size_t>(info.rows) * info.width());
    opened.read({0, info.rows}, values);
  } catch (const AgreedError& error) {
    EXPECT_TRUE(error.status() == Exit::kInput || error.status() == Exit::kIo) << error.what();
    refused = true;
  }
  comm.barrier();
  return refused;
}

TEST(Damaged, CataloguesAreNoticed) {
  const comm::Communicator comm = comm::Communicator::world();
  const JobFolder folder(comm);
  expect_all_noticed(comm, "catalogue", small_catalogue(comm, folder),
                     [&](const std::string& bytes) { return catalogue_refused(comm, folder, bytes); });
}

TEST(Forged, CataloguesWithAFittingChecksumDoNoHarm) {
  const comm::Communicator comm = comm::Communicator::world();
  const JobFolder folder(comm);
  const std::string whole = small_catalogue(comm, folder);
  const catalogue::Seal good = catalogue::read_seal(catalogue::SourceFile(folder.file("songs.h5")));
  const std::string hdf5 = whole.substr(0, whole.size() - catalogue::to_bytes(good).size() - 64);
  const fs::path part = folder.write("part.h5", hdf5);
  const catalogue::SourceFile file(part);
  const int count = cases(comm);
  Damage damage;
  int refused = 0;
  int forged = 0;
  for (int i = 0; i < count; ++i) {
    catalogue::Seal seal = good;
    if (i % 4 != 0) {
      seal.description = damage.forged(good.description);
    } else if (i % 8 == 0) {
      seal.row_bytes = 1 + damage.generator()() % 100;
    } else {
      catalogue::RowRun& run = seal.runs[damage.generator()() % seal.runs.size()];
      run.rows = 1 + static_cast<RowIndex>(damage.generator()() % 6000);
    }
    std::string end;
    try {
      end = catalogue::seal_end(file, hdf5.size(), seal);
    } catch (const Error&) {
      continue;  // its rows lie outside the file: nothing to make a checksum of
    }
    ++forged;
    refused += catalogue_refused(comm, folder, hdf5 + catalogue::to_bytes(seal) + end) ? 1 : 0;
  }
  EXPECT_FALSE(catalogue_refused(
      comm, folder, hdf5 + catalogue::to_bytes(good) + catalogue::seal_end(file, hdf5.size(), good)));
  EXPECT_GT(refused, count / 4);
  if (comm.is_root()) std::cout << "forged catalogues: " << forged << " of " << forged << "\n";
  comm.barrier();
}

model::StoredModel example_model() {
  const model::AssignmentGrid grid{{0.3, 120}, {0.2, 30}, {0, 0}, {3.5, 4}, {-21, -20}, 1};
  return make_stored_model(model::example_result(), {0.5F, 0.5F, -0.75F, -0.75F}, grid,
                           {"csv", 123456, "00112233445566778899aabbccddeeff", 1000, 997}, "cluster");
}

bool model_refused(const fs::path& path, const std::string& bytes) {
  write_file(path, bytes);
  try {
    (void)model::read_model_file(path);
    return false;
  } catch (const Error& error) {
    EXPECT_EQ(error.status(), Exit::kInput) << error.what();
    return true;
  }
}

TEST(Damaged, ModelsAreNoticed) {
  const comm::Communicator comm = comm::Communicator::world();
  const JobFolder folder(comm);
  if (!comm.is_root()) return;
  const fs::path path = folder.file("model.h5");
  write_model_file(path, example_model());
  expect_all_noticed(comm, "model", read_file(path),
                     [&](const std::string& bytes) { return model_refused(path, bytes); });
}

TEST(Forged, ModelsWithAFittingChecksumDoNoHarm) {
  const comm::Communicator comm = comm::Communicator::world();
  const JobFolder folder(comm);
  if (!comm.is_root()) return;
  const std::string good = model::to_bytes(example_model());
  const std::string image(3000, 'x');
  constexpr int count = 200;
  Damage damage;
  int refused = 0;
  for (int i = 0; i < count; ++i) {
    const std::string bytes = model::with_model_block(damage.forged(good), image);
    refused += model_refused(folder.file("model.h5"), bytes) ? 1 : 0;
  }
  EXPECT_FALSE(model_refused(folder.file("model.h5"), model::with_model_block(good, image)));
  EXPECT_GT(refused, 50);
  std::cout << "forged models: " << count << " of " << count << "\n";
}

TEST(Damaged, CheckpointsAreNoticed) {
  const comm::Communicator comm = comm::Communicator::world();
  if (!comm.is_root()) return;
  session::Checkpoint checkpoint;
  checkpoint.number = 7;
  checkpoint.identity = {{"program", "chorus"}, {"seed", "1"}};
  checkpoint.state = std::string(3000, 's');
  expect_all_noticed(comm, "checkpoint", to_bytes(checkpoint), [](const std::string& bytes) {
    try {
      (void)session::read_checkpoint(bytes, "here");
      return false;
    } catch (const Error& error) {
      EXPECT_EQ(error.status(), Exit::kInput) << error.what();
      return true;
    }
  });
}

}  // namespace
}  // namespace chorus::test
