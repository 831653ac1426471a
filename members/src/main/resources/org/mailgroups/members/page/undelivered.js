// SPDX-License-Identifier: Apache-2.0
import { list, path, put, remove } from './api.js';
import { during, element, field, link, pages, tag } from './elements.js';
import { complain, say } from './notices.js';
import { text, time } from './texts.js';

/** Returns a button that does something to somebody in a list, which is shown anew then. */
function act(words, label, said, work, show) {
  const button = element('button', {
    type: 'button',
    'aria-label': label,
    onclick: () => during(button, async () => {
      try {
        await work();
        await show();
        say(said);
      } catch (problem) {
        complain(problem);
      }
    }),
  }, words);
  return button;
}

/** Members whose copies come back. */
export async function bounces(address) {
  const where = path`/api/groups/${address}/bounces`;
  const place = element('div', {});
  const row = one => element('li', {},
    element('div', { class: 'what' },
      element('p', { class: 'name' }, one.member),
      element('p', { class: 'quiet' }, text('bounces.count', { count: one.count, last: time(one.lastAt) })),
      element('p', { class: 'quiet', lang: 'en' }, one.lastReply === '' ? one.lastStatus : one.lastReply)),
    one.suspended ? tag(text('members.suspended')) : '',
    act(
      text('bounces.resume'),
      text('bounces.resumeOne', { member: one.member }),
      text('bounces.resumed', { member: one.member }),
      () => remove(where + path`/${one.member}`),
      show));
  async function show() {
    place.replaceChildren(await pages(after => list(where, {}, after), row, text('bounces.none'), complain));
  }
  await show();
  return {
    title: text('bounces.title'),
    content: [element('p', {}, link(address, 'groups', address)), element('p', {}, text('bounces.hint')), place],
  };
}

/** Those who get nothing although a nested group has them. */
export async function exclusions(address) {
  const where = path`/api/groups/${address}/exclusions`;
  const place = element('div', {});
  const row = one => element('li', {},
    element('div', { class: 'what' },
      element('p', { class: 'name' }, one.member),
      element('p', { class: 'quiet' }, time(one.addedAt))),
    act(
      text('exclusions.end'),
      text('exclusions.endOne', { member: one.member }),
      text('exclusions.ended', { member: one.member }),
      () => remove(where + path`/${one.member}`),
      show));
  async function show() {
    place.replaceChildren(await pages(after => list(where, {}, after), row, text('exclusions.none'), complain));
  }
  const button = element('button', { class: 'main' }, text('exclusions.now'));
  const form = element('form', {
    class: 'line',
    onsubmit: event => {
      event.preventDefault();
      const member = form.elements.member.value.trim();
      during(button, async () => {
        try {
          await put(where + path`/${member}`);
          form.reset();
          await show();
          say(text('exclusions.done', { member }));
        } catch (problem) {
          complain(problem);
        }
      });
    },
  }, field(text('members.address'), { id: 'exclude', name: 'member', maxlength: '320', required: true }), button);
  await show();
  return {
    title: text('exclusions.title'),
    content: [
      element('p', {}, link(address, 'groups', address)),
      element('p', {}, text('exclusions.hint')),
      form,
      place,
    ],
  };
}
