// How the run went, and how it scales: what varies from run to run.

(() => {
  const total = run.phases.reduce((sum, phase) => sum + phase.mean, 0);
  const slowest = [...run.phases].sort((a, b) => b.mean - a.mean)[0];
  $('how-words').textContent = `${seconds(run.seconds)} on ${run.ranks} ${run.ranks === 1 ? 'rank' : 'ranks'}` +
    (slowest && total > 0 ? `; ${percent(slowest.mean / total, 0)} of it in the phase “${slowest.name}”.` : '.');
  const peak = Math.max(0, ...run.peak_rss_bytes);
  const pair = (name, value) => (value ? [el('dt', {}, name), el('dd', {}, value)] : []);
  $('run-facts').append(
    ...pair('Input', foreign(run.input)), ...pair('Command', run.command && el('span', {class: 'code'}, foreign(run.command))),
    ...pair('Finished', run.date.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\dZ$/, '$1 $2 UTC')), ...pair('Ranks', `${run.ranks}${run.simd ? `, ${run.simd} kernels` : ''}`),
    ...pair('Hosts', run.hosts.length > 0 && `${run.hosts.length}: ${run.hosts.slice(0, 16).join(', ')}${run.hosts.length > 16 ? ', …' : ''}`),
    ...pair('Slurm job', run.slurm_job), ...pair('Peak memory of a rank', peak > 0 && bytes(peak)),
    ...pair('Seeding', `${data.seeding}, ${data.restarts} restarts, seed ${data.seed}`),
    ...pair('Tolerance', `${data.tolerance} (${brief(data.tolerance_absolute)} in ${data.space})`),
    ...pair('Fingerprint', el('span', {class: 'code'}, data.fingerprint)), ...pair('Program', `Chorus ${run.version}`));
  if (Object.keys(run.options).length > 0) {
    $('run-options').append(numbers({head: ['Option', 'Value'], rows: () => Object.entries(run.options).map(([name, value]) =>
      [name, foreign(value)])}));
    $('run-options').querySelector('summary').textContent = 'All options';
  }

  if (run.phases.length > 0) {
    const parts = {compute: 'computing', communication: 'communicating', io: 'reading and writing', waiting: 'waiting'};
    const tints = {compute: 'ink', communication: 'low', io: 'high', waiting: 'faint'};
    const split = run.phases.some((phase) => phase.compute + phase.communication + phase.io + phase.waiting > 0);
    const imbalance = (phase) => (phase.mean > 0 ? fixed(phase.max / phase.mean, 2) : '–');
    chart({
      figure: 'phases', picture: 'run_phases', title: 'Where the time went',
      says: 'Mean seconds over the ranks; the stroke spans the fastest and the slowest rank. Writing this page came after.',
      label: 'Bar chart of phases. ' + run.phases.map((phase) => `${phase.name} ${seconds(phase.mean)}`).join(', '),
      numbers: {
        file: 'tables/run_phases.csv', head: ['Phase', 'Mean', 'Fastest', 'Slowest', 'Slowest / mean', 'Communicated', 'Calls'],
        rows: () => run.phases.map((phase) => [phase.name, seconds(phase.mean), seconds(phase.min), seconds(phase.max),
          imbalance(phase), bytes(phase.bytes), whole(phase.calls)]),
      },
      height: (width) => (split && width < 480 ? 92 : 70) + run.phases.length * 26,
      option: (width) => ({
        grid: {left: 90, right: 84, top: !split ? 6 : width < 480 ? 56 : 34, bottom: 26},
        legend: split ? {top: 0, left: 0, itemWidth: 18, itemHeight: 11, textStyle: {color: colour('ink'), fontSize: 12.5},
          data: Object.values(parts)} : undefined,
        xAxis: {type: 'value', splitNumber: width < 480 ? 3 : 6, splitLine: splitLine(), axisLabel: axisLabel({formatter: (x) => `${shortTick(x)} s`})},
        yAxis: {type: 'category', inverse: true, data: run.phases.map((phase) => phase.name), axisTick: {show: false},
          axisLine: {show: false}, axisLabel: axisLabel({color: colour('ink'), interval: 0})},
        tooltip: {...baseOption().tooltip, trigger: 'axis', axisPointer: {type: 'shadow'}, formatter: ([{dataIndex}]) => {
          const phase = run.phases[dataIndex];
          return tip(phase.name, `${seconds(phase.mean)} (${seconds(phase.min)} to ${seconds(phase.max)})`,
            split ? Object.entries(parts).map(([key, name]) => `${name} ${seconds(phase[key])}`).join(', ') : '',
            `${bytes(phase.bytes)} in ${whole(phase.calls)} calls`);
        }},
        series: [
          ...(split ? Object.keys(parts) : ['mean']).map((key, i) => ({
            type: 'bar', name: parts[key] ?? 'time', stack: 'time', barWidth: '58%', data: run.phases.map((phase) => phase[key]),
            itemStyle: {color: colour(tints[key] ?? 'ink'), decal: split && i > 0 ? pattern(i) : null},
          })),
          {
            type: 'custom', silent: true, z: 5, encode: {x: [1, 2], y: 0}, tooltip: {show: false},
            data: run.phases.map((phase, i) => [i, phase.min, phase.max]),
            renderItem: (params, api) => {
              const [x1, y] = api.coord([api.value(1), api.value(0)]);
              const x2 = api.coord([api.value(2), api.value(0)])[0];
              return {type: 'group', children: [
                {type: 'line', shape: {x1, y1: y, x2, y2: y}, style: {stroke: colour('accent'), lineWidth: 3}},
                {type: 'text', style: {text: seconds(run.phases[params.dataIndex].mean), x: x2 + 8, y, verticalAlign: 'middle',
                  fill: colour('ink'), font: `12px ${font()}`}},
              ]};
            },
          },
        ],
      }),
    });
  }

  const kMostRanks = 256;
  if (run.peak_rss_bytes.length > 1) {
    const ranks = run.peak_rss_bytes.slice(0, kMostRanks);
    chart({
      figure: 'memory', picture: 'run_memory', title: 'Peak memory of each rank',
      says: run.peak_rss_bytes.length > kMostRanks ? `The first ${kMostRanks} of ${whole(run.peak_rss_bytes.length)} ranks.` : '',
      label: `Bar chart of peak memory by rank, at most ${bytes(peak)}.`,
      numbers: {file: 'tables/run_memory.csv', head: ['Rank', 'Peak memory'], rows: () => run.peak_rss_bytes.map((x, i) => [i, bytes(x)])},
      height: () => 190,
      option: () => ({
        grid: {left: 66, right: 8, top: 12, bottom: 40},
        xAxis: {type: 'category', data: ranks.map((_, i) => i), axisTick: {show: false}, axisLine: axisLine(), axisLabel: axisLabel(),
          name: 'rank', nameLocation: 'middle', nameGap: 24, ...axisName()},
        yAxis: {type: 'value', splitNumber: 3, splitLine: splitLine(), axisLabel: axisLabel({formatter: bytes})},
        tooltip: {...baseOption().tooltip, formatter: ({dataIndex, value}) => tip(`Rank ${dataIndex}`, bytes(value))},
        series: [{type: 'bar', data: ranks, barMaxWidth: 46, itemStyle: {color: colour('faint')}}],
      }),
    });
  } else {
    $('memory').hidden = true;
  }
})();
