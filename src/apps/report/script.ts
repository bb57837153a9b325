/**
 * The one script of the report: search, sort and the filter by day. Everything is readable without it; what only it can
 * do is put into the page by it. It makes elements and sets text, never HTML.
 */
export const script = `
'use strict';
(() => {
  const make = (name, text, set) => Object.assign(document.createElement(name), set || {}, text === null ? {} : { textContent: text });
  const rows = [...document.querySelectorAll('.row, table[data-sortable] tbody tr')];
  if (rows.length === 0) return;
  const texts = new Map();
  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };
  let day = null;
  const tools = make('div', null, { className: 'tools' });
  tools.setAttribute('role', 'search');
  const label = make('label', 'Search ');
  const input = make('input', null, { type: 'search', id: 'q', placeholder: 'group, person, port, id' });
  label.append(input);
  const sort = make('label', 'Sort ');
  const order = make('select', null, { id: 'order' });
  for (const name of ['worst', 'latest', 'oldest', 'longest']) order.append(make('option', name, { value: name }));
  sort.append(order);
  const clear = make('button', 'all days', { type: 'button' });
  const told = make('span', '', { id: 'told' });
  told.setAttribute('role', 'status');
  tools.append(label, sort, clear, told);
  const first = document.getElementById('broke') || document.getElementById('inside');
  first.before(tools);
  const show = () => {
    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const on = (day === null || row.dataset.day === day) && words.every((word) => textOf(row).includes(word));
      row.classList.toggle('off', !on);
      if (on) shown++;
    }
    for (const item of document.querySelectorAll('.strip li')) item.classList.toggle('on', item.dataset.day === day);
    clear.classList.toggle('off', day === null);
    const fold = document.querySelector('#inside details.fold');
    for (const each of document.querySelectorAll('#broke > details.fold')) if (words.length > 0) each.open = true;
    if (fold !== null && words.length > 0) fold.open = true;
    told.textContent = shown === rows.length ? rows.length + ' rows' : shown + ' of ' + rows.length + ' rows' + (day === null ? '' : ' on ' + day);
  };
  const when = (row) => row.querySelector('time').dateTime;
  const compare = {
    latest: (a, b) => (when(a) < when(b) ? 1 : -1),
    oldest: (a, b) => (when(a) < when(b) ? -1 : 1),
    longest: (a, b) => Number(b.dataset.long || 0) - Number(a.dataset.long || 0),
  };
  input.addEventListener('input', show);
  order.addEventListener('change', () => {
    for (const box of document.querySelectorAll('.rows, table[data-sortable] tbody')) {
      const own = rows.filter((row) => row.parentNode === box);
      if (order.value in compare) own.sort(compare[order.value]);
      box.append(...own);
    }
  });
  clear.addEventListener('click', () => {
    day = null;
    show();
  });
  for (const item of document.querySelectorAll('.strip li')) {
    const name = item.querySelector('.day');
    const button = make('button', name.textContent, { type: 'button', title: 'only ' + item.dataset.day });
    button.addEventListener('click', () => {
      day = day === item.dataset.day ? null : item.dataset.day;
      show();
      first.scrollIntoView();
    });
    name.replaceChildren(button);
  }
  addEventListener('beforeprint', () => {
    for (const each of document.querySelectorAll('.card > details')) each.open = true;
  });
  const follow = () => {
    const row = location.hash.startsWith('#chg_') ? document.getElementById(location.hash.slice(1)) : null;
    if (row !== null) row.open = true;
  };
  addEventListener('hashchange', follow);
  follow();
  show();
})();
`;
