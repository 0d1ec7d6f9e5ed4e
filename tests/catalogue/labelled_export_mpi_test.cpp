// The labelled CSV: every byte of the input is in it, in order, with the cells that belong to the row.
#include "chorus/catalogue/ingest.hpp"
#include "chorus/catalogue/labelled_export.hpp"
#include "chorus/comm/agree.hpp"
#include "chorus/files/temporary_name.hpp"
#include "support/job_folder.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace chorus::catalogue {
namespace {

namespace fs = std::filesystem;
using test::JobFolder;

/// Labels and scores that follow from the row's index.
struct Labelling {
  RowRange range;
  std::vector<Label> labels;
  std::vector<double> first, second;
  [[nodiscard]] LabelledRows view(bool with_scores) const {
    LabelledRows rows{range, labels, {}, {}};
    if (with_scores) {
      rows.score_names = {"PC1", "PC2"};
      rows.scores = {first, second};
    }
    return rows;
  }
};

Labelling label(const comm::Communicator& comm, RowIndex rows) {
  Labelling result;
  result.range = RowPartition(rows, comm.size()).range(comm.rank());
  for (RowIndex row = result.range.begin; row < result.range.end; ++row) {
    result.labels.push_back(row % 7 == 2 ? kNoLabel : static_cast<Label>(row % 13));
    result.first.push_back(row % 7 == 2 ? std::numeric_limits<double>::quiet_NaN()
                                        : static_cast<double>(row) / 8);
    result.second.push_back(-1e-7);
  }
  return result;
}

std::string expected_label(RowIndex row) {
  return row % 7 == 2 ? "" : std::to_string(row % 13);
}

class LabelledExport : public testing::Test {
 protected:
  comm::Communicator comm = comm::Communicator::world();

  /// Ingests and exports; the export's text on every rank.
  std::string round_trip(const JobFolder& folder, const fs::path& from, const IngestOptions& ingest,
                         bool with_scores = false) {
    const fs::path h5 = folder.file("songs.h5");
    ingest_csv(comm, from, h5, ingest);
    const Catalogue catalogue = Catalogue::open(comm, h5);
    ExportOptions options;
    options.to = folder.file("out.csv");
    const Labelling labels = label(comm, catalogue.info().rows);
    const ExportReport report = export_labelled(comm, catalogue, labels.view(with_scores), options);
    EXPECT_TRUE(report.from_source);
    std::string text = test::read_file(options.to);
    EXPECT_EQ(report.bytes, text.size());
    EXPECT_EQ(report.rows, catalogue.info().rows);
    comm.barrier();
    return text;
  }
};

IngestOptions export_options(std::vector<std::string> features) {
  IngestOptions options;
  options.features = std::move(features);
  return options;
}

TEST_F(LabelledExport, AppendsToEveryKindOfLine) {
  const JobFolder folder(comm);
  IngestOptions options = export_options({"a"});
  options.bad_rows = csv::BadRows::kSkip;
  const fs::path from = folder.write("songs.csv",
                                     "\xEF\xBB\xBF\"a\";b\r\n1;\"x;\"\"\n y\"\r\n\r\n2;3;4\r\n\n"
                                     "3;caf\xE9\n4;\n5;\"\"");
  EXPECT_EQ(round_trip(folder, from, options),
            "\xEF\xBB\xBF\"a\";b;cluster\r\n1;\"x;\"\"\n y\";0\r\n\r\n2;3;4;\r\n\n"
            "3;caf\xE9;1\n4;;\n5;\"\";3");
  EXPECT_EQ(round_trip(folder, from, options, true),
            "\xEF\xBB\xBF\"a\";b;cluster;PC1;PC2\r\n1;\"x;\"\"\n y\";0;0;-1e-07\r\n\r\n2;3;4;;;\r\n\n"
            "3;caf\xE9;1;0.125;-1e-07\n4;;;;-1e-07\n5;\"\";3;0.375;-1e-07");
}

/// Takes the last field off every record and compares with the input; returns the number of rows.
RowIndex strip_and_compare(const std::string& input, const std::string& output, char delimiter) {
  std::string stripped;
  RowIndex row = -1;  // the header
  bool quoted = false;
  std::size_t begin = 0;
  const auto end_record = [&](std::size_t end, std::size_t next) {
    const std::string_view record(output.data() + begin, end - begin);
    if (record.empty()) {
      stripped.append(output, begin, next - begin);
    } else {
      const std::size_t last = record.rfind(delimiter);
      const std::string_view cell = record.substr(last + 1);
      if (cell != (row < 0 ? "cluster" : expected_label(row))) {
        ADD_FAILURE() << "row " << row << " has the label " << cell;
        return false;
      }
      stripped.append(record.substr(0, last)).append(output, end, next - end);
      ++row;
    }
    begin = next;
    return true;
  };
  for (std::size_t i = 0; i < output.size(); ++i) {
    if (output[i] == '"') quoted = !quoted;
    if (output[i] != '\n' || quoted) continue;
    if (!end_record(i > begin && output[i - 1] == '\r' ? i - 1 : i, i + 1)) return row;
  }
  if (begin < output.size()) end_record(output.size(), output.size());
  EXPECT_TRUE(stripped == input) << "the input's bytes are not in the output";
  return row;
}

TEST_F(LabelledExport, KeepsEveryByteOfRealCatalogues) {
  CHORUS_SHARED_OR_SKIP(shared);
  const JobFolder folder(comm);
  struct Case {
    const char* name;
    RowIndex rows;
    const char* feature;
  };
  for (const auto& [name, rows, feature] :
       {Case{"combined-real.csv", 121017, "tempo"}, Case{"hit-1960s.csv", 8642, "tempo"},
        Case{"spotify-songs-32k.csv", 32833, "tempo"}, Case{"music-genre-50k.csv", 50005, "tempo"},
        Case{"classic-hit-15k.csv", 15150, "tempo"}, Case{"song-data-18k.csv", 18835, "tempo"},
        Case{"top10s-latin1.csv", 603, "beats_per_minutes"}}) {
    const fs::path from = shared / "catalogues" / name;
    const std::string text = round_trip(folder, from, export_options({feature}));
    EXPECT_EQ(strip_and_compare(test::read_file(from), text, ','), rows) << name;
  }
}

TEST_F(LabelledExport, QuotesTheColumnsNameIfNeeded) {
  const JobFolder folder(comm);
  ingest_csv(comm, folder.write("songs.csv", "a\n1\n"), folder.file("songs.h5"), export_options({"a"}));
  const Catalogue catalogue = Catalogue::open(comm, folder.file("songs.h5"));
  const Labelling labels = label(comm, 1);
  ExportOptions options;
  options.to = folder.file("out.csv");
  options.label_column = "my, \"own\"";
  export_labelled(comm, catalogue, labels.view(false), options);
  EXPECT_EQ(test::read_file(options.to), "a,\"my, \"\"own\"\"\"\n1,0\n");
}

class ExportFailure : public LabelledExport {
 protected:
  /// The export of a small catalogue with `change` done to its folder before; its error's text.
  template <class Change>
  std::string failure(const Change& change, ExportOptions options = {}) {
    const JobFolder folder(comm);
    const fs::path from = folder.write("songs.csv", "a,b\n1,2\n3,4\n");
    ingest_csv(comm, from, folder.file("songs.h5"), export_options({"a"}));
    const Catalogue catalogue = Catalogue::open(comm, folder.file("songs.h5"));
    const fs::path out = folder.write("out.csv", "older");
    if (options.to.empty()) options.to = out;
    if (comm.is_root()) change(folder);
    comm.barrier();
    std::string text = "no error";
    try {
      export_labelled(comm, catalogue, label(comm, 2).view(false), options);
    } catch (const AgreedError& error) {
      text = "status " + std::to_string(static_cast<int>(error.status())) + ": " + error.what();
    }
    comm.barrier();
    EXPECT_EQ(test::read_file(out), "older") << text;
    for (const auto& entry : fs::directory_iterator(folder.path())) {
      EXPECT_FALSE(files::is_temporary_name(entry.path().filename().string()));
    }
    return text;
  }
};

const auto kNoChange = [](const JobFolder&) {};

TEST_F(ExportFailure, ASourceOfAnotherSizeIsRefused) {
  const std::string error =
      failure([](const JobFolder& folder) { test::write_file(folder.file("songs.csv"), "a,b\n1,2\n"); });
  EXPECT_EQ(error.substr(0, 8), "status 2");
  EXPECT_NE(error.find("--source"), std::string::npos) << error;
}

TEST_F(ExportFailure, ASourceWithOtherBytesIsRefusedAndTheOlderFileStays) {
  const std::string error =
      failure([](const JobFolder& folder) { test::write_file(folder.file("songs.csv"), "a,b\n1,2\n3,5\n"); });
  EXPECT_EQ(error.substr(0, 8), "status 2");
  EXPECT_NE(error.find("hash"), std::string::npos) << error;
  // The hash covers the header too.
  EXPECT_EQ(failure([](const JobFolder& folder) {
              test::write_file(folder.file("songs.csv"), "a,c\n1,2\n3,4\n");
            }).substr(0, 8),
            "status 2");
}

TEST_F(ExportFailure, ARecordMoreOrLessIsNoticed) {
  EXPECT_NE(failure([](const JobFolder& folder) {
              test::write_file(folder.file("songs.csv"), "a,b\n1,2\n3\n4\n");
            }).find("more records"),
            std::string::npos);
  EXPECT_NE(failure([](const JobFolder& folder) {
              test::write_file(folder.file("songs.csv"), "a,b\n1,2,3,4\n");
            }).find("fewer records"),
            std::string::npos);
}

TEST_F(ExportFailure, ATakenColumnNameIsRefused) {
  ExportOptions options;
  options.label_column = "B";
  const std::string error = failure(kNoChange, options);
  EXPECT_EQ(error.substr(0, 8), "status 2");
  EXPECT_NE(error.find("--label-column"), std::string::npos) << error;
}

TEST_F(ExportFailure, AGivenSourceThatIsMissingIsAnError) {
  ExportOptions options;
  options.source = "/nowhere/songs.csv";
  EXPECT_EQ(failure(kNoChange, options).substr(0, 8), "status 4");
}

TEST_F(ExportFailure, AFolderThatIsMissingIsAnError) {
  ExportOptions options;
  options.to = "/nowhere/out.csv";
  EXPECT_EQ(failure(kNoChange, options).substr(0, 8), "status 4");
}

TEST_F(LabelledExport, NeverReplacesItsInput) {
  const JobFolder folder(comm);
  const fs::path from = folder.write("songs.csv", "a\n1\n");
  ingest_csv(comm, from, folder.file("songs.h5"), export_options({"a"}));
  const Catalogue catalogue = Catalogue::open(comm, folder.file("songs.h5"));
  const Labelling labels = label(comm, 1);
  for (const char* name : {"songs.csv", "songs.h5"}) {
    ExportOptions options;
    options.to = folder.file(name);
    EXPECT_THROW(export_labelled(comm, catalogue, labels.view(false), options), AgreedError);
  }
  EXPECT_EQ(test::read_file(from), "a\n1\n");
}

TEST_F(LabelledExport, WithoutASourceWritesRowsFeaturesAndLabels) {
  const JobFolder folder(comm);
  const fs::path from = folder.write("songs.csv", "a,b\n1.5,x\nNA,y\n1e-5,z\n");
  ingest_csv(comm, from, folder.file("songs.h5"), export_options({"a"}));
  comm.barrier();
  if (comm.is_root()) fs::rename(from, folder.file("moved.csv"));
  comm.barrier();
  const Catalogue catalogue = Catalogue::open(comm, folder.file("songs.h5"));
  const Labelling labels = label(comm, 3);
  ExportOptions options;
  options.to = folder.file("out.csv");
  EXPECT_FALSE(export_labelled(comm, catalogue, labels.view(false), options).from_source);
  EXPECT_EQ(test::read_file(options.to), "row,a,cluster\n0,1.5,0\n1,,1\n2,1e-05,\n");
  comm.barrier();
  options.source = folder.file("moved.csv");
  EXPECT_TRUE(export_labelled(comm, catalogue, labels.view(false), options).from_source);
  EXPECT_EQ(test::read_file(options.to), "a,b,cluster\n1.5,x,0\nNA,y,1\n1e-5,z,\n");
}

TEST_F(LabelledExport, FetchesRecordsByRow) {
  const JobFolder folder(comm);
  std::string text = "a,b\n";
  std::vector<std::string> records;
  for (int i = 0; i < 5000; ++i) {
    records.push_back(std::to_string(i) + ",\"" + std::string(static_cast<std::size_t>(i % 50), 'y') +
                      "\n\"");
    text += records.back() + "\r\n";
    if (i % 9 == 0) text += "\nragged\n";
  }
  const fs::path from = folder.write("songs.csv", text);
  IngestOptions options = export_options({"a"});
  options.bad_rows = csv::BadRows::kSkip;
  const CatalogueInfo info = ingest_csv(comm, from, folder.file("songs.h5"), options);
  ASSERT_EQ(info.rows, 5000);
  const std::vector<RowIndex> rows = {0, 0, 1, 1023, 1024, 2047, 3500, 4999};
  const std::vector<std::string> fetched = fetch_records(info, from, rows);
  ASSERT_EQ(fetched.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(fetched[i], records[static_cast<std::size_t>(rows[i])]);
  }
  EXPECT_EQ(fetch_records(info, folder.file("absent"), rows), std::vector<std::string>(rows.size()));
  const fs::path other = folder.write("other.csv", "a,b\n");
  EXPECT_THROW((void)fetch_records(info, other, rows), Error);
}

}  // namespace
}  // namespace chorus::catalogue
