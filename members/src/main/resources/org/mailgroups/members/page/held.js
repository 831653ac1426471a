// SPDX-License-Identifier: Apache-2.0
import { get, list, path, post } from './api.js';
import { ask, during, element, link, pages } from './elements.js';
import { tick } from './forms.js';
import { complain, say } from './notices.js';
import { size, text, time } from './texts.js';

const subjectOf = message => message.subject === '' ? text('held.noSubject') : message.subject;
const senderOf = message => message.sender === '' ? text('held.noSender') : message.sender;

/** The messages that wait for a decision about a group. */
export async function heldMessages(address) {
  const where = path`/api/groups/${address}/held`;
  const place = element('div', {});
  const acts = element('div', { class: 'acts' });
  const chosen = () => [...place.querySelectorAll('input:checked')].map(box => box.value);
  const row = message => element('li', {},
    tick('', { value: message.id, 'aria-label': text('held.choose', { subject: subjectOf(message) }) }),
    element('div', { class: 'what' },
      element('p', { class: 'name' }, link(subjectOf(message), 'groups', address, 'held', message.id)),
      element('p', {}, senderOf(message)),
      element('p', { class: 'quiet' }, message.reason)),
    element('span', { class: 'quiet' }, time(message.receivedAt)));
  async function show() {
    const shown = await pages(after => list(where, {}, after), row, text('held.none'), complain);
    place.replaceChildren(shown);
    acts.hidden = place.querySelector('input') === null;
  }
  async function decide(button, decision, comment, said) {
    await during(button, async () => {
      try {
        const ids = chosen();
        await post(where + '?action=' + decision, comment === '' ? { ids } : { ids, comment });
        await show();
        say(text(said, { count: ids.length }));
      } catch (problem) {
        complain(problem);
      }
    });
  }
  const approve = element('button', {
    type: 'button',
    class: 'main',
    onclick: () => chosen().length === 0
      ? complain(text('held.chooseFirst'))
      : decide(approve, 'approve', '', 'held.approvedMany'),
  }, text('held.approveMany'));
  const reject = element('button', {
    type: 'button',
    onclick: async () => {
      if (chosen().length === 0) {
        complain(text('held.chooseFirst'));
        return;
      }
      const comment = await ask(
        text('held.rejectManyAsk', { count: chosen().length }), text('held.reject'), text('held.words'));
      if (comment !== null) {
        await decide(reject, 'reject', comment.trim(), 'held.rejectedMany');
      }
    },
  }, text('held.rejectMany'));
  acts.append(approve, reject);
  await show();
  return {
    title: text('held.title'),
    content: [element('p', {}, link(address, 'groups', address)), place, acts],
  };
}

/** One of them, as plain text. */
export async function heldMessage(address, id) {
  const where = path`/api/groups/${address}/held/${id}`;
  const message = await get(where);
  async function decide(button, decision, body, said) {
    await during(button, async () => {
      try {
        await post(where + decision, body);
        location.hash = '#/groups/' + encodeURIComponent(address) + '/held';
        addEventListener('hashchange', () => say(said), { once: true });
      } catch (problem) {
        complain(problem);
      }
    });
  }
  const approve = element('button', {
    type: 'button',
    class: 'main',
    onclick: () => decide(approve, '?action=approve', undefined, text('held.approved')),
  }, text('held.approve'));
  const reject = element('button', {
    type: 'button',
    onclick: async () => {
      const comment = await ask(text('held.rejectAsk'), text('held.reject'), text('held.words'));
      if (comment !== null) {
        const words = comment.trim();
        await decide(reject, '?action=reject', words === '' ? undefined : { comment: words }, text('held.rejected'));
      }
    },
  }, text('held.reject'));
  const fact = (words, value) => [element('dt', {}, words), element('dd', {}, value)];
  return {
    title: subjectOf(message),
    content: [
      element('dl', {},
        fact(text('held.sender'), senderOf(message)),
        fact(text('held.group'), link(address, 'groups', address)),
        fact(text('held.receivedAt'), time(message.receivedAt)),
        fact(text('held.size'), size(message.size)),
        fact(text('held.reason'), message.reason)),
      element('h2', {}, text('held.text')),
      message.excerpt === '' ? element('p', { class: 'quiet' }, text('held.noText'))
        : element('pre', {}, message.excerpt),
      element('details', {},
        element('summary', {}, text('held.header')),
        element('pre', {}, message.headers.map(one => one.name + ': ' + one.value.replace(/\s+/g, ' ')).join('\n'))),
      element('p', {}, element('a', { href: where + '?raw=true', download: true }, text('held.raw'))),
      element('div', { class: 'acts' }, approve, reject),
    ],
  };
}
