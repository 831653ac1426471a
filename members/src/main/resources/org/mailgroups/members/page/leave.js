// SPDX-License-Identifier: Apache-2.0
import { path, post } from './api.js';
import { ask, during, element } from './elements.js';
import { complain, say } from './notices.js';
import { text } from './texts.js';

/** The button with which somebody who has logged in leaves a group. */
export function leaving(card) {
  const button = element('button', {
    type: 'button',
    onclick: async () => {
      if (await ask(text('leave.ask', { group: card.name }), text('leave.now')) === null) {
        return;
      }
      await during(button, async () => {
        try {
          await post(path`/api/groups/${card.address}/leave`);
          location.hash = '#/groups';
          addEventListener('hashchange', () => say(text('leave.done', { group: card.name })), { once: true });
        } catch (problem) {
          complain(problem);
        }
      });
    },
  }, text('leave.now'));
  return element('div', { class: 'acts' }, button);
}
