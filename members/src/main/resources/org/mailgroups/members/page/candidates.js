// SPDX-License-Identifier: Apache-2.0
import { list, path, put } from './api.js';
import { during, element, field, pages, tag } from './elements.js';
import { complain, say } from './notices.js';
import { text } from './texts.js';

const KINDS = { user: 'kind.user', group: 'kind.group', contact: 'kind.contact' };

/**
 * Finds users, groups and contacts that could be added to a group, and adds those that are chosen.
 *
 * @param show shows the members anew
 */
export function candidates(card, show) {
  const place = element('div', {});
  const row = one => {
    const shownName = one.name ?? one.address;
    const button = element('button', {
      type: 'button',
      'aria-label': text('candidates.addOne', { address: one.address }),
      onclick: () => during(button, async () => {
        try {
          await put(path`/api/groups/${card.address}/members/${one.contact === undefined || one.kind !== 'contact'
            ? one.address : 'contact:' + one.contact}`);
          item.remove();
          await show();
          say(text('members.added', { address: one.address }));
          document.getElementById('candidates-q').focus();
        } catch (problem) {
          complain(problem);
        }
      }),
    }, text('members.addNow'));
    const item = element('li', {},
      element('div', { class: 'what' },
        element('p', { class: 'name' }, shownName),
        one.name === undefined ? '' : element('p', { class: 'quiet' }, one.address)),
      tag(text(KINDS[one.kind] ?? 'kind.external')),
      button);
    return item;
  };
  const search = element('form', {
    class: 'line',
    onsubmit: async event => {
      event.preventDefault();
      const q = search.elements.q.value.trim();
      try {
        place.replaceChildren(await pages(
          after => list(path`/api/groups/${card.address}/candidates`, { q, limit: '20' }, after),
          row,
          text('list.none'),
          complain));
      } catch (problem) {
        complain(problem);
      }
    },
  },
  field(text('candidates.search'), { id: 'candidates-q', name: 'q', type: 'search', maxlength: '200' }),
  element('button', {}, text('candidates.find')));
  return element('div', {}, search, place);
}
