// The scaling section, where the results of a study are there.

(() => {
  if (run.scaling.length === 0) return;
  $('scaling').hidden = false;
  const groups = new Map();
  for (const point of run.scaling) {
    const name = `${point.study}, ${point.origin}`;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(point);
  }
  for (const points of groups.values()) points.sort((a, b) => a.ranks - b.ranks);
  const most = Math.max(...run.scaling.map((point) => point.ranks));
  const least = Math.min(...run.scaling.map((point) => point.ranks));
  const symbols = ['circle', 'rect', 'triangle', 'diamond'];

  // The spread of the repeats, as a stroke; a share of the value, as that of the seconds.
  const spread = (points, read) => ({
    type: 'custom', silent: true, z: 4, encode: {x: 0, y: [1, 2]}, tooltip: {show: false},
    data: points.map((point) => [point.ranks, read(point) * point.seconds / point.high, read(point) * point.seconds / point.low]),
    renderItem: (params, api) => {
      const [x, y1] = api.coord([api.value(0), api.value(1)]);
      const y2 = api.coord([api.value(0), api.value(2)])[1];
      return {type: 'line', shape: {x1: x, y1, x2: x, y2}, style: {stroke: colour('ink'), lineWidth: 1.5}};
    },
  });

  function scalingChart(figure, title, says, name, read, percentage, ideal, chosen) {
    const shown = [...groups].filter(([key]) => chosen(key));
    if (shown.length === 0) return;
    chart({
      figure, picture: `run_${figure.replace('-', '_')}`, title, says,
      label: `Line chart of ${name} by ranks. ` + shown.map(([key, points]) => `${key}: ` +
        points.map((point) => `${point.ranks} ranks ${fixed(read(point), 2)}`).join(', ')).join('; '),
      numbers: {
        file: 'tables/run_scaling.csv', head: ['Study', 'Ranks', 'Nodes', 'Songs', 'Seconds', 'Spread', 'Speed-up', 'Efficiency', 'Communicating'],
        rows: () => shown.flatMap(([key, points]) => points.map((p) => [key, p.ranks, p.nodes, whole(p.rows), seconds(p.seconds),
          `${seconds(p.low)} to ${seconds(p.high)}`, fixed(p.speed_up, 2), percent(p.efficiency), percent(p.communication)])),
      },
      height: () => 380,
      option: () => ({
        grid: {left: 54, right: 14, top: 34 + 22 * Math.ceil(shown.length / 2), bottom: 46},
        legend: {top: 0, left: 0, textStyle: {color: colour('ink'), fontSize: 12.5}, itemWidth: 22,
          data: shown.map(([key]) => key)},
        xAxis: {type: 'log', logBase: 2, min: least, max: most, name: 'ranks', nameLocation: 'middle', nameGap: 26, ...axisName(),
          splitLine: splitLine(), axisLabel: axisLabel()},
        yAxis: {type: percentage ? 'value' : 'log', logBase: 2, min: percentage ? 0 : 1, splitLine: splitLine(),
          axisLabel: axisLabel({formatter: (x) => (percentage ? `${Math.round(100 * x)} %` : shortTick(x))})},
        tooltip: {...baseOption().tooltip, formatter: ({seriesName, value}) =>
          tip(seriesName, `${value[0]} ranks`, percentage ? percent(value[1]) : fixed(value[1], 2))},
        series: [
          ...shown.map(([key, points], i) => ({
            type: 'line', name: key, data: points.map((point) => [point.ranks, read(point)]), symbol: symbols[i % 4], symbolSize: 9,
            lineStyle: {color: clusterColour(i), width: 2, type: key.endsWith('measured') ? 'solid' : 'dashed'},
            itemStyle: key.endsWith('measured') ? {color: clusterColour(i)}
              : {color: colour('paper'), borderColor: clusterColour(i), borderWidth: 2},
          })),
          ...shown.map(([, points]) => spread(points.filter((point) => point.low > 0 && point.high > 0), read)),
          {type: 'line', name: 'ideal', data: ideal, symbol: 'none', silent: true, lineStyle: {color: colour('faint'), type: 'dotted', width: 1.5}},
        ],
      }),
    });
  }
  scalingChart('speed-up', 'Speed-up', 'Strong scaling: the same songs on more ranks, against the fewest. Dotted: ideal.', 'times faster',
    (point) => point.speed_up, false, [[least, 1], [most, most / least]], (key) => key.startsWith('strong'));
  scalingChart('efficiency', 'Efficiency', '100 % is ideal. Strong: the same songs; weak: as many songs a rank.', 'efficiency',
    (point) => point.efficiency, true, [[least, 1], [most, 1]], () => true);
})();
