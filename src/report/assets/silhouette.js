// The silhouette plot: the widths of the measured songs, sorted within each cluster.

(() => {
  const {bins, mean, counts: packed} = data.silhouette_widths;
  const counts = packed.map((text) => unpackCounts(text, bins));
  const sizes = counts.map((of) => of.reduce((a, b) => a + b, 0));
  const total = sizes.reduce((a, b) => a + b, 0);
  if (total === 0) {
    $('fit').hidden = true;
    return;
  }
  const middle = (bin) => -1 + 2 * (bin + 0.5) / bins;
  const below = clusters.map(shareBelowZero);
  const worst = clusters.filter((c) => isNumber(mean[c])).sort((a, b) => mean[a] - mean[b])[0];
  const overall = chosenScore ? chosenScore.silhouette : null;
  $('fit-words').textContent = `Cluster ${clusterLabel(worst)} fits its songs least (mean ${fixed(mean[worst], 2)}; ` +
    `${percent(below[worst], 0)} of them lie below 0).` +
    (total < data.rows_used ? ` Measured on ${whole(total)} sampled songs, each against all songs.` : '');

  // The outline of a cluster's band, in data: from the largest width down.
  const gap = total * 0.02;
  let start = 0;
  const bands = clusters.map((c) => {
    const points = [];
    let at = start;
    let least = 1;
    let most = -1;
    for (let bin = bins - 1; bin >= 0; --bin) {
      if (counts[c][bin] === 0) continue;
      points.push([middle(bin), at], [middle(bin), at + counts[c][bin]]);
      at += counts[c][bin];
      least = Math.min(least, middle(bin));
      most = Math.max(most, middle(bin));
    }
    const band = {points, start, end: at, least, most};
    start = at + gap;
    return band;
  });
  const least = Math.min(0, ...bands.map((band) => band.least));
  const most = Math.max(...bands.map((band) => band.most));

  chart({
    figure: 'silhouette', picture: 'silhouette', follows: true,
    title: 'Silhouette widths, sorted',
    says: overall === null ? '' : `The dashed line is the mean of all measured songs, ${fixed(overall, 3)}, in ${data.space}.`,
    label: 'Silhouette plot. ' + clusters.map((c) => `Cluster ${clusterLabel(c)}: mean ${fixed(mean[c], 3)}, ` +
      `${percent(below[c], 0)} below 0`).join('; '),
    numbers: {
      file: 'tables/silhouette.csv', head: ['Cluster', 'Songs measured', 'Mean width', 'Below 0'],
      rows: () => clusters.map((c) => [clusterLabel(c), whole(sizes[c]), fixed(mean[c], 3), percent(below[c])]),
    },
    height: () => Math.min(900, Math.max(260, 70 + k * 62)),
    click: ({dataIndex}) => choice.only(dataIndex),
    option: (width) => {
      const narrow = width < 560;
      return {
        grid: {left: narrow ? 30 : 190, right: 20, top: 8, bottom: 46},
        xAxis: {
          type: 'value', min: Math.floor(least * 5) / 5, max: Math.min(1, Math.ceil(most * 5) / 5), name: 'silhouette width', nameLocation: 'middle',
          nameGap: 28, ...axisName(), axisLine: {show: false}, axisTick: {show: false}, splitLine: splitLine(), axisLabel: axisLabel({formatter: (x) => fixed(x, 1)}),
        },
        yAxis: {type: 'value', inverse: true, min: 0, max: start - gap, show: false},
        tooltip: {
          ...baseOption().tooltip,
          formatter: ({dataIndex: c}) => tip(clusterLabel(c), `mean width ${fixed(mean[c], 3)}`,
            `${percent(below[c])} of ${whole(sizes[c])} measured songs below 0`),
        },
        series: [{
          type: 'custom', cursor: 'pointer', encode: {x: 1, y: 0},
          data: bands.map((band) => [(band.start + band.end) / 2, 0]),
          renderItem: (params, api) => {
            const c = params.dataIndex;
            const band = bands[c];
            if (band.points.length === 0) return null;
            const points = [[0, band.start], ...band.points, [0, band.end]].map((point) => api.coord(point));
            const away = !choice.shows(c);
            return {
              type: 'group',
              children: [
                {type: 'polygon', shape: {points}, style: {
                  fill: clusterColour(c), decal: pattern(c), opacity: away ? 0.15 : 0.85}},
                {type: 'text', style: {
                  text: narrow ? String(c) : clusterLabel(c), x: narrow ? 4 : 0, y: api.coord([0, (band.start + band.end) / 2])[1],
                  align: 'left', verticalAlign: 'middle', fill: colour('ink'), opacity: away ? 0.4 : 1,
                  font: `${narrow ? 600 : 500} 12.5px ${font()}`, width: 170, overflow: 'truncate'}},
              ],
            };
          },
          markLine: overall === null ? undefined : {
            symbol: 'none', silent: true, data: [{xAxis: overall}], label: {show: false},
            lineStyle: {color: colour('ink'), type: 'dashed', width: 1.5},
          },
        }],
      };
    },
  });
})();
