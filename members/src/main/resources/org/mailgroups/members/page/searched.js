// SPDX-License-Identifier: Apache-2.0
import { element, field, pages } from './elements.js';
import { complain } from './notices.js';
import { text } from './texts.js';

/**
 * Makes a list that can be searched: its form, and the place of the list.
 *
 * @param id that of the field
 * @param words the label of the field
 * @param next returns the page of what has a text, after a place
 * @param row makes the row of an item; it gets besides what shows the list anew
 * @param none said if there is nothing, whatever the text
 */
export async function searched(id, words, next, row, none) {
  const place = element('div', {});
  let wanted = '';
  async function show() {
    const asked = wanted;
    const shown = await pages(
      after => next(asked, after),
      item => row(item, show),
      asked === '' ? none : text('list.none'),
      complain);
    if (asked === wanted) {
      place.replaceChildren(shown);
    }
  }
  const form = element('form', {
    class: 'line',
    role: 'search',
    onsubmit: async event => {
      event.preventDefault();
      wanted = event.target.elements.q.value.trim();
      await show().catch(complain);
    },
  },
  field(words, { id, name: 'q', type: 'search', maxlength: '200' }),
  element('button', {}, text('list.search')));
  await show();
  return { content: [form, place], show };
}
