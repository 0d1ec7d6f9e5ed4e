// Find a song on the map, see its cluster, its traits and its nearest songs.

(() => {
  const kMost = 8;
  const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  let index = null;  // made at the first search
  const searchable = () => (index ??= Array.from({length: songs.count}, (_, i) => plain(`${songs.title(i)} ${songs.artist(i)}`)));

  function distance(a, b) {
    let sum = 0;
    for (let j = 0; j < features.length; ++j) {
      const step = data.scaler.scale[j] === 0 ? 0 : (songs.values[j][a] - songs.values[j][b]) / data.scaler.scale[j];
      sum += step * step;
    }
    return Math.sqrt(sum);
  }
  function nearest(song) {
    const all = [];
    for (let i = 0; i < songs.count; ++i) if (i !== song) all.push([distance(song, i), i]);
    return all.sort((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, 6);
  }

  const songButton = (i, far) => el('li', {}, el('button', {type: 'button', 'data-song': i, onclick: () => show(i)},
    mark(songs.cluster[i], 12),
    el('span', {}, foreign(songs.title(i)), songs.artist(i) ? el('span', {class: 'by'}, foreign(songs.artist(i))) : null),
    far === undefined ? null : el('span', {class: 'far'}, fixed(far, 2))));

  const few = songs.count < data.rows_used;
  const input = el('input', {type: 'search', id: 'search', autocomplete: 'off', spellcheck: 'false',
    placeholder: data.songs.titles.some((title) => title) ? 'Title or artist' : 'Row of the input, from 0', 'aria-describedby': 'search-says'});
  const says = el('p', {class: 'quiet', id: 'search-says', role: 'status'}, few
    ? `Searches the ${whole(songs.count)} songs on the map, a fair sample of ${whole(data.rows_used)}.`
    : `Searches all ${whole(songs.count)} songs.`);
  const hits = el('ul', {class: 'hits', 'aria-label': 'Songs found'});
  const detail = el('div', {class: 'song', id: 'song', tabindex: '-1', 'aria-live': 'polite'});
  detail.append(el('p', {class: 'quiet'}, `${hasCharts ? 'Click a song on the map, or find' : 'Find'} ` +
    'a song by its name, to see what it is like and which songs are nearest.'));
  $('panel').append(el('label', {for: 'search'}, 'Find a song'), input, says, hits, detail);
  if (songs.count === 0) $('panel').hidden = true;

  function search() {
    const wanted = plain(input.value.trim()).split(/\s+/).filter((word) => word);
    hits.replaceChildren();
    if (wanted.length === 0) return;
    const found = [];
    searchable().forEach((text, i) => {
      if (wanted.every((word) => text.includes(word))) found.push(i);
    });
    says.textContent = found.length === 0
      ? `No song on the map has that name.${few ? ' It may be among those that are not on it.' : ''}`
      : `${whole(found.length)} ${found.length === 1 ? 'song' : 'songs'} on the map${found.length > kMost ? `, the first ${kMost} here` : ''}.`;
    hits.append(...found.slice(0, kMost).map((i) => songButton(i)));
  }
  input.addEventListener('input', search);
  input.addEventListener('focus', search);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') hits.querySelector('button')?.click();
  });

  // A bar from the catalogue's mean, three standard deviations to either side.
  function trait(name, j, song) {
    const z = data.standard_deviation[j] === 0 ? 0 : (songs.values[j][song] - data.mean[j]) / data.standard_deviation[j];
    const part = Math.min(Math.abs(z), 3) / 3 * 50;
    const bar = el('i', {style: {left: `${z < 0 ? 50 - part : 50}%`, width: `${part}%`}});
    return [el('dt', {}, featureName(name)), el('dd', {class: 'bar', 'aria-hidden': 'true'}, bar),
      el('dd', {}, featureValue(name, songs.values[j][song]))];
  }

  function show(song) {
    const c = songs.cluster[song];
    hits.replaceChildren();
    const near = nearest(song);
    map.song = song;
    map.near = near.map(([, i]) => i);
    if (choice.chosen.size > 0 && !choice.chosen.has(c)) choice.set([]);
    else map.chart?.draw();
    detail.style.setProperty('--colour', clusterColour(c));
    detail.replaceChildren(
      el('h3', {}, foreign(songs.title(song))),
      songs.artist(song) ? el('p', {class: 'quiet'}, foreign(songs.artist(song))) : '',
      el('p', {class: 'member'}, mark(c), el('span', {}, `Cluster ${c}, `, foreign(clusterName(c)))),
      el('dl', {class: 'traits', 'aria-label': 'Features, from the mean of the catalogue'},
        features.flatMap((name, j) => trait(name, j, song))),
      el('h4', {}, 'Nearest songs'),
      el('p', {class: 'quiet'}, `By distance in ${data.space}, among the songs on the map.`),
      el('ul', {class: 'hits near'}, near.map(([far, i]) => songButton(i, far))));
    detail.focus({preventScroll: true});
  }
  map.pick = show;
  theme.listeners.push(() => {
    if (map.song !== null) detail.style.setProperty('--colour', clusterColour(songs.cluster[map.song]));
  });
})();
