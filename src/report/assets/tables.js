// The numbers behind a chart, as a table that is made when it is opened.

// `head` is a list of names, `rows` a function that returns lists of texts, `file` the CSV with all of them.
function table(head, rows) {
  const cell = (text, i) => el(i === 0 ? 'th' : 'td', i === 0 ? {scope: 'row'} : {}, text);
  return el('table', {},
    el('thead', {}, el('tr', {}, head.map((name) => el('th', {scope: 'col'}, name)))),
    el('tbody', {}, rows.map((row) => el('tr', {class: row.chosen ? 'chosen' : null}, row.map(cell)))));
}

function numbers({head, rows, file, open = false}) {
  const details = el('details', {class: 'numbers'}, el('summary', {}, 'The numbers'));
  details.addEventListener('toggle', () => {
    if (details.childElementCount > 1) return;
    details.append(el('div', {class: 'scroll', tabindex: '0'}, table(head, rows())));
    if (file) details.append(el('p', {class: 'quiet'}, 'All of them: ', el('code', {}, file)));
  });
  details.open = open;
  return details;
}
