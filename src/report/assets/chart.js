// Charts: each is drawn from a function of the current theme, choice and width, and drawn again when they change.

const charts = [];
const hasCharts = typeof echarts !== 'undefined';

const font = () => getComputedStyle(document.body).fontFamily;
const axisLabel = (more = {}) => ({color: colour('soft'), fontSize: 12, ...more});
// Names of features along an axis; long ones are cut.
const nameLabel = (more = {}) => axisLabel({color: colour('ink'), interval: 0, width: 106, overflow: 'truncate', ...more});
const crowded = () => features.length > 6 || features.some((name) => featureName(name).length > 10);
const axisLine = () => ({show: true, lineStyle: {color: colour('faint')}});
const splitLine = () => ({lineStyle: {color: colour('rule'), width: 1}});
const axisName = (more = {}) => ({nameTextStyle: {color: colour('soft'), fontSize: 12, ...more}});

// A tooltip's content from texts: the first stands out.
const tip = (first, ...lines) => el('div', {class: 'tip'}, el('b', {}, first),
  lines.filter((line) => line).map((line) => el('div', {class: 'quiet'}, line)));

function baseOption() {
  return {
    animation: false,
    textStyle: {fontFamily: font(), color: colour('ink')},
    tooltip: {
      confine: true, backgroundColor: colour('card'), borderColor: colour('rule'), padding: [7, 11],
      textStyle: {color: colour('ink'), fontSize: 13}, extraCssText: 'box-shadow:0 2px 10px rgba(0,0,0,.18)',
    },
  };
}

// figure: id of the figure; title, says: its caption; label: a text alternative;
// height(width), option(width, height): functions; click(params); over(x, y), where the pointer is in the data;
// numbers: see numbers(); picture: name in plots/.
function chart(spec) {
  const figure = $(spec.figure);
  const says = el('p', {class: 'says'}, spec.says ?? '');
  figure.append(el('figcaption', {}, el('h3', {}, spec.title), spec.says ? says : null));
  if (spec.before) figure.append(spec.before);
  const box = el('div', {class: 'chart', role: 'img', 'aria-label': spec.label});
  figure.append(box);
  if (spec.numbers) figure.append(numbers({...spec.numbers, open: !hasCharts || spec.numbers.open}));
  if (!hasCharts) {
    box.setAttribute('role', 'note');
    box.append(el('p', {class: 'quiet'}, 'This build of Chorus draws no charts on the page. As a picture: ',
      el('code', {}, `plots/${spec.picture}.svg`), ', made with --figures.'));
    return null;
  }
  const made = {spec, box, view: null, width: 0};
  made.draw = () => {
    const width = box.clientWidth;
    if (width === 0) return;
    const height = Math.round(spec.height(width));
    box.hidden = height === 0;  // nothing to draw
    if (box.hidden) return;
    box.style.height = `${height}px`;
    if (!made.view) {
      made.view = echarts.init(box, null, {renderer: spec.canvas ? 'canvas' : 'svg', width, height});
      if (spec.click) made.view.on('click', spec.click);
      if (spec.over) {
        made.view.getZr().on('mousemove', ({offsetX, offsetY}) =>
          spec.over(...made.view.convertFromPixel({gridIndex: 0}, [offsetX, offsetY])));
      }
    } else if (made.width !== width || made.view.getHeight() !== height) {
      made.view.resize({width, height});
    }
    made.width = width;
    made.view.setOption({...baseOption(), ...spec.option(width, height)}, {notMerge: true});
    box.dataset.drawn = 'true';
  };
  charts.push(made);
  return made;
}

function drawCharts() {
  for (const made of charts) made.draw();
}

if (hasCharts) {
  theme.listeners.push(drawCharts);
  choice.listeners.push(() => charts.filter((made) => made.spec.follows).forEach((made) => made.draw()));
  let waiting = 0;
  window.addEventListener('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => charts.filter((made) => made.box.clientWidth !== made.width).forEach((made) => made.draw()),
      120);
  });
}
