// The data of the run, unpacked (packed by src/report/packed.cpp and page_data.cpp).

const data = JSON.parse($('chorus-data').textContent);
const run = JSON.parse($('chorus-run').textContent);
const k = data.profiles.length;
const features = data.features;

const unpackBytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));

// LEB128. Multiplies instead of shifting: JavaScript shifts 32 bits.
function unpackIntegers(text) {
  const numbers = [];
  let value = 0;
  let place = 1;
  for (const byte of unpackBytes(text)) {
    value += (byte & 127) * place;
    place *= 128;
    if (byte < 128) {
      numbers.push(value);
      value = 0;
      place = 1;
    }
  }
  return numbers;
}

function unpackFractions(packed) {
  const codes = unpackBytes(packed.values);
  const {low, high} = packed.range;
  const values = new Float64Array(codes.length / 2);
  for (let i = 0; i < values.length; ++i) {
    const part = (codes[2 * i] + 256 * codes[2 * i + 1]) / 65535;
    values[i] = low * (1 - part) + high * part;
  }
  return values;
}

// Pairs of how many zeros and a count, into `size` counts.
function unpackCounts(text, size) {
  const counts = new Float64Array(size);
  const pairs = unpackIntegers(text);
  let at = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    at += pairs[i];
    counts[at] = pairs[i + 1];
    at += 1;
  }
  return counts;
}

// The songs on the map, by column.
const songs = (() => {
  const packed = data.songs;
  let row = 0;
  const artistOf = unpackIntegers(packed.artist_of);
  return {
    count: packed.count,
    row: unpackIntegers(packed.rows).map((step) => (row += step)),
    cluster: unpackIntegers(packed.clusters),
    pc1: unpackFractions(packed.pc1),
    pc2: unpackFractions(packed.pc2),
    values: packed.features.map(unpackFractions),
    title: (i) => packed.titles[i] || `Row ${songs.row[i]}`,
    artist: (i) => packed.artists[artistOf[i]],
  };
})();

// A value in the space in which distances were measured; a constant column counts nothing.
const scaled = (value, j) => (data.scaler.scale[j] === 0 ? 0 : (value - data.scaler.shift[j]) / data.scaler.scale[j]);

// The share of a cluster's measured songs whose silhouette width is below 0.
function shareBelowZero(c) {
  const {bins, counts} = data.silhouette_widths;
  const widths = unpackCounts(counts[c], bins);
  const total = widths.reduce((a, b) => a + b, 0);
  return widths.slice(0, bins / 2).reduce((a, b) => a + b, 0) / total;
}

const clusterName = (c) => data.profiles[c].name || 'unnamed';
const clusterLabel = (c) => `${c} ${clusterName(c)}`;
const songLabel = (song) => song.title || `Row ${song.row}`;
const chosenScore = data.k_selection.find((score) => score.k === data.choices.chosen);
const clusters = Array.from({length: k}, (_, c) => c);
