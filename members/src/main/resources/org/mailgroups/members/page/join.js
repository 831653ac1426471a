// SPDX-License-Identifier: Apache-2.0
import { path, post } from './api.js';
import { ask, during, element } from './elements.js';
import { complain, say } from './notices.js';
import { text } from './texts.js';

const RESULTS = {
  joined: 'join.joined',
  member: 'join.member',
  requested: 'join.requested',
  waiting: 'join.waiting',
};

/** Says what has become of the wish to join a group. */
export const resultOf = (result, group) => text(RESULTS[result], { group });

/** The button with which somebody joins a group, or asks to. A closed group has none. */
export function joining(card, show) {
  if (card.join === 'closed') {
    return '';
  }
  const words = card.join === 'open' ? text('join.now') : text('join.request');
  const button = element('button', {
    type: 'button',
    class: 'main',
    onclick: async () => {
      const written = card.join === 'open'
        ? ''
        : await ask(text('join.ask', { group: card.name }), text('join.request'), text('join.words'));
      if (written === null) {
        return;
      }
      await during(button, async () => {
        try {
          const answer = await post(path`/api/groups/${card.address}/join`,
            written.trim() === '' ? undefined : { text: written.trim() });
          await show();
          say(resultOf(answer.result, card.name));
        } catch (problem) {
          complain(problem);
        }
      });
    },
  }, words);
  return element('div', { class: 'acts' }, button);
}
