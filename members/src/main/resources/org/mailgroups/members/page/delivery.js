// SPDX-License-Identifier: Apache-2.0
import { get, path, put } from './api.js';
import { during, element } from './elements.js';
import { complain, say } from './notices.js';
import { text } from './texts.js';

function choice(id, words, isChecked) {
  return element('p', { class: 'choice' },
    element('input', { id, name: id, type: 'checkbox', checked: isChecked }),
    element('label', { for: id }, words));
}

/** What a member gets of a group, and the form to choose it. */
export async function delivery(card) {
  const where = path`/api/groups/${card.address}/delivery`;
  const chosen = await get(where);
  const save = element('button', {}, text('delivery.save'));
  return element('details', {},
    element('summary', {}, text('delivery.title')),
    element('form', {
      onsubmit: async event => {
        event.preventDefault();
        const { each, own } = event.target.elements;
        await during(save, async () => {
          try {
            await put(where, { delivery: each.checked ? 'each' : 'none', ownCopy: own.checked });
            say(text('delivery.saved'));
          } catch (problem) {
            complain(problem);
          }
        });
      },
    },
    choice('each', text('delivery.each'), chosen.delivery === 'each'),
    choice('own', text('delivery.own'), chosen.ownCopy),
    save));
}
