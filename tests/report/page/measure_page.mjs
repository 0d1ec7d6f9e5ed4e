// How heavy a report is, and how it looks: node measure_page.mjs CHROMIUM NODE_FOLDER REPORT.html [PICTURES_FOLDER]
// Prints the size of the page, the seconds to draw it (from the start of the navigation to the first frame after
// the last chart is rendered; the median of five loads), console errors and warnings, and requests that leave the
// page. With a folder, it puts screenshots there: light and dark at 1400 pixels, light at 400, whole and by section.
import fs from 'node:fs';
import path from 'node:path';

import {launch, openFile} from './browser.mjs';

const [chromiumPath, nodeFolder, report, pictures] = process.argv.slice(2);
if (!report) {
  console.error('usage: node measure_page.mjs CHROMIUM NODE_FOLDER REPORT.html [PICTURES_FOLDER]');
  process.exit(2);
}
const browser = await launch(chromiumPath, nodeFolder);

// The first frame after the last chart is when the timer runs that was set in the frame that draws it.
const watch = (page) => page.addInitScript(() => {
  const seen = new MutationObserver(() => {
    if (!document.documentElement?.dataset.ready) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.drawnAfter = performance.now()), 0));
  });
  seen.observe(document, {attributes: true, subtree: true, attributeFilter: ['data-ready']});
});
const faults = [];
async function open(options) {
  const opened = await openFile(browser, report, options, watch);
  const drawn = await opened.page.waitForFunction(() => window.drawnAfter, null, {timeout: 120000});
  return {...opened, drawn: await drawn.jsonValue(), close: () => {
    faults.push(...opened.faults);
    return opened.close();
  }};
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
const left = faults.filter((fault) => fault.startsWith('request:'));
console.log(`console errors and warnings ${faults.length - left.length}, requests that leave the page ${left.length}`);
for (const fault of faults) console.log(fault);
process.exit(faults.length === 0 ? 0 : 1);
