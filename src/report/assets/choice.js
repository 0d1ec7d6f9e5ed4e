// Which clusters the page shows: none chosen means all. Charts and cards follow.

const choice = {
  chosen: new Set(),
  listeners: [],
  shows(c) { return this.chosen.size === 0 || this.chosen.has(c); },
  // Chooses this cluster alone, or all again where it was.
  only(c) { this.set(this.chosen.size === 1 && this.chosen.has(c) ? [] : [c]); },
  toggle(c) {
    const next = new Set(this.chosen);
    if (!next.delete(c)) next.add(c);
    this.set(next.size === k ? [] : next);
  },
  set(next) {
    this.chosen = new Set(next);
    for (const listener of this.listeners) listener();
  },
};

const chips = clusters.map((c) => el('button', {
  type: 'button', class: 'chip', 'aria-pressed': 'false', 'data-cluster': c, onclick: () => choice.toggle(c),
}, mark(c), `${c}`, foreign(clusterName(c))));
const allChip = el('button', {type: 'button', class: 'chip all', 'aria-pressed': 'true', onclick: () => choice.set([])},
  'All');
$('choice').append(el('span', {class: 'label'}, 'Show clusters'), allChip, ...chips);

choice.listeners.push(() => {
  $('choice').classList.toggle('some', choice.chosen.size > 0);
  allChip.setAttribute('aria-pressed', String(choice.chosen.size === 0));
  for (const c of clusters) chips[c].setAttribute('aria-pressed', String(choice.chosen.has(c)));
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && choice.chosen.size > 0) choice.set([]);
});
