// Draws everything: what is in sight first.

$('footer').append(
  el('p', {}, 'Cite this result by its fingerprint, ', el('span', {class: 'code'}, data.fingerprint),
    ': the same input and options give the same one on any machine and any number of ranks. Tables of every chart ' +
    'are in ', el('code', {}, 'tables/'), ', data and script of the figures in ', el('code', {}, 'plots/'), '.'),
  hasCharts ? el('p', {}, `Charts are drawn by Apache ECharts ${echarts.version} (Apache License 2.0). `,
    'This page is complete in itself: it loads nothing and sends nothing.') : null);

(() => {
  const began = performance.now();
  let next = 0;
  function step() {
    const until = performance.now() + 40;
    while (next < charts.length && performance.now() < until) charts[next++].draw();
    if (next < charts.length) {
      setTimeout(step, 0);
      return;
    }
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
    document.documentElement.dataset.drawing = String(Math.round(performance.now() - began));
  }
  step();
})();
