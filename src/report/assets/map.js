// The song map: a fair sample of songs as points, the density of all songs, or both, on the same axes.

const map = {
  layer: songs.count > 0 ? 'both' : 'density',
  song: null,       // index among the songs on the map
  near: [],         // indices
  window: null,     // {pc1, pc2} that is shown; null: all
  pick: () => {},   // called with an index; set by the panel
  chart: null,
};

(() => {
  const home = () => ({pc1: density.pc1, pc2: density.pc2});
  const ratio = data.pca.explained_variance_ratio;
  const few = songs.count < data.rows_used;
  $('map-words').textContent = `Songs that sound alike lie near each other, as far as two axes can show it: they hold ` +
    `${percent((ratio[0] ?? 0) + (ratio[1] ?? 0), 0)} of the differences between songs. ` +
    (songs.count > 0 ? `The points are ${few ? `a fair sample of ${whole(songs.count)} songs` : `all ${whole(songs.count)} songs`}; ` : '') +
    `the shading counts all ${whole(data.rows_used)}` +
    (density.outside > 0 ? `, ${whole(density.outside)} of which lie beyond the edges.` : '.');

  const byCluster = clusters.map(() => []);
  for (let i = 0; i < songs.count; ++i) byCluster[songs.cluster[i]].push([songs.pc1[i], songs.pc2[i], i]);

  const songTip = (i) => tip(foreign(songs.title(i)), foreign(songs.artist(i)), clusterLabel(songs.cluster[i]),
    features.map((name, j) => `${featureName(name)} ${featureValue(name, songs.values[j][i])}`).slice(0, 10).join(' · '));

  function zoom(factor) {
    const now = map.window ?? home();
    const around = ({low, high}) => {
      const middle = (low + high) / 2;
      return {low: middle - (high - low) * factor / 2, high: middle + (high - low) * factor / 2};
    };
    map.window = {pc1: around(now.pc1), pc2: around(now.pc2)};
    map.chart.draw();
  }
  const tool = (text, label, act) => el('button', {type: 'button', class: 'tool', 'aria-label': label, onclick: act}, text);
  const tools = el('div', {class: 'tools'},
    segments(songs.count > 0 ? {both: 'Both', songs: 'Songs', density: 'All songs, as density'} : {density: 'Density'},
      map.layer, (layer) => {
        map.layer = layer;
        map.chart.draw();
      }, 'What the map shows'),
    el('span', {}, tool('+', 'Zoom in', () => zoom(0.6)), ' ', tool(MINUS, 'Zoom out', () => zoom(1 / 0.6)), ' ',
      tool('Whole map', 'Show the whole map', () => {
        map.window = null;
        map.chart.draw();
      })));

  const many = songs.count > 6000;
  const points = (c, width) => ({
    type: 'scatter', name: clusterLabel(c), data: byCluster[c], symbol: clusterSymbol(c), z: 2, cursor: 'pointer',
    symbolSize: many || width < 560 ? 4.1 : 6.5,  // below 4, ECharts draws all symbols of a large series as squares
    dimensions: ['pc1', 'pc2', 'song'], encode: {x: 0, y: 1}, emphasis: {disabled: true},
    itemStyle: {color: clusterColour(c), opacity: map.layer === 'both' ? (many ? 0.45 : 0.6) : 0.75},
    large: c % 7 < 4, largeThreshold: 500, progressive: 0,
  });
  // Numbers at the centres of the clusters, moved apart (in pixels) where they would cover each other.
  const kBadge = 26;
  function apart(centres) {
    const moved = centres.map(([x, y]) => [x, y]);
    for (let round = 0; round < 60; ++round) {
      for (let a = 0; a < moved.length; ++a) {
        for (let b = a + 1; b < moved.length; ++b) {
          const [dx, dy] = [moved[b][0] - moved[a][0], moved[b][1] - moved[a][1]];
          const far = Math.hypot(dx, dy);
          if (far >= kBadge) continue;
          const [ux, uy] = far > 0 ? [dx / far, dy / far] : [0, 1];
          const push = (kBadge - far) / 2 + 0.1;
          moved[a] = [moved[a][0] - ux * push, moved[a][1] - uy * push];
          moved[b] = [moved[b][0] + ux * push, moved[b][1] + uy * push];
        }
      }
    }
    return moved;
  }
  function badges({pc1, pc2}, grid, width, height) {
    const shown = clusters.filter((c) => choice.shows(c) && isNumber(data.centroid_scores[c][0]));
    const across = (width - grid.left - grid.right) / (pc1.high - pc1.low);
    const down = (height - grid.top - grid.bottom) / (pc2.high - pc2.low);
    const places = apart(shown.map((c) => [data.centroid_scores[c][0] * across, data.centroid_scores[c][1] * down]));
    return {
      type: 'scatter', z: 8, symbol: 'circle', symbolSize: kBadge, silent: true, itemStyle: {
        color: colour('card'), borderColor: colour('ink'), borderWidth: 1.5, opacity: 0.95},
      label: {show: true, formatter: ({value}) => value[2], color: colour('ink'), fontWeight: 700, fontSize: 13},
      data: shown.map((c, i) => [places[i][0] / across, places[i][1] / down, c]),
    };
  }
  const ring = (indices, size, line, z, paint) => ({
    type: 'scatter', z, symbol: 'circle', symbolSize: size, cursor: 'pointer',
    itemStyle: {color: 'transparent', borderColor: paint, borderWidth: line},
    data: indices.map((i) => [songs.pc1[i], songs.pc2[i], i]),
  });

  // How many of all songs lie where the pointer is, by cluster.
  const here = el('p', {class: 'says here', 'aria-hidden': 'true'}, '\u00a0');
  function hereText(pc1, pc2) {
    const found = songsAt(pc1, pc2);
    if (found === null) return '\u00a0';
    if (found.length === 0) return 'No songs here.';
    return `Here, of all songs: ${found.sort((a, b) => b[1] - a[1]).slice(0, 4).map(([c, count]) => `${whole(count)} in ${clusterLabel(c)}`).join(', ')}` +
      `${found.length > 4 ? ', …' : ''}.`;
  }

  map.chart = chart({
    figure: 'song-map', picture: 'map', canvas: true, follows: true, before: tools,
    title: 'Songs along the first two principal components',
    label: `Scatter plot of ${whole(songs.count)} songs by two principal components, over the density of all ` +
      `${whole(data.rows_used)} songs. ` + clusters.map((c) => `Cluster ${clusterLabel(c)} is centred at ` +
      `${fixed(data.centroid_scores[c][0], 2)}, ${fixed(data.centroid_scores[c][1], 2)}`).join('; ') +
      '. Search a song by its name beside the chart.',
    numbers: {
      file: 'tables/map_songs.csv and tables/map_density.csv', head: ['Cluster', 'Songs', 'On the map', 'Mean PC1', 'Mean PC2'],
      rows: () => clusters.map((c) => [clusterLabel(c), whole(data.profiles[c].size), whole(byCluster[c].length),
        fixed(data.centroid_scores[c][0], 3), fixed(data.centroid_scores[c][1], 3)]),
    },
    height: (width) => Math.max(360, Math.min(680, width * 0.78)),
    click: ({value}) => {
      if (value && value.length > 2) map.pick(value[2]);
    },
    over: (pc1, pc2) => here.replaceChildren(hereText(pc1, pc2)),
    option: (width, height) => {
      const {pc1, pc2} = map.window ?? home();
      const grid = {left: width < 500 ? 40 : 50, right: 8, top: 8, bottom: 46};
      const axis = (name, {low, high}) => ({
        type: 'value', min: low, max: high, name, nameLocation: 'middle', ...axisName(), axisLine: axisLine(),
        axisTick: {show: false}, splitLine: splitLine(),
        axisLabel: axisLabel({showMinLabel: false, showMaxLabel: false, formatter: (x) => fixed(x, map.window ? 1 : 0)}),
      });
      const shown = clusters.filter((c) => choice.shows(c));
      return {
        grid,
        xAxis: {...axis(`PC1 (${percent(ratio[0], 0)} of the variance)`, pc1), nameGap: 26},
        yAxis: {...axis(`PC2 (${percent(ratio[1] ?? 0, 0)})`, pc2), nameGap: 28},
        tooltip: {
          ...baseOption().tooltip,
          formatter: ({value}) => (value && value.length > 2 && Number.isInteger(value[2]) ? songTip(value[2]) : ''),
        },
        series: [
          ...(map.layer === 'songs' ? [] : [densitySeries(densityPicture(), map.layer === 'both' ? 0.45 : 1)]),
          ...(map.layer === 'density' ? [] : shown.map((c) => points(c, width))),
          badges({pc1, pc2}, grid, width, height),
          ring(map.near, 13, 1.8, 5, colour('ink')),
          ...(map.song === null ? [] : [ring([map.song], 25, 6, 6, colour('paper')), ring([map.song], 22, 3.5, 7, colour('accent'))]),
        ],
      };
    },
  });

  if (map.chart) $('song-map').querySelector('.chart').after(here);
  else tools.hidden = true;
})();
