// A card for each cluster, and the sizes of all.

// What sets a cluster apart beside the evidence for its name: the largest deviations from the catalogue.
function traits(c) {
  const {z, evidence} = data.profiles[c];
  const named = (j) => evidence.some((line) => line.startsWith(`${features[j]} `));
  return features.map((_, j) => j).filter((j) => Math.abs(z[j]) >= 0.3 && !named(j))
    .sort((a, b) => Math.abs(z[b]) - Math.abs(z[a])).slice(0, 4)
    .map((j) => `${featureName(features[j])} ${signed(z[j], 1)} sd`);
}

// How well its songs fit, from those measured.
function fitText(c) {
  const mean = data.silhouette_widths.mean[c];
  if (!isNumber(mean)) return '';
  const share = shareBelowZero(c);
  const sampled = chosenScore && chosenScore.silhouette_se > 0;
  return `Fit: mean silhouette width ${fixed(mean, 2)}; ` + (share < 0.005 ? 'nearly all of its songs lie nearest to it.'
    : `${sampled ? 'about ' : ''}${percent(share, 0)} of its songs lie nearer to another kind.`);
}

const cards = clusters.map((c) => {
  const profile = data.profiles[c];
  const only = el('button', {type: 'button', class: 'only', 'aria-pressed': 'false', onclick: () => choice.only(c)},
    'Show only this cluster');
  const card = el('article', {class: 'kind', 'data-cluster': c, 'aria-labelledby': `kind-${c}`},
    el('div', {class: 'number'}, mark(c), `Cluster ${c} · ${whole(profile.size)} songs · ${percent(profile.share)}`),
    el('h3', {id: `kind-${c}`}, foreign(clusterName(c))),
    profile.use_case ? el('p', {class: 'use'}, 'For ', foreign(profile.use_case)) : null,
    profile.evidence.length > 0
      ? el('ul', {class: 'evidence', 'aria-label': 'Evidence'}, profile.evidence.map((line) =>
        el('li', {}, foreign(line.replaceAll('-', MINUS))))) : null,
    traits(c).length > 0
      ? el('ul', {class: 'evidence also', 'aria-label': 'Also'}, traits(c).map((line) => el('li', {}, line))) : null,
    fitText(c) ? el('p', {class: 'use'}, fitText(c)) : null,
    profile.typical.length > 0 ? el('h4', {}, `Typical songs${profile.typical[0].title ? '' : ', by row (from 0)'}`) : null,
    el('ol', {class: 'songs'}, profile.typical.slice(0, 5).map((song) => el('li', {}, foreign(songLabel(song)),
      song.artist ? el('span', {class: 'by'}, ' · ', foreign(song.artist)) : null))),
    only);
  return {card, only};
});
$('cards').append(...cards.map(({card}) => card));

function paintCards() {
  for (const c of clusters) {
    cards[c].card.style.setProperty('--colour', clusterColour(c));
    cards[c].card.classList.toggle('away', !choice.shows(c));
    const alone = choice.chosen.size === 1 && choice.chosen.has(c);
    cards[c].only.setAttribute('aria-pressed', String(alone));
    cards[c].only.textContent = alone ? 'Show all clusters' : 'Show only this cluster';
  }
}
paintCards();
theme.listeners.push(paintCards);
choice.listeners.push(paintCards);

// A pattern for each cluster beside its colour.
const decal = (c) => [
  null,
  {symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4},
  {symbol: 'circle', dashArrayX: [[8, 8], [0, 8, 8, 0]], dashArrayY: [6, 0], symbolSize: 0.6},
  {symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4},
  {symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [3, 5], rotation: Math.PI / 2},
  {symbol: 'triangle', dashArrayX: [[9, 9], [0, 9, 9, 0]], dashArrayY: [8, 2], symbolSize: 0.7},
  {symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1, 3]},
][c % 7];
const pattern = (c) => (decal(c) ? {...decal(c), color: theme.dark ? 'rgba(0,0,0,.35)' : 'rgba(255,255,255,.45)'} : null);

const sizeText = (c) => `${whole(data.profiles[c].size)}  ${percent(data.profiles[c].share)}`;
const longestSize = Math.max(...clusters.map((c) => sizeText(c).length));

chart({
  figure: 'sizes', picture: 'sizes', follows: true,
  title: 'How many songs each kind has',
  label: 'Bar chart of cluster sizes. ' + clusters.map((c) =>
    `Cluster ${clusterLabel(c)}: ${whole(data.profiles[c].size)} songs, ${percent(data.profiles[c].share)}`).join('; '),
  numbers: {
    file: 'tables/clusters.csv', head: ['Cluster', 'Songs', 'Share', 'Mean silhouette width'],
    rows: () => clusters.map((c) => [clusterLabel(c), whole(data.profiles[c].size), percent(data.profiles[c].share),
      fixed(data.silhouette_widths.mean[c], 3)]),
  },
  height: () => 26 + k * (k > 16 ? 18 : 30),
  click: ({dataIndex}) => choice.only(dataIndex),
  option: (width) => ({
    grid: {left: width < 500 ? 34 : 190, right: 16 + 7.4 * longestSize, top: 4, bottom: 4},
    xAxis: {type: 'value', show: false, max: 'dataMax'},
    yAxis: {
      type: 'category', inverse: true, data: clusters, axisLine: {show: false}, axisTick: {show: false},
      axisLabel: axisLabel({
        color: colour('ink'), formatter: (c) => (width < 500 ? c : clusterLabel(c)), width: 170, overflow: 'truncate',
        align: 'left', margin: width < 500 ? 30 : 190,
      }),
    },
    tooltip: {
      ...baseOption().tooltip,
      formatter: ({dataIndex: c}) => tip(clusterLabel(c), `${whole(data.profiles[c].size)} songs`,
        percent(data.profiles[c].share)),
    },
    series: [{
      type: 'bar', barWidth: '62%', cursor: 'pointer',
      data: clusters.map((c) => ({
        value: data.profiles[c].size,
        itemStyle: {color: clusterColour(c), decal: pattern(c), opacity: choice.shows(c) ? 1 : 0.2},
      })),
      label: {
        show: true, position: 'right', color: colour('ink'), fontSize: 12.5,
        formatter: ({dataIndex: c}) => sizeText(c),
      },
    }],
  }),
});
