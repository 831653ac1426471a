// SPDX-License-Identifier: Apache-2.0
import { text } from './texts.js';

/**
 * Makes an element. What comes from a group, a message or a contact is only ever a text node or an attribute of our
 * choice here; nothing on this page reads markup.
 */
export function element(name, attributes = {}, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'onclick' || key === 'onsubmit') {
      made.addEventListener(key.slice(2), value);
    } else if (value === true) {
      made.setAttribute(key, '');
    } else if (value !== false && value !== undefined) {
      made.setAttribute(key, value);
    }
  }
  made.append(...content.flat().filter(part => part !== null && part !== undefined && part !== ''));
  return made;
}

export const link = (words, ...segments) =>
  element('a', { href: '#/' + segments.map(encodeURIComponent).join('/') }, words);

/** Returns a link to write to an address. */
export const mailLink = address =>
  element('a', { href: 'mailto:' + encodeURIComponent(address).replace('%40', '@') }, address);

export const tag = words => element('span', { class: 'tag' }, words);

/** Returns a field with its label. The attributes are those of the input. */
export function field(words, attributes) {
  return element('div', {}, element('label', { for: attributes.id }, words), element('input', attributes));
}

/** Does something for a button, which cannot be pressed again meanwhile. */
export async function during(button, work) {
  button.disabled = true;
  try {
    return await work();
  } finally {
    button.disabled = false;
  }
}

/**
 * Shows a list, and a button for more of it while there is more.
 *
 * @param next returns the page after a place
 * @param row makes the row of an item
 * @param empty said if there is nothing
 */
export async function pages(next, row, empty, complain) {
  const rows = element('ul', { class: 'rows' });
  const more = element('button', { type: 'button' }, text('list.more'));
  const holder = element('div', {}, rows, more);
  let after = '';
  async function load() {
    const page = await next(after);
    const made = page.items.map(row);
    rows.append(...made);
    after = page.next ?? '';
    more.hidden = after === '';
    return made;
  }
  more.addEventListener('click', () => during(more, async () => {
    try {
      const made = await load();
      made[0]?.querySelector('a, button')?.focus();
    } catch (problem) {
      complain(problem);
    }
  }));
  const first = await load();
  if (first.length === 0) {
    holder.replaceChildren(element('p', { class: 'quiet' }, empty));
  }
  return holder;
}

/**
 * Asks before something is done. Returns null if it shall not be, else what was written.
 *
 * @param words the label of a text to write; without it there is none
 */
export function ask(question, act, words) {
  return new Promise(resolve => {
    const written = words === undefined ? null : element('textarea', { id: 'words', maxlength: '1000' });
    const dialog = element('dialog', { 'aria-labelledby': 'question' },
      element('h2', { id: 'question' }, question),
      element('form', { method: 'dialog' },
        written === null ? '' : [element('label', { for: 'words' }, words), written],
        element('div', { class: 'acts' },
          element('button', { class: 'main', value: 'yes' }, act),
          element('button', { value: '', formnovalidate: true }, text('ask.no')))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes' ? written?.value ?? '' : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
