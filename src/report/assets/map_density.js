// All songs on the map: counts on a grid, as a picture in which a cell has the colour of its clusters, mixed by
// their songs, and is the more opaque the more songs it holds.

const density = data.density;
const gridCounts = density.counts.map((text) => unpackCounts(text, density.side * density.side));

// How many songs of the clusters shown each cell holds.
function shownCounts() {
  const total = new Float64Array(density.side * density.side);
  for (const c of clusters) if (choice.shows(c)) gridCounts[c].forEach((count, cell) => (total[cell] += count));
  return total;
}

// A canvas of side x side pixels, row 0 at the top (the largest PC2).
function densityPicture() {
  const side = density.side;
  const canvas = el('canvas', {width: side, height: side});
  const context = canvas.getContext('2d');
  const image = context.createImageData(side, side);
  const total = shownCounts();
  const most = Math.log1p(Math.max(...total));
  const tints = clusters.map((c) => channels(clusterColour(c)));
  for (let cell = 0; cell < total.length; ++cell) {
    if (total[cell] === 0) continue;
    const pixel = 4 * ((side - 1 - Math.floor(cell / side)) * side + (cell % side));
    for (const c of clusters) {
      if (!choice.shows(c)) continue;
      const part = gridCounts[c][cell] / total[cell];
      for (let channel = 0; channel < 3; ++channel) image.data[pixel + channel] += part * tints[c][channel];
    }
    image.data[pixel + 3] = 255 * (0.1 + 0.85 * Math.log1p(total[cell]) / most);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

// A series that draws the picture over the window of the grid.
function densitySeries(picture, opacity) {
  return {
    type: 'custom', silent: true, z: 1, data: [[density.pc1.low, density.pc2.low]], clip: true,
    renderItem: (params, api) => {
      const [left, bottom] = api.coord([density.pc1.low, density.pc2.low]);
      const [right, top] = api.coord([density.pc1.high, density.pc2.high]);
      return {
        type: 'image', style: {image: picture, x: left, y: top, width: right - left, height: bottom - top, opacity},
      };
    },
  };
}

// The cell that holds a point: how many songs of each cluster shown; null outside of the grid.
function songsAt(pc1, pc2) {
  const place = (x, {low, high}) => Math.min(Math.floor((x - low) / (high - low) * density.side), density.side - 1);
  const column = place(pc1, density.pc1);
  const line = place(pc2, density.pc2);
  if (column < 0 || line < 0 || pc1 > density.pc1.high || pc2 > density.pc2.high) return null;
  return clusters.filter((c) => choice.shows(c)).map((c) => [c, gridCounts[c][line * density.side + column]])
    .filter(([, count]) => count > 0);
}
