// Choosing k: silhouette with its interval above, inertia (the elbow) below, on one axis of k.

(() => {
  const scores = data.k_selection;
  const at = scores.findIndex((score) => score.k === data.choices.chosen);
  $('choosing-why').textContent = data.choices.why ||
    (data.choices.by === 'given' ? `k = ${data.choices.chosen} was given.` : '');
  const opinions = {silhouette: 'Silhouette, highest', elbow: 'Elbow of the inertia',
    davies_bouldin: 'Davies-Bouldin, lowest', calinski_harabasz: 'Calinski-Harabasz, highest'};
  const rows = Object.entries(opinions).map(([key, name]) => {
    const row = [name, data.choices[key] > 0 ? `k = ${data.choices[key]}` : 'not clear'];
    row.chosen = key === data.choices.by;
    return row;
  });
  if (scores.length > 1) $('opinions').append(table(['Criterion', 'would choose'], rows));

  const range = (score) => {
    if (!isNumber(score.silhouette)) return fixed(null);
    const bounds = interval(score);
    return bounds ? `${fixed(bounds[0], 3)} to ${fixed(bounds[1], 3)}` : 'exact';
  };
  const whisker = (params, api) => {
    const [x, low] = api.coord([api.value(0), api.value(1)]);
    const high = api.coord([api.value(0), api.value(2)])[1];
    const style = {stroke: colour('ink'), lineWidth: 1.5, fill: 'none'};
    const line = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2}, style});
    return {type: 'group', children: [line(x, low, x, high), line(x - 5, low, x + 5, low), line(x - 5, high, x + 5, high)]};
  };
  const chosenLine = (text) => ({
    symbol: 'none', silent: true, data: [{xAxis: at}],
    lineStyle: {color: colour('accent'), type: 'solid', width: 1.5},
    // Beside the line, inside of the chart, so that it meets neither axis nor edge.
    label: text ? {
      formatter: text, color: colour('accent'), fontWeight: 600, fontSize: 13, position: 'end', distance: [6, -14],
      align: at < scores.length / 2 ? 'left' : 'right', offset: at < scores.length / 2 ? [7, 0] : [-7, 0],
    } : {show: false},
  });
  // The elbow's opinion, as a ring on the inertia.
  const elbowAt = scores.findIndex((score) => score.k === data.choices.elbow);
  const elbow = () => (elbowAt < 0 ? undefined : {
    symbol: 'circle', symbolSize: 19, silent: true, data: [{coord: [elbowAt, scores[elbowAt].inertia]}],
    itemStyle: {color: 'transparent', borderColor: colour('ink'), borderWidth: 1.5},
    label: {formatter: `elbow: k = ${data.choices.elbow}`, position: 'top', distance: 6, align: elbowAt > scores.length - 3 ? 'right' : 'left',
      color: colour('ink'), fontSize: 12.5},
  });

  chart({
    figure: 'choose-k', picture: 'choose_k',
    title: scores.length > 1 ? 'Silhouette and inertia by the number of clusters' : 'Scores of the given k',
    says: scores.length === 1 ? `Measured in ${data.space}.` : `Strokes are 95 % intervals. A good k has a high silhouette; at an elbow of the inertia more clusters stop paying. Measured in ${data.space}.`,
    label: 'Line chart over k. ' + scores.map((s) => `k = ${s.k}: silhouette ${fixed(s.silhouette, 3)}, inertia ${whole(s.inertia)}`).join('; ') +
      `. Chosen: k = ${data.choices.chosen}.`,
    numbers: {
      open: true, file: 'k_selection.csv',
      head: ['k', 'Silhouette', '95 % interval', 'Inertia', 'Davies-Bouldin', 'Calinski-Harabasz', 'Smallest cluster', 'Ended by'],
      rows: () => scores.map((s) => {
        const row = [s.k, fixed(s.silhouette, 3), range(s), whole(s.inertia), fixed(s.davies_bouldin, 3),
          whole(s.calinski_harabasz), whole(Math.min(...s.sizes)), s.stop];
        row.chosen = s.k === data.choices.chosen;
        return row;
      }),
    },
    height: () => (scores.length > 1 ? 470 : 0),
    option: (width) => {
      const left = width < 500 ? 52 : 74;
      const axis = (gridIndex, more) => ({
        gridIndex, type: 'category', data: scores.map((s) => s.k), axisLine: axisLine(), axisTick: {show: false},
        axisLabel: axisLabel(), boundaryGap: true, ...more,
      });
      const value = (gridIndex, name, formatter) => ({
        gridIndex, type: 'value', scale: true, name, ...axisName({align: 'left', padding: [0, 0, 0, -left + 4]}),
        splitNumber: 4, splitLine: splitLine(), axisLabel: axisLabel({formatter}), axisLine: {show: false},
      });
      const points = (values, symbol) => ({
        type: 'line', data: values, symbol, symbolSize: 9, lineStyle: {color: colour('ink'), width: 2},
        itemStyle: {color: colour('ink')}, z: 3,
      });
      return {
        axisPointer: {link: [{xAxisIndex: 'all'}]},
        tooltip: {
          ...baseOption().tooltip, trigger: 'axis',
          formatter: (all) => {
            const s = scores[all[0].dataIndex];
            return tip(`k = ${s.k}`, `silhouette ${fixed(s.silhouette, 3)} (${range(s)})`,
              `inertia ${whole(s.inertia)}`, `Davies-Bouldin ${fixed(s.davies_bouldin, 3)}`,
              `Calinski-Harabasz ${whole(s.calinski_harabasz)}`);
          },
        },
        grid: [{left, right: 16, top: 44, height: 160}, {left, right: 16, top: 262, height: 160}],
        xAxis: [axis(0, {axisLabel: {show: false}}), axis(1, {name: 'k, the number of clusters', nameLocation: 'middle', nameGap: 28, ...axisName()})],
        yAxis: [value(0, 'Silhouette', (x) => fixed(x, 3)), value(1, 'Inertia', (x) => shortTick(x))],
        series: [
          {...points(scores.map((s) => s.silhouette), 'circle'), markLine: chosenLine(`chosen: k = ${data.choices.chosen}`)},
          {
            type: 'custom', renderItem: whisker, z: 4, silent: true, encode: {x: 0, y: [1, 2]}, tooltip: {show: false},
            data: scores.map((s, i) => [i, ...(interval(s) ?? [s.silhouette, s.silhouette])]).filter(([, low]) => isNumber(low)),
          },
          {...points(scores.map((s) => s.inertia), 'rect'), xAxisIndex: 1, yAxisIndex: 1, markLine: chosenLine(''), markPoint: elbow()},
        ],
      };
    },
  });
})();
