// How each feature spreads within each cluster: violins from exact counts of all rows.

(() => {
  const kMost = 24;  // features
  const shown = features.slice(0, kMost);
  const outlines = data.distributions.map((feature) => feature.clusters.map((one) => unpackBytes(one.outline)));
  if (data.distributions.length === 0) {
    $('spread').hidden = true;
    return;
  }
  const columnsFor = (width) => Math.max(1, Math.min(5, Math.floor(width / Math.max(170, 44 + k * 22)), shown.length));
  const panelHeight = 218;

  // One violin: outline, middle half, median. `j` is the feature, `c` the cluster.
  function violin(j, api) {
    const c = api.value(0);
    const {window: {low, high}, clusters: of} = data.distributions[j];
    const [, q25, q50, q75] = of[c].quantiles;
    if (!isNumber(q50)) return null;
    const outline = outlines[j][c];
    const half = Math.min(api.size([1, 0])[0] * 0.44, 26);
    const x = api.coord([c, low])[0];
    const y = (value) => api.coord([c, value])[1];
    const left = [];
    const right = [];
    const first = outline.findIndex((part) => part > 0);
    const last = outline.findLastIndex((part) => part > 0);
    const edge = (bin) => y(low + (high - low) * bin / outline.length);
    const add = (reach, at) => {
      left.push([x - reach, at]);
      right.push([x + reach, at]);
    };
    for (let bin = first; bin <= last; ++bin) {
      const reach = half * outline[bin] / 255;
      if (bin === first) add(reach, edge(bin));
      add(reach, edge(bin + 0.5));
      if (bin === last) add(reach, edge(bin + 1));
    }
    const away = !choice.shows(c);
    const paint = clusterColour(c);
    return {
      type: 'group',
      children: [
        {type: 'polygon', shape: {points: [...left, ...right.reverse()]},
          style: {fill: paint, opacity: away ? 0.1 : 0.5, stroke: paint, lineWidth: 0.8}},
        {type: 'rect', shape: {x: x - 3, y: y(q75), width: 6, height: Math.max(1, y(q25) - y(q75))},
          style: {fill: colour('ink'), opacity: away ? 0.15 : 0.85}},
        {type: 'rect', shape: {x: x - Math.min(7, half), y: y(q50) - 1.5, width: Math.min(14, 2 * half), height: 3},
          style: {fill: colour('card'), stroke: colour('ink'), lineWidth: 0.7, opacity: away ? 0.2 : 1}},
      ],
    };
  }

  chart({
    figure: 'distributions', picture: 'distributions', follows: true,
    title: 'Features within each cluster',
    says: 'The numbers under each picture are the clusters’.' + (features.length > kMost ? ` The first ${kMost} features; the others are in the table.` : ''),
    label: 'Violin plots, one for each feature, with a violin for each cluster. Medians: ' + shown.map((name, j) =>
      `${featureName(name)}: ${clusters.slice(0, 12).map((c) => `cluster ${c} ${featureValue(name, data.distributions[j].clusters[c].quantiles[2])}`).join(', ')}`).join('; '),
    numbers: {
      file: 'tables/distributions.csv', head: ['Feature', 'Cluster', '5 %', '25 %', 'Median', '75 %', '95 %'],
      rows: () => features.flatMap((name, j) => clusters.map((c) => [featureName(name), clusterLabel(c),
        ...data.distributions[j].clusters[c].quantiles.map((x) => featureValue(name, x))])),
    },
    height: (width) => Math.ceil(shown.length / columnsFor(width)) * panelHeight,
    click: ({value}) => choice.only(value[0]),
    option: (width) => {
      const columns = columnsFor(width);
      const step = width / columns;
      const place = (j) => ({left: (j % columns) * step + 40, top: Math.floor(j / columns) * panelHeight + 30,
        width: step - 52, height: panelHeight - 66});
      return {
        title: shown.map((name, j) => ({
          text: featureTitle(name), left: place(j).left - 40, top: place(j).top - 28, padding: 0,
          textStyle: {fontSize: 13, fontWeight: 600, color: colour('ink'), width: step - 10, overflow: 'truncate'},
        })),
        grid: shown.map((_, j) => place(j)),
        xAxis: shown.map((_, j) => ({
          gridIndex: j, type: 'category', data: clusters, axisTick: {show: false}, axisLine: axisLine(),
          axisLabel: axisLabel({interval: k > 14 ? 'auto' : 0}),
        })),
        yAxis: shown.map((name, j) => ({
          gridIndex: j, type: 'value', ...tickRange(name, data.distributions[j].window), splitNumber: 4, splitLine: splitLine(),
          axisLabel: axisLabel({
            fontSize: 11, formatter: (x) => featureTick(name, x), showMinLabel: false, showMaxLabel: false}),
        })),
        tooltip: {
          ...baseOption().tooltip,
          formatter: ({seriesIndex: j, dataIndex: c}) => {
            const one = data.distributions[j].clusters[c];
            const q = one.quantiles.map((x) => featureValue(features[j], x));
            return tip(`${featureName(features[j])}, cluster ${clusterLabel(c)}`, `median ${q[2]}`,
              `middle half ${q[1]} to ${q[3]}`, `90 % of songs ${q[0]} to ${q[4]}`);
          },
        },
        series: shown.map((name, j) => ({
          type: 'custom', xAxisIndex: j, yAxisIndex: j, clip: true, cursor: 'pointer', encode: {x: 0, y: 1},
          renderItem: (params, api) => violin(j, api),
          data: clusters.map((c) => [c, data.distributions[j].clusters[c].quantiles[2] ?? 0]),
        })),
      };
    },
  });
})();
