// How heavy a report is, and how it looks: node measure_page.mjs CHROMIUM NODE_FOLDER REPORT.html [PICTURES_FOLDER]
// Prints the size of the page, the seconds to draw it (from the start of the navigation to the first frame after
// the last chart is rendered; the median of five loads), console errors and warnings, and requests that leave the
// page. With a folder, it puts screenshots there: light and dark at 1400 pixels, light at 400, whole and by section.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

const [chromiumPath, nodeFolder, report, pictures] = process.argv.slice(2);
if (!report) {
  console.error('usage: node measure_page.mjs CHROMIUM NODE_FOLDER REPORT.html [PICTURES_FOLDER]');
  process.exit(2);
}
const {chromium} = createRequire(path.resolve(nodeFolder, 'package.json'))('playwright-core');
const file = `file://${path.resolve(report)}`;
const browser = await chromium.launch({executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']});

const faults = {console: 0, left: 0};
async function open(options) {
  const context = await browser.newContext({viewport: {width: 1400, height: 900}, ...options});
  const page = await context.newPage();
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (!document.documentElement?.dataset.ready) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => (window.drawnAfter = performance.now()), 0));
    });
    watch.observe(document, {attributes: true, subtree: true, attributeFilter: ['data-ready']});
  });
  const say = (kind, text) => {
    faults[kind] += 1;
    console.log(`${kind}: ${text}`);
  };
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && say('console', message.text()));
  page.on('pageerror', (error) => say('console', error.stack));
  page.on('request', (request) => {
    if (request.url() !== file && !/^(data|blob):/.test(request.url())) say('left', request.url());
  });
  await page.goto(file);
  const drawn = await (await page.waitForFunction(() => window.drawnAfter, null, {timeout: 120000})).jsonValue();
  return {page, drawn, close: () => context.close()};
}

const times = [];
for (let i = 0; i < 5; ++i) {
  const {drawn, close} = await open({});
  times.push(drawn / 1000);
  await close();
}
times.sort((a, b) => a - b);

const looks = {
  light: {colorScheme: 'light'},
  dark: {colorScheme: 'dark'},
  phone: {colorScheme: 'light', viewport: {width: 400, height: 850}, deviceScaleFactor: 2, isMobile: true, hasTouch: true},
};
for (const [look, options] of Object.entries(pictures ? looks : {})) {
  const folder = path.join(pictures, look);
  fs.mkdirSync(folder, {recursive: true});
  const {page, close} = await open(options);
  await page.screenshot({path: path.join(folder, 'page.png'), fullPage: true});
  for (const part of await page.$$('header.masthead, main > section:not([hidden]), footer')) {
    const id = (await part.getAttribute('id')) ?? 'head';
    await part.screenshot({path: path.join(folder, `${id}.png`)});
  }
  await close();
}
await browser.close();

console.log(`size ${(fs.statSync(report).size / 1e6).toFixed(3)} MB`);
console.log(`drawn in ${times[2].toFixed(2)} s (${times.map((time) => time.toFixed(2)).join(', ')})`);
console.log(`console errors and warnings ${faults.console}, requests that leave the page ${faults.left}`);
process.exit(faults.console + faults.left === 0 ? 0 : 1);
