// SPDX-License-Identifier: Apache-2.0
import { get, path, post } from './api.js';
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

/** What the bearer of a link sees: the group, and a button. */
export async function leaveByLink(token) {
  const group = await get(path`/api/leave/${token}`);
  const question = element('p', {}, text('leave.ask', { group: group.name }));
  const button = element('button', {
    type: 'button',
    class: 'main',
    onclick: () => during(button, async () => {
      try {
        await post(path`/leave/${token}`);
        place.replaceChildren();
        say(text('leave.done', { group: group.name }));
      } catch (problem) {
        complain(problem);
      }
    }),
  }, text('leave.now'));
  const place = element('div', {}, question, element('div', { class: 'acts' }, button));
  return { title: group.name, content: [element('p', {}, group.address), place] };
}
