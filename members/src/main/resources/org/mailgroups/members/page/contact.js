// SPDX-License-Identifier: Apache-2.0
import { get, list, path } from './api.js';
import { element, mailLink, pages, tag } from './elements.js';
import { fact } from './held.js';
import { complain } from './notices.js';
import { text, time } from './texts.js';

const DIRECTIONS = { sent: 'contact.sent', received: 'contact.received' };

const message = one => element('li', {},
  element('div', { class: 'what' },
    element('p', { class: 'name' }, one.subject === '' ? text('held.noSubject') : one.subject),
    one.attachments.map(name => element('p', {}, name)),
    element('p', { class: 'quiet' }, time(one.date))),
  tag(text(DIRECTIONS[one.direction])));

/** A shared contact, and the own messages with it. */
export async function contact(id) {
  const shown = await get(path`/api/contacts/${id}`);
  const given = [
    [text('contact.company'), shown.company],
    [text('contact.department'), shown.department],
    [text('contact.role'), shown.title],
    [text('contact.postal'), shown.postalAddress],
  ].filter(([, value]) => value !== undefined);
  return {
    title: shown.name,
    content: [
      (shown.emails ?? []).map(email => element('p', {}, mailLink(email.address))),
      (shown.phones ?? []).map(phone => element('p', {}, phone)),
      given.length === 0 ? '' : element('dl', {}, given.flatMap(([words, value]) => fact(words, value))),
      element('h2', {}, text('contact.correspondence')),
      await pages(
        after => list(path`/api/contacts/${id}/correspondence`, {}, after), message, text('contact.none'), complain),
    ],
  };
}
