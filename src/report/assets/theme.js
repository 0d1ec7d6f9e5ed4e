// Colours and symbols. The first six colours are Okabe and Ito's, which colour-blind readers tell apart; each
// cluster has a symbol too, and with 12 colours and 7 symbols no pair recurs below 84 clusters.

const COLOURS = {
  light: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#332288', '#999933', '#882255',
    '#117733', '#aa4499', '#6b6b6b'],
  dark: ['#3f9fdc', '#f0803c', '#2fc39a', '#e39ac3', '#f2b73b', '#8fd0f7', '#9b8be0', '#c5c565', '#d0709a',
    '#5fb878', '#d07fc4', '#a8a8a8'],
};
const SHAPES = [
  'M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18z',                                                        // circle
  'M10 1l9.5 17h-19z',                                                                           // triangle
  'M2 2h16v16h-16z',                                                                             // square
  'M10 0l10 10l-10 10l-10-10z',                                                                  // diamond
  'M10 19l9.5-17h-19z',                                                                          // triangle, down
  'M7 1h6v6h6v6h-6v6h-6v-6h-6v-6h6z',                                                            // plus
  'M10 0l2.9 6.6l7.1.7l-5.4 4.7l1.6 7l-6.2-3.7l-6.2 3.7l1.6-7l-5.4-4.7l7.1-.7z',                 // star
];

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const theme = {
  mode: 'auto',
  listeners: [],
  get dark() { return this.mode === 'dark' || (this.mode === 'auto' && systemDark.matches); },
  apply() {
    document.documentElement.dataset.theme = this.dark ? 'dark' : 'light';
    for (const listener of this.listeners) listener();
  },
};
document.documentElement.dataset.theme = theme.dark ? 'dark' : 'light';
systemDark.addEventListener('change', () => theme.apply());

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const clusterColour = (c) => COLOURS[theme.dark ? 'dark' : 'light'][c % 12];
const clusterShape = (c) => SHAPES[c % 7];
// ECharts draws its own symbols in bulk, paths one by one.
const clusterSymbol = (c) => ['circle', 'triangle', 'rect', 'diamond'][c % 7] ?? `path://${clusterShape(c)}`;

// '#rrggbb' as three numbers.
const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

// Between two colours: t = 0 the first, t = 1 the second.
function between(first, second, t) {
  const a = channels(first);
  const b = channels(second);
  return `rgb(${a.map((value, i) => Math.round(value + (b[i] - value) * t)).join(',')})`;
}

// Black or white, whichever can be read better on a colour 'rgb(r,g,b)' (contrast as WCAG 2.2 defines it).
function inkOn(paint) {
  const [r, g, b] = paint.match(/\d+/g).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? '#ffffff' : '#101114';
}

// A cluster's symbol in its colour, which follows the theme.
function mark(c, size = 14) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [key, value] of Object.entries({viewBox: '0 0 20 20', width: size, height: size, class: 'mark',
    'aria-hidden': 'true'})) svg.setAttribute(key, value);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', clusterShape(c));
  const paint = () => path.setAttribute('fill', clusterColour(c));
  paint();
  marks.push(new WeakRef(path));
  path.cluster = c;
  svg.append(path);
  return svg;
}
const marks = [];
theme.listeners.push(() => {
  for (const ref of marks) {
    const path = ref.deref();
    if (path) path.setAttribute('fill', clusterColour(path.cluster));
  }
});

$('theme').append(segments({auto: 'Auto', light: 'Light', dark: 'Dark'}, 'auto', (mode) => {
  theme.mode = mode;
  theme.apply();
}, 'Colours'));
