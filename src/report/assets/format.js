// Numbers and names as people read them.

const MINUS = '\u2212';
const isNumber = (x) => typeof x === 'number' && Number.isFinite(x);

const whole = (x) => (isNumber(x) ? Math.round(x).toLocaleString('en-US') : '–');

function fixed(x, digits) {
  if (!isNumber(x)) return '–';
  return (x < 0 && Number(x.toFixed(digits)) !== 0 ? MINUS : '') + Math.abs(x).toLocaleString('en-US',
    {minimumFractionDigits: digits, maximumFractionDigits: digits});
}

const signed = (x, digits) => (isNumber(x) && Number(x.toFixed(digits)) > 0 ? '+' : '') + fixed(x, digits);
const percent = (x, digits = 1) => (isNumber(x) ? `${fixed(100 * x, digits)}\u00a0%` : '–');

// Three significant digits, without exponents where they can be avoided.
function brief(x) {
  if (!isNumber(x)) return '–';
  const size = Math.abs(x);
  if (size === 0) return '0';
  if (size < 1e-5 || size >= 1e9) return x.toExponential(2).replace('-', MINUS);
  if (size >= 100) return fixed(x, 0);
  if (size >= 10) return fixed(x, 1);
  if (size < 0.01) return String(Number(x.toPrecision(2))).replace('-', MINUS);
  return fixed(x, size >= 1 ? 2 : 3);
}

const minutes = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;

const featureName = (name) => name.replace(/_ms$/, '').replaceAll('_', ' ');

// The name with the unit of its axis.
const featureTitle = (name) => featureName(name) + ({duration_ms: ', min:s', tempo: ', BPM', loudness: ', dB'}[name] ?? '');

// The range of an axis: a window as it is, for durations to round minutes.
function tickRange(name, {low, high}) {
  if (name !== 'duration_ms') return {min: low, max: high};
  const steps = [15, 30, 60, 120, 180, 300, 600, 1200, 1800, 3600].map((step) => 1000 * step);
  const step = steps.find((one) => (high - low) / one <= 5);
  if (!step) return {min: low, max: high};
  return {min: Math.floor(low / step) * step, max: Math.ceil(high / step) * step, interval: step};
}

// A value of a feature with its unit, where the name tells it.
function featureValue(name, x) {
  if (!isNumber(x)) return '–';
  if (name === 'duration_ms' && x >= 0) return `${minutes(x)} min`;
  if (name === 'tempo') return `${fixed(x, 0)} BPM`;
  if (name === 'loudness') return `${fixed(x, 1)} dB`;
  return brief(x);
}

// The same for the ticks of an axis: shorter.
const featureTick = (name, x) => (name === 'duration_ms' && x >= 0 ? minutes(x) : shortTick(x));

function shortTick(x) {
  if (Math.abs(x) >= 1e6) return `${x / 1e6}M`.replace('-', MINUS);
  if (Math.abs(x) >= 1e4) return `${x / 1e3}k`.replace('-', MINUS);
  return String(Number(x.toPrecision(6))).replace('-', MINUS);
}

function bytes(x) {
  if (!isNumber(x)) return '–';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (x >= 999.5 && unit + 1 < units.length) {
    x /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? whole(x) : fixed(x, x < 10 ? 1 : 0)} ${units[unit]}`;
}

function seconds(x) {
  if (!isNumber(x)) return '–';
  if (x > 0 && x < 0.00005) return '< 0.1 ms';
  if (x < 0.0995) return `${fixed(1000 * x, 1)} ms`;
  if (x < 100) return `${fixed(x, x < 10 ? 2 : 1)} s`;
  return x < 7200 ? `${fixed(x / 60, 1)} min` : `${fixed(x / 3600, 1)} h`;
}

const NUMBER_WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven',
  'twelve'];
const inWords = (n) => NUMBER_WORDS[n] ?? whole(n);

// How structured the data are, in the words of Kaufman and Rousseeuw (Finding Groups in Data, 1990, p. 88).
function silhouetteWords(s) {
  if (s > 0.7) return 'a strong structure';
  if (s > 0.5) return 'a reasonable structure';
  if (s > 0.25) return 'a weak structure';
  return 'no substantial structure';
}
