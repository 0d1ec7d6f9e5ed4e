// What each cluster is like: a heat map of standardised means, and means in 0-1 units as bars.

(() => {
  const z = data.profiles.map((profile) => profile.z);
  const reach = Math.max(1, ...z.flat().map(Math.abs));
  const strongest = clusters.map((c) => {
    const order = features.map((_, j) => j).sort((a, b) => Math.abs(z[c][b]) - Math.abs(z[c][a])).slice(0, 3);
    return `Cluster ${clusterLabel(c)}: ` + order.map((j) => `${featureName(features[j])} ${signed(z[c][j], 1)} sd`).join(', ');
  });

  chart({
    figure: 'heat-map', picture: 'heat_map', follows: true,
    title: 'Centroids in standard deviations from the catalogue’s mean',
    label: `Heat map of clusters and features. ${strongest.join('; ')}.`,
    numbers: {
      file: 'cluster_profiles.csv', head: ['Cluster', ...features.map(featureName)],
      rows: () => clusters.map((c) => [clusterLabel(c), ...features.map((name, j) =>
        `${featureValue(name, data.profiles[c].mean[j])} (${signed(z[c][j], 2)})`)]),
    },
    height: (width) => (width < 560 ? 60 + features.length * 32 : 110 + k * (k > 16 ? 24 : 40)),
    click: ({value}) => choice.only(value[2]),
    option: (width) => {
      const upright = width < 560;  // features downwards on a phone
      const byCluster = {
        type: 'category', data: clusters, axisLine: {show: false}, axisTick: {show: false}, splitArea: {show: false},
        axisLabel: axisLabel({
          color: colour('ink'), formatter: (c) => (upright ? c : clusterLabel(c)), width: 165, overflow: 'truncate',
          ...(upright ? {} : {align: 'left', margin: 180})}),
      };
      const byFeature = {
        type: 'category', data: features.map(featureName), axisLine: {show: false}, axisTick: {show: false},
        axisLabel: nameLabel({rotate: !upright && crowded() ? 38 : 0}),
      };
      const small = (upright ? k > 6 : features.length > 14) || k > 40;
      const cells = clusters.flatMap((c) => features.map((_, j) => {
        const part = z[c][j] / reach;
        const paint = between(colour('middle'), colour(part < 0 ? 'low' : 'high'), Math.abs(part));
        return {
          value: upright ? [c, j, c, z[c][j]] : [j, c, c, z[c][j]],
          itemStyle: {color: paint, opacity: choice.shows(c) ? 1 : 0.18, borderColor: colour('paper'), borderWidth: 2},
          label: choice.shows(c) ? {color: inkOn(paint)} : {color: colour('ink'), opacity: 0.3},
        };
      }));
      return {
        grid: upright ? {left: 118, right: 4, top: 30, bottom: 4} : {left: 180, right: 4, top: 6, bottom: 96},
        xAxis: upright ? {...byCluster, position: 'top'} : byFeature,
        yAxis: {...(upright ? byFeature : byCluster), inverse: true},
        tooltip: {
          ...baseOption().tooltip,
          formatter: ({value}) => {
            const c = value[2];
            const j = upright ? value[1] : value[0];
            return tip(clusterLabel(c), `${featureName(features[j])}: mean ${featureValue(features[j], data.profiles[c].mean[j])}`,
              `${signed(z[c][j], 2)} sd from the catalogue’s ${featureValue(features[j], data.mean[j])}`,
              `spread inside the cluster ${brief(data.profiles[c].deviation[j])}`);
          },
        },
        series: [{
          type: 'heatmap', data: cells, cursor: 'pointer', emphasis: {disabled: true},
          label: {show: !small, fontSize: upright ? 11 : 12.5, formatter: ({value}) => signed(value[3], 1)},
        }],
      };
    },
  });

  // Bars: one panel a cluster. Beyond 24 clusters, those that are chosen.
  const kMost = 24;
  const panels = () => clusters.filter((c) => choice.shows(c)).slice(0, kMost);
  const columnsFor = (width) => Math.max(1, Math.min(4, Math.floor((width - 110) / 190), panels().length));
  const panelHeight = features.length * 17 + 64;
  const unit = data.unit;
  const catalogue = features.map((_, j) => {
    const {low, high} = unit.intervals[j];
    return Math.min(1, Math.max(0, (data.mean[j] - low) / (high - low)));
  });
  const stretched = features.filter((_, j) => unit.intervals[j].low !== 0 || unit.intervals[j].high !== 1);
  $('unit-words').textContent = stretched.length === 0 ? '' : 'Where a feature has other units, 0 to 1 is the range of ' +
    'the central 99.5 % of songs: ' + stretched.map((name) => {
      const {low, high} = unit.intervals[features.indexOf(name)];
      return `${featureName(name)} ${featureValue(name, low)} to ${featureValue(name, high)}`;
    }).join('; ') + '.';

  chart({
    figure: 'unit-means', picture: 'unit_means', follows: true,
    title: 'Mean features from 0 to 1',
    says: k > kMost ? `The first ${kMost} clusters; choose others above.` : 'Strokes are the means of the whole catalogue.',
    label: 'Bar charts of mean features in 0 to 1 units, one for each cluster. ' + clusters.slice(0, kMost).map((c) =>
      `Cluster ${clusterLabel(c)}: ${features.map((name, j) => `${featureName(name)} ${fixed(unit.means[c][j], 2)}`).join(', ')}`).join('; '),
    numbers: {
      file: 'tables/unit_means.csv', head: ['Cluster', ...features.map(featureName)],
      rows: () => [['Catalogue', ...catalogue.map((x) => fixed(x, 2))],
        ...clusters.map((c) => [clusterLabel(c), ...unit.means[c].map((x) => fixed(x, 2))])],
    },
    height: (width) => Math.ceil(panels().length / columnsFor(width)) * panelHeight + 6,
    click: ({seriesId}) => choice.only(Number(seriesId.split('-')[1])),
    option: (width) => {
      const shown = panels();
      const columns = columnsFor(width);
      const gutter = 112;  // for the names of the features
      const step = (width - gutter) / columns;
      const place = (i) => ({left: gutter + (i % columns) * step, top: 30 + Math.floor(i / columns) * panelHeight,
        width: step - 18, height: panelHeight - 64});
      return {
        title: shown.map((c, i) => ({
          text: clusterLabel(c), left: place(i).left, top: place(i).top - 25, padding: 0,
          textStyle: {fontSize: 12.5, fontWeight: 600, color: colour('ink'), width: step - 4, overflow: 'truncate'},
        })),
        grid: shown.map((_, i) => place(i)),
        xAxis: shown.map((_, i) => ({
          gridIndex: i, type: 'value', min: 0, max: 1, interval: 0.5, axisLabel: axisLabel({fontSize: 11}), splitLine: splitLine()})),
        yAxis: shown.map((_, i) => ({
          gridIndex: i, type: 'category', inverse: true, data: features.map(featureName), axisTick: {show: false},
          axisLine: axisLine(), axisLabel: nameLabel({show: i % columns === 0}),
        })),
        tooltip: {
          ...baseOption().tooltip,
          formatter: ({seriesId, dataIndex: j}) => {
            const c = Number(seriesId.split('-')[1]);
            return tip(clusterLabel(c), `${featureName(features[j])} ${fixed(unit.means[c][j], 2)}, catalogue ${fixed(catalogue[j], 2)}`,
              `${featureValue(features[j], data.profiles[c].mean[j])}, catalogue ${featureValue(features[j], data.mean[j])}`);
          },
        },
        series: shown.flatMap((c, i) => [
          {
            id: `bar-${c}`, type: 'bar', xAxisIndex: i, yAxisIndex: i, data: unit.means[c], barWidth: 10, cursor: 'pointer',
            itemStyle: {color: clusterColour(c), decal: pattern(c)},
          },
          {
            id: `mean-${c}`, type: 'scatter', xAxisIndex: i, yAxisIndex: i, data: catalogue.map((x, j) => [x, j]),
            symbol: 'rect', symbolSize: [2.5, 15], itemStyle: {color: colour('ink'), opacity: 1}, silent: true, z: 5,
          },
        ]),
      };
    },
  });
})();
