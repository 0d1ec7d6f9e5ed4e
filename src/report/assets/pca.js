// What the map's axes mean: explained variance, loadings, and how features go together.

(() => {
  const ratio = data.pca.explained_variance_ratio;
  const total = ratio.map((_, i) => ratio.slice(0, i + 1).reduce((a, b) => a + b, 0));
  const components = data.pca.components.slice(0, 2);
  const hatch = (i) => (i === 0 ? null : {...decal(1), color: theme.dark ? 'rgba(0,0,0,.4)' : 'rgba(255,255,255,.55)'});
  const paint = (i) => colour(i === 0 ? 'low' : 'high');

  chart({
    figure: 'explained', picture: 'explained_variance',
    title: 'Explained variance',
    says: 'Bars: each component. Line: all up to it.',
    label: 'Bar chart. ' + ratio.map((part, i) => `PC${i + 1} explains ${percent(part)}`).join(', '),
    numbers: {
      file: 'tables/explained_variance.csv', head: ['Component', 'Explains', 'Up to here'],
      rows: () => ratio.map((part, i) => [`PC${i + 1}`, percent(part), percent(total[i])]),
    },
    height: () => Math.max(300, features.length * 34 + 40),
    option: () => ({
      grid: {left: 46, right: 8, top: 16, bottom: 34},
      xAxis: {type: 'category', data: ratio.map((_, i) => i + 1), axisTick: {show: false}, axisLine: axisLine(),
        axisLabel: axisLabel()},
      yAxis: {type: 'value', min: 0, max: 1, splitLine: splitLine(), axisLabel: axisLabel({formatter: (x) => `${Math.round(100 * x)} %`})},
      tooltip: {...baseOption().tooltip, trigger: 'axis', formatter: ([{dataIndex: i}]) =>
        tip(`PC${i + 1}`, `explains ${percent(ratio[i])}`, `up to here ${percent(total[i])}`)},
      series: [
        {type: 'bar', barWidth: '60%', data: ratio.map((value, i) => ({value, itemStyle: {
          color: i < 2 ? paint(i) : colour('faint'), decal: i < 2 ? hatch(i) : null}}))},
        {type: 'line', data: total, symbolSize: 6, lineStyle: {color: colour('ink'), width: 1.5}, itemStyle: {color: colour('ink')}},
      ],
    }),
  });

  const order = features.map((_, j) => j).sort((a, b) => Math.abs(components[0][b]) - Math.abs(components[0][a]));
  chart({
    figure: 'loadings', picture: 'loadings',
    title: 'Loadings',
    says: 'PC1 plain, PC2 hatched; sorted by PC1.',
    label: 'Bar chart of loadings. ' + order.map((j) =>
      `${featureName(features[j])}: ${components.map((of, i) => `PC${i + 1} ${fixed(of[j], 2)}`).join(', ')}`).join('; '),
    numbers: {
      file: 'tables/loadings.csv', head: ['Feature', ...data.pca.components.map((_, i) => `PC${i + 1}`)],
      rows: () => features.map((name, j) => [featureName(name), ...data.pca.components.map((of) => fixed(of[j], 3))]),
    },
    height: () => Math.max(300, features.length * 34 + 40),
    option: () => ({
      grid: {left: 118, right: 10, top: 6, bottom: 34},
      xAxis: {type: 'value', splitLine: splitLine(), axisLabel: axisLabel({formatter: (x) => fixed(x, 1)})},
      yAxis: {type: 'category', inverse: true, data: order.map((j) => featureName(features[j])), axisTick: {show: false},
        axisLine: {show: false}, axisLabel: nameLabel()},
      tooltip: {...baseOption().tooltip, trigger: 'axis', axisPointer: {type: 'shadow'}, formatter: ([{dataIndex}]) =>
        tip(featureName(features[order[dataIndex]]), ...components.map((of, i) => `PC${i + 1} ${signed(of[order[dataIndex]], 3)}`))},
      series: components.map((of, i) => ({
        type: 'bar', name: `PC${i + 1}`, data: order.map((j) => of[j]), barGap: '10%', barCategoryGap: '30%',
        itemStyle: {color: paint(i), decal: hatch(i)},
      })),
    }),
  });

  chart({
    figure: 'correlation', picture: 'correlation',
    title: 'Which features go together',
    says: 'Pearson correlations over all songs used.',
    label: 'Heat map of correlations. The strongest: ' + features.flatMap((a, i) => features.slice(0, i).map((b, j) =>
      [Math.abs(data.correlation[i][j]), `${featureName(a)} and ${featureName(b)} ${fixed(data.correlation[i][j], 2)}`]))
      .sort((a, b) => b[0] - a[0]).slice(0, 3).map(([, text]) => text).join('; '),
    numbers: {
      file: 'tables/correlation.csv', head: ['', ...features.map(featureName)],
      rows: () => features.map((name, i) => [featureName(name), ...data.correlation[i].map((x) => fixed(x, 2))]),
    },
    height: (width) => Math.min(Math.max(features.length * (width < 560 ? 26 : 34) + 100, 200), 1200),
    option: (width) => ({
      grid: {left: 118, right: 4, top: 4, bottom: 92},
      xAxis: {type: 'category', data: features.map(featureName), axisLine: {show: false}, axisTick: {show: false},
        axisLabel: nameLabel({rotate: width < 560 ? 60 : crowded() ? 38 : 0})},
      yAxis: {type: 'category', inverse: true, data: features.map(featureName), axisLine: {show: false},
        axisTick: {show: false}, axisLabel: nameLabel()},
      tooltip: {...baseOption().tooltip, formatter: ({value}) =>
        tip(`${featureName(features[value[0]])} and ${featureName(features[value[1]])}`, fixed(value[2], 3))},
      series: [{
        type: 'heatmap', emphasis: {disabled: true},
        label: {show: features.length <= 14 && width >= 560, fontSize: 12, formatter: ({value}) => fixed(value[2], 2)},
        data: features.flatMap((_, i) => features.map((__, j) => {
          const r = data.correlation[i][j];
          if (i === j) return {value: [j, i, 1], itemStyle: {color: colour('wash')}, label: {color: colour('faint'), formatter: '1'}};
          const paint = between(colour('middle'), colour(r < 0 ? 'low' : 'high'), Math.abs(r));
          return {
            value: [j, i, r], label: {color: inkOn(paint)},
            itemStyle: {color: paint, borderColor: colour('paper'), borderWidth: 2},
          };
        })),
      }],
    }),
  });
})();
