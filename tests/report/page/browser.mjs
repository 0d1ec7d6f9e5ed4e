// A page of the report in a real browser, with everything that goes wrong on it.
import {createRequire} from 'node:module';
import path from 'node:path';

// A headless browser; throws where it does not start.
export function launch(chromiumPath, nodeFolder) {
  const {chromium} = createRequire(path.resolve(nodeFolder, 'package.json'))('playwright-core');
  return chromium.launch({
    executablePath: chromiumPath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
      '--disable-background-networking', '--disable-component-update'],
  });
}

// Opens a file. `faults` gathers console errors and warnings, exceptions, dialogs, and requests that leave the page;
// `prepare(page)` runs before the page is loaded.
export async function openFile(browser, report, options = {}, prepare = () => {}) {
  const context = await browser.newContext({viewport: {width: 1400, height: 900}, ...options});
  const page = await context.newPage();
  const faults = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.stack}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  const file = `file://${path.resolve(report)}`;
  page.on('request', (request) => {
    if (request.url() !== file && !/^(data|blob):/.test(request.url())) faults.push(`request: ${request.url()}`);
  });
  await prepare(page);
  await page.goto(file);
  if (options.javaScriptEnabled !== false) await page.waitForSelector('html[data-ready]', {timeout: 120000});
  return {page, faults, close: () => context.close()};
}
