// The report's page in a real browser: node browser_test.mjs MAKE_REPORT CHROMIUM NODE_FOLDER
// Exits 77 where the browser does not start, with the reason.
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import {launch, openFile} from './browser.mjs';

const [makeReport, chromiumPath, nodeFolder] = process.argv.slice(2);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chorus-browser-'));
const report = (name, ...options) => {
  execFileSync(makeReport, [path.join(folder, name), ...options]);
  return path.join(folder, name);
};
const plain = report('plain');
const hostile = report('hostile', '--hostile');
const shared = process.env.CHORUS_SHARED ?? path.join(process.env.CHORUS_TEST_SOURCE ?? '.', '..', 'shared');
const strings = path.join(shared, 'hostile-strings', 'blns.txt');

let browser;
try {
  browser = await launch(chromiumPath, nodeFolder);
} catch (error) {
  console.log(`skipped: ${chromiumPath} does not start: ${String(error).split('\n')[0]}`);
  process.exit(77);
}

// A page of the report, drawn, with everything that went wrong in `faults`.
const open = (where, options = {}) => openFile(browser, path.join(where, 'report.html'), options);

const equal = (found, expected, what) => {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a} instead of ${b}`);
};
const holds = (condition, what) => {
  if (!condition) throw new Error(what);
};

const FIGURES = ['sizes', 'song-map', 'choose-k', 'heat-map', 'unit-means', 'distributions', 'silhouette', 'explained',
  'loadings', 'correlation', 'missing', 'phases', 'memory', 'speed-up', 'efficiency'];

// How many different colours a chart shows, and how many shapes where it is SVG.
const look = (page, figure) => page.evaluate((id) => {
  const box = document.querySelector(`#${id} .chart`);
  const canvas = box.querySelector('canvas');
  if (!canvas) return {drawn: box.dataset.drawn, shapes: box.querySelectorAll('svg path, svg text').length};
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = new Set();
  for (let i = 0; i < pixels.length; i += 4) colours.add(pixels[i] * 65536 + pixels[i + 1] * 256 + pixels[i + 2]);
  return {drawn: box.dataset.drawn, colours: colours.size};
}, figure);

const seriesOfMap = (page) => page.evaluate(() => echarts.getInstanceByDom(document.querySelector('#song-map .chart'))
  .getOption().series.filter((one) => one.type === 'scatter' && one.name).map((one) => [one.name, one.data.length]));

const tests = {
  async 'every chart is drawn, and none is blank'() {
    const {page, faults, close} = await open(plain);
    for (const figure of FIGURES) {
      const {drawn, shapes, colours} = await look(page, figure);
      equal(drawn, 'true', `${figure} is drawn`);
      holds((shapes ?? 0) > 8 || (colours ?? 0) > 20, `${figure} is blank: ${shapes} shapes, ${colours} colours`);
      const label = await page.getAttribute(`#${figure} .chart`, 'aria-label');
      holds(label.length > 30, `${figure} has no text alternative`);
    }
    equal(faults, [], 'faults');
    await close();
  },

  async 'a blank chart would be noticed'() {
    const {page, close} = await open(plain);
    await page.evaluate(() => echarts.getInstanceByDom(document.querySelector('#sizes .chart')).clear());
    const {shapes} = await look(page, 'sizes');
    holds(shapes <= 8, `a cleared chart still has ${shapes} shapes`);
    await close();
  },

  async 'the page holds the songs of the tables'() {
    const {page, close} = await open(plain);
    const rows = fs.readFileSync(path.join(plain, 'tables/map_songs.csv'), 'utf8').trim().split('\n').slice(1)
      .map((line) => line.split(','));
    const series = await page.evaluate(() => echarts.getInstanceByDom(document.querySelector('#song-map .chart'))
      .getOption().series.filter((one) => one.type === 'scatter' && one.name).map((one) => one.data));
    equal(series.map((data) => data.length), [150, 150, 150, 150], 'points by cluster');
    for (const data of series) {
      for (const [pc1, pc2, song] of data) {
        holds(Math.abs(pc1 - Number(rows[song][4])) < 1e-3, `PC1 of song ${song}`);
        holds(Math.abs(pc2 - Number(rows[song][5])) < 1e-3, `PC2 of song ${song}`);
      }
    }
    await close();
  },

  async 'the keyboard reaches everything, in the order of reading'() {
    const {page, close} = await open(plain);
    const stops = [];
    for (let i = 0; i < 80; ++i) {
      await page.keyboard.press('Tab');
      stops.push(await page.evaluate(() => {
        const at = document.activeElement;
        if (at === document.body) return null;
        const box = at.getBoundingClientRect();
        return {text: (at.getAttribute('aria-label') ?? at.id ?? '') + '|' + at.textContent.trim().slice(0, 30),
          outline: getComputedStyle(at).outlineStyle, top: box.top + scrollY, height: box.height, tag: at.tagName};
      }));
      if (stops.at(-1) === null) break;
    }
    const seen = stops.filter((stop) => stop);
    const place = (word) => seen.findIndex((stop) => stop.text.includes(word));
    const order = ['Skip to', 'Auto', 'Light', 'Dark', 'All', 'Energetic', 'Calm', 'Show only', 'Both', 'Zoom in', 'search'];
    const places = order.map(place);
    holds(places.every((at) => at >= 0), `not reached: ${order.filter((_, i) => places[i] < 0)}`);
    equal(places, [...places].sort((a, b) => a - b), 'tab order');
    holds(seen.every((stop) => stop.outline !== 'none' && stop.height > 0), 'a focused element cannot be seen');
    const buttons = await page.$$eval('button, input, summary, a[href]', (all) => all.filter((one) => one.offsetParent).length);
    holds(seen.length >= buttons, `${buttons} controls, ${seen.length} reached`);
    await close();
  },

  async 'choosing a cluster filters the other charts, and Escape ends it'() {
    const {page, faults, close} = await open(plain);
    await page.focus('.chip[data-cluster="1"]');
    await page.keyboard.press('Enter');
    equal((await seriesOfMap(page)).map(([name]) => name), ['1 Calm / Acoustic'], 'clusters on the map');
    equal(await page.$$eval('.kind.away', (cards) => cards.map((card) => card.dataset.cluster)), ['0', '2', '3'], 'cards away');
    const panels = await page.evaluate(() => echarts.getInstanceByDom(document.querySelector('#unit-means .chart')).getOption().grid.length);
    equal(panels, 1, 'panels of mean features');
    equal(await page.getAttribute('.chip[data-cluster="1"]', 'aria-pressed'), 'true', 'chip');
    await page.keyboard.press('Escape');
    equal((await seriesOfMap(page)).length, 4, 'clusters on the map after Escape');
    equal(await page.$$eval('.kind.away', (cards) => cards.length), 0, 'cards away after Escape');
    equal(faults, [], 'faults');
    await close();
  },

  async 'a click on a chart chooses its cluster everywhere'() {
    const {page, close} = await open(plain);
    const targets = {sizes: [0, 2], 'heat-map': [0, 2], silhouette: null};
    for (const [figure, point] of Object.entries(targets)) {
      await page.locator(`#${figure} .chart`).scrollIntoViewIfNeeded();
      const at = await page.evaluate(([id, where]) => {
        const view = echarts.getInstanceByDom(document.querySelector(`#${id} .chart`));
        if (where) return view.convertToPixel({gridIndex: 0}, id === 'sizes' ? [10, where[1]] : [where[0], where[1]]);
        const total = view.getOption().yAxis[0].max;
        return view.convertToPixel({gridIndex: 0}, [0.05, total * 0.6]);
      }, [figure, point]);
      await page.locator(`#${figure} .chart`).click({position: {x: at[0], y: at[1]}});
      equal(await page.$$eval('.chip[data-cluster][aria-pressed="true"]', (chips) => chips.map((chip) => chip.dataset.cluster)),
        ['2'], `chosen by ${figure}`);
      await page.keyboard.press('Escape');
    }
    await close();
  },

  async 'a song is found by its name, with its nearest songs'() {
    const {page, faults, close} = await open(plain);
    await page.fill('#search', 'song 17');
    const found = await page.$$eval('.hits button bdi', (names) => names.map((name) => name.textContent));
    holds(found[0] === 'Song 17' && found.length === 16, `hits: ${found}`);
    await page.fill('#search', 'Söng 17 ärtist 17');
    await page.press('#search', 'Enter');
    equal(await page.textContent('#song h3'), 'Song 17', 'the song shown');
    holds((await page.textContent('#song .member')).includes('Cluster 1'), 'its cluster');
    // The nearest songs, by brute force over the table.
    const stored = JSON.parse(fs.readFileSync(path.join(plain, 'report_data.json'), 'utf8'));
    const rows = stored.songs.title.map((title, i) => ({title, values: stored.songs.values[i]}));
    const scale = stored.result.scaler.scale;
    const distance = (a, b) => Math.sqrt(a.values.reduce((sum, value, j) => sum + ((value - b.values[j]) / scale[j]) ** 2, 0));
    const self = rows.find((song) => song.title === 'Song 17');
    const nearest = rows.filter((song) => song !== self).sort((a, b) => distance(a, self) - distance(b, self)).slice(0, 6);
    equal(await page.$$eval('.near button > span > bdi', (names) => names.map((name) => name.textContent)),
      nearest.map((song) => song.title), 'nearest songs');
    await page.click('.near button');
    equal(await page.textContent('#song h3'), nearest[0].title, 'the nearest song, chosen');
    await page.fill('#search', 'no such song');
    holds((await page.textContent('#search-says')).startsWith('No song'), 'what an empty search says');
    equal(faults, [], 'faults');
    await close();
  },

  async 'a song on the map tells its name, a place on the map its songs'() {
    const {page, faults, close} = await open(plain);
    await page.locator('#song-map .chart').scrollIntoViewIfNeeded();
    const tip = await page.evaluate(() => {
      const box = document.querySelector('#song-map .chart');
      const view = echarts.getInstanceByDom(box);
      view.dispatchAction({type: 'showTip', seriesIndex: view.getOption().series.findIndex((one) => one.name?.startsWith('1 ')), dataIndex: 4});
      return box.textContent;
    });
    holds(tip.includes('Song 17') && tip.includes('Artist 17') && tip.includes('1 Calm / Acoustic'), `the tip says ${tip}`);
    const at = await page.evaluate(() => {
      const view = echarts.getInstanceByDom(document.querySelector('#song-map .chart'));
      return view.convertToPixel({gridIndex: 0}, view.getOption().series.find((one) => one.name?.startsWith('1 ')).data[4]);
    });
    await page.locator('#song-map .chart').hover({position: {x: at[0], y: at[1]}});
    const here = await page.textContent('#song-map .here');
    holds(/^Here, of all songs: .*\d in 1 Calm \/ Acoustic/.test(here), `the place says ${here}`);
    equal(faults, [], 'faults');
    await close();
  },

  async 'the numbers at the centres do not cover each other'() {
    const where = report('crowd', '--clusters', '20');
    for (const viewport of [{width: 1400, height: 900}, {width: 400, height: 800}]) {
      const {page, faults, close} = await open(where, {viewport});
      const places = await page.evaluate(() => {
        const view = echarts.getInstanceByDom(document.querySelector('#song-map .chart'));
        const badges = view.getOption().series.filter((one) => one.label?.show).at(0);
        return badges.data.map((place) => view.convertToPixel({gridIndex: 0}, place));
      });
      equal(places.length, 20, 'numbers');
      const nearest = Math.min(...places.flatMap((a, i) => places.slice(0, i).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1]))));
      holds(nearest > 20, `two numbers are ${nearest} pixels apart`);
      equal(faults, [], 'faults');
      await close();
    }
  },

  async 'without a scaling study there is no section of it'() {
    const {page, faults, close} = await open(report('unscaled', '--no-scaling'));
    equal(await page.isVisible('#scaling'), false, 'the section shows');
    equal(faults, [], 'faults');
    await close();
    const {page: scaled, close: end} = await open(plain);
    equal(await scaled.isVisible('#scaling'), true, 'the section shows');
    holds((await scaled.textContent('#speed-up details')).includes('The numbers'), 'its numbers');
    await end();
  },

  async 'built without ECharts, it says so and shows the numbers'() {
    const where = path.join(folder, 'chartless');
    fs.mkdirSync(where);
    // The library's element is the first without an id; what follows it is the page's own script.
    fs.writeFileSync(path.join(where, 'report.html'), fs.readFileSync(path.join(plain, 'report.html'), 'utf8')
      .replace(/<script>[^]*?<\/script>/, ''));
    const {page, faults, close} = await open(where);
    const figure = await page.textContent('#sizes');
    holds(figure.includes('draws no charts') && figure.includes('plots/sizes.svg'), `it says ${figure}`);
    equal(await page.$$eval('#sizes tbody tr', (rows) => rows.length), 4, 'rows of the table');
    await page.fill('#search', 'Song 17');
    await page.press('#search', 'Enter');
    equal(await page.textContent('#song h3'), 'Song 17', 'the song shown');
    equal(faults, [], 'faults');
    await close();
  },

  async 'light and dark follow the system, and the buttons'() {
    const {page, faults, close} = await open(plain, {colorScheme: 'dark'});
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const fill = () => page.evaluate(() => [...document.querySelectorAll('#sizes svg path')].map((path) => path.getAttribute('fill'))
      .filter((paint) => paint && paint.startsWith('#')).join());
    const bright = (rgb) => rgb.match(/\d+/g).slice(0, 3).map(Number).reduce((a, b) => a + b) / 3;
    holds(bright(await paper()) < 60, 'dark paper');
    const dark = await fill();
    await page.emulateMedia({colorScheme: 'light'});
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
    holds(bright(await paper()) > 200, 'light paper');
    holds((await fill()) !== dark, 'charts keep the dark colours');
    await page.click('#theme button:has-text("Dark")');
    holds(bright(await paper()) < 60, 'dark by the button');
    equal(await fill(), dark, 'the charts’ colours');
    equal(faults, [], 'faults');
    await close();
  },

  async 'it fits the width of a phone'() {
    const {page, faults, close} = await open(plain, {viewport: {width: 400, height: 800}, hasTouch: true, isMobile: true});
    equal(await page.evaluate(() => document.documentElement.scrollWidth), 400, 'width of the page');
    const small = await page.$$eval('.chart svg text', (texts) => texts.map((text) => [parseFloat(getComputedStyle(text).fontSize), text.textContent])
      .filter(([size]) => size < 11));
    equal(small, [], 'text too small to read');
    const cut = await page.$$eval('.chart svg', (all) => all.flatMap((svg) => {
      const {left, right} = svg.getBoundingClientRect();
      return [...svg.querySelectorAll('text')].filter((text) => {
        const box = text.getBoundingClientRect();
        return box.width > 0 && (box.left < left - 1 || box.right > right + 1);
      }).map((text) => `${svg.closest('figure').id}: ${text.textContent}`);
    }));
    equal(cut, [], 'text that is cut off');
    for (const figure of FIGURES) equal((await look(page, figure)).drawn, 'true', `${figure} is drawn`);
    equal(faults, [], 'faults');
    await close();
  },

  async 'hostile names show as text and run nothing'() {
    for (const where of [hostile, ...(fs.existsSync(strings) ? [report('strings', '--names', strings)] : [])]) {
      const {page, faults, close} = await open(where);
      await page.fill('#search', 'e');
      if (await page.$('.hits button')) await page.click('.hits button');
      await page.click('.chip[data-cluster="2"]');
      for (const summary of await page.$$('details summary')) if (await summary.isVisible()) await summary.click();
      const chart = page.locator('#song-map .chart');
      await chart.hover();
      equal(await page.evaluate(() => window.attacked ?? null), null, 'an attack ran');
      equal(await page.evaluate(() => document.querySelectorAll('script').length), 4, 'scripts');
      equal(await page.$$eval('img, iframe, object, [onerror], [onload]', (all) => all.length), 0, 'foreign elements');
      equal(faults, [], 'faults');
      equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'the page keeps its width');
      await close();
    }
    const {page, close} = await open(hostile);
    holds((await page.textContent('#kind-0')).includes('</script><script>window.attacked=1</script>'), 'the name as text');
    await page.fill('#search', 'latin-1');
    const shown = (await page.$$eval('.hits button bdi', (names) => names.map((name) => name.textContent)))
      .find((name) => name.startsWith('latin-1'));
    holds(shown.startsWith('latin-1 caf\uFFFD, overlong \uFFFD\uFFFD,'), `invalid UTF-8 shows as ${shown}`);
    await page.fill('#search', 'nul');
    const control = await page.$$eval('.hits button bdi', (names) => names.map((name) => name.textContent));
    holds(control.some((name) => name.startsWith('nul\u2400tab\u2409bell\u2407')), `controls show as ${control}`);
    await close();
  },

  async 'even markup in the page cannot run'() {
    const where = path.join(folder, 'injected');
    fs.mkdirSync(where);
    const html = fs.readFileSync(path.join(plain, 'report.html'), 'utf8').replace('<main>',
      '<main><script>window.attacked=1</script><img src=x onerror="window.attacked=2">');
    fs.writeFileSync(path.join(where, 'report.html'), html);
    const {page, close} = await open(where);
    equal(await page.evaluate(() => window.attacked ?? null), null, 'the policy lets foreign scripts run');
    await close();
  },

  async 'without scripts it says where to look'() {
    const {page, faults, close} = await open(plain, {javaScriptEnabled: false});
    const text = await page.textContent('noscript');
    for (const word of ['plots', 'tables', '600 of 607 songs', 'Energetic / Dance']) holds(text.includes(word), `no ${word}`);
    equal(faults, [], 'faults');
    await close();
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok: ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED: ${name}\n  ${error.stack ?? error}`);
  }
}
await browser.close();
fs.rmSync(folder, {recursive: true});
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
