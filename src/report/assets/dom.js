// Elements. Text goes into the page as text nodes alone, so nothing that a catalogue holds becomes markup.

const $ = (id) => document.getElementById(id);

// el('p', {class: 'quiet', onclick: f}, 'text', element, ...): null and undefined children are left out.
function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (key === 'style') for (const [k, v] of Object.entries(value)) node.style.setProperty(k, v);
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

// A text from the catalogue, kept from turning the direction of what stands around it.
const foreign = (text) => el('bdi', {}, text);

// Buttons of which one is pressed. `names` maps a key to its label; `choose(key)` is called.
function segments(names, pressed, choose, label) {
  const buttons = Object.entries(names).map(([key, text]) => {
    const button = el('button', {type: 'button', 'aria-pressed': String(key === pressed)}, text);
    button.addEventListener('click', () => {
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      choose(key);
    });
    return button;
  });
  return el('div', {class: 'segments', role: 'group', 'aria-label': label}, buttons);
}
