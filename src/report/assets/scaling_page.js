// The page of a scaling study: facts, tables, the model; and the charts are drawn.

(() => {
  const measured = study.points.filter((point) => point.origin === 'measured');
  const most = Math.max(...measured.map((point) => point.ranks));
  $('headline').textContent = `How it scales: ${most === 1 ? 'one rank' : `up to ${most} ranks`} measured`;
  $('source').textContent = study.plan.input ?? '';
  const fact = (name, value, ...words) => el('div', {}, el('dt', {}, name), el('dd', {}, el('span', {class: 'big'}, value),
    words.map((text) => el('span', {class: 'quiet'}, text))));
  const facts = $('facts');
  for (const kind of ['strong', 'weak']) {
    const last = measured.filter((point) => point.study === kind).sort((a, b) => a.ranks - b.ranks).at(-1);
    if (!last) continue;
    facts.append(fact(`Efficiency, ${kind}`, percent(last.efficiency), `at ${last.ranks} ranks, measured`,
      `${percent(last.efficiency_low)} to ${percent(last.efficiency_high)} over ${last.repeats} repeats`));
  }
  if (study.sensible.measured > 0) {
    facts.append(fact('Ranks well spent', whole(Math.max(study.sensible.measured, study.sensible.predicted)),
      study.sensible.predicted > 0 ? 'predicted' : 'measured', `efficiency of at least ${percent(study.sensible.efficiency, 0)}`));
  }
  facts.append(fact('Same labels', study.same_fingerprints ? 'yes' : 'NO', 'at all rank counts and repeats'));

  const share = (parts) => [parts.compute, parts.communication, parts.io, parts.waiting].map((x) => percent(x));
  $('points').append(el('div', {class: 'scroll', tabindex: '0'}, table(
    ['Study', 'Ranks', 'Nodes', 'Songs', 'Seconds', 'Karp-Flatt', 'Core-hours', 'Lost: computing', 'communicating', 'files', 'waiting'],
    measured.map((p) => [p.study, p.ranks, p.nodes, whole(p.rows), seconds(p.seconds), fixed(p.karp_flatt, 4),
      p.core_hours.toPrecision(3), ...share(p.lost)]))));
  const rows = measured.flatMap((p) => p.phases.map((phase) => [`${p.study}, ${p.ranks}`, phase.name + (phase.counted ? '' : ' (apart)'),
    seconds(phase.seconds), seconds(phase.compute), seconds(phase.communication), seconds(phase.io), seconds(phase.waiting),
    bytes(phase.bytes), whole(phase.calls)]));
  $('phases').append(el('h3', {}, 'Phases'), el('div', {class: 'scroll', tabindex: '0'}, table(
    ['Study, ranks', 'Phase', 'Seconds', 'Computing', 'Communicating', 'Files', 'Waiting', 'Bytes', 'Calls'], rows)));
  $('model-body').append(...(study.model ? study.model.says.map((line) => el('p', {}, line))
    : [el('p', {}, 'There is none: it takes at least two rank counts.')]));
  for (const [name, value] of Object.entries({...study.plan, ...study.run}))
    $('plan').append(el('dt', {}, name), el('dd', {}, String(value)));
  $('footer').append(el('p', {}, 'Every measurement is in ', el('code', {}, 'scaling.csv'), ', what they say in ',
    el('code', {}, 'scaling.json'), ', data and script of the figures in ', el('code', {}, 'plots/'), '.'));
  drawCharts();
  document.documentElement.dataset.ready = 'true';
})();
