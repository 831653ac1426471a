// SPDX-License-Identifier: Apache-2.0
import { list, path, post } from './api.js';
import { ask, during, element, link, pages } from './elements.js';
import { complain, say } from './notices.js';
import { text, time } from './texts.js';

/** Who asks, since when and with which words. */
export const asker = request => element('div', { class: 'what' },
  element('p', { class: 'name' }, request.name ?? request.address),
  request.name === undefined ? '' : element('p', {}, request.address),
  request.text === undefined ? '' : element('pre', {}, request.text),
  element('p', { class: 'quiet' }, time(request.requestedAt)));

/** Those who have asked to join a group. */
export async function requests(address) {
  const place = element('div', {});
  async function decide(button, request, action, body, said) {
    await during(button, async () => {
      try {
        await post(path`/api/groups/${address}/requests/${request.id}` + '?action=' + action, body);
        await show();
        say(said);
      } catch (problem) {
        complain(problem);
      }
    });
  }
  function row(request) {
    const person = { address: request.address };
    const approve = element('button', {
      type: 'button',
      class: 'main',
      'aria-label': text('requests.approveOne', person),
      onclick: () => decide(approve, request, 'approve', undefined, text('requests.approved', person)),
    }, text('requests.approve'));
    const reject = element('button', {
      type: 'button',
      'aria-label': text('requests.rejectOne', person),
      onclick: async () => {
        const words = await ask(text('requests.rejectAsk', person), text('held.reject'), text('requests.words'));
        if (words !== null) {
          const comment = words.trim() === '' ? undefined : { comment: words.trim() };
          await decide(reject, request, 'reject', comment, text('requests.rejected', person));
        }
      },
    }, text('held.reject'));
    return element('li', {}, asker(request), element('div', { class: 'acts' }, approve, reject));
  }
  async function show() {
    place.replaceChildren(await pages(
      after => list(path`/api/groups/${address}/requests`, {}, after), row, text('requests.none'), complain));
  }
  await show();
  return {
    title: text('requests.title'),
    content: [element('p', {}, link(address, 'groups', address)), place],
  };
}
