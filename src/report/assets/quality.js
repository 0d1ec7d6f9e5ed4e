// The data: which rows were left out and why, which cells are missing, and each feature's range.

(() => {
  const reasons = {missing: 'a missing cell', not_numeric: 'a cell that is no number', not_finite: 'an infinite value',
    below_min: 'a value below the given minimum', above_max: 'a value above the given maximum'};
  const dropped = Object.entries(data.dropped).filter(([, rows]) => rows > 0);
  const left = dropped.reduce((sum, [, rows]) => sum + rows, 0);
  $('quality-words').textContent = left === 0
    ? `All ${whole(data.rows)} rows of the input were used.`
    : `${whole(data.rows_used)} of ${whole(data.rows)} rows were used; ${whole(left)} (${percent(left / data.rows, 2)}) were left out.`;
  const body = $('quality-body');
  if (data.warnings.length > 0) {
    body.append(el('h3', {}, 'Warnings'), el('ul', {}, data.warnings.map((text) => el('li', {}, foreign(text)))));
  }
  const share = (rows) => percent(rows / data.rows, 2);
  body.append(el('figure', {}, el('figcaption', {}, el('h3', {}, 'Rows')), el('div', {class: 'scroll', tabindex: '0'},
    table(['Rows', 'Number', 'Share'], [
      ['Read', whole(data.rows), share(data.rows)],
      ...dropped.map(([reason, rows]) => [`Left out: ${reasons[reason] ?? reason.replaceAll('_', ' ')}`, whole(rows), share(rows)]),
      ['Used', whole(data.rows_used), share(data.rows_used)],
      ...(data.skipped_records > 0 ? [['Not read: bad records, see rejected.csv', whole(data.skipped_records), '']] : []),
    ]))));
  const cells = (list, j) => (list.length > 0 ? whole(list[j]) : '–');
  body.append(el('figure', {}, el('figcaption', {}, el('h3', {}, 'Features'),
    el('p', {class: 'says'}, 'Statistics over the rows used; cells over all rows.')),
  el('div', {class: 'scroll', tabindex: '0'}, table(
    ['Feature', 'Mean', 'Deviation', 'Smallest', 'Largest', 'Missing cells', 'Not numeric', 'Not finite'],
    features.map((name, j) => [foreign(name), brief(data.mean[j]), brief(data.standard_deviation[j]), brief(data.minimum[j]),
      brief(data.maximum[j]), cells(data.missing, j), cells(data.not_numeric, j), cells(data.not_finite, j)]))),
  el('p', {class: 'quiet'}, 'As CSV: ', el('code', {}, 'tables/features.csv'), ', ', el('code', {}, 'tables/rows.csv'))));

  const lost = features.map((_, j) => (data.missing[j] ?? 0) + (data.not_numeric[j] ?? 0) + (data.not_finite[j] ?? 0));
  if (lost.every((count) => count === 0)) return;
  body.append(el('figure', {id: 'missing'}));
  chart({
    figure: 'missing', picture: 'missing', title: 'Cells without a number',
    label: 'Bar chart. ' + features.map((name, j) => `${featureName(name)}: ${whole(lost[j])} cells`).join('; '),
    height: () => 30 + features.length * 24,
    option: () => ({
      grid: {left: 118, right: 90, top: 4, bottom: 4},
      xAxis: {type: 'value', show: false},
      yAxis: {type: 'category', inverse: true, data: features.map(featureName), axisTick: {show: false}, axisLine: {show: false},
        axisLabel: nameLabel()},
      series: [{type: 'bar', data: lost, barWidth: '60%', itemStyle: {color: colour('faint')},
        label: {show: true, position: 'right', color: colour('ink'), formatter: ({value}) => `${whole(value)}  ${percent(value / data.rows)}`}}],
    }),
  });
})();
