// SPDX-License-Identifier: Apache-2.0
import { list } from './api.js';
import { element, link, mailLink, tag } from './elements.js';
import { searched } from './searched.js';
import { text } from './texts.js';

function row(entry) {
  const isGroup = entry.kind === 'group';
  const emails = (entry.emails ?? []).map(email => email.address);
  const addresses = emails.length > 0 ? emails : [entry.address].filter(address => address !== undefined);
  const work = [entry.title, entry.department, entry.company].filter(part => part !== undefined);
  return element('li', {},
    element('div', { class: 'what' },
      element('p', { class: 'name' },
        isGroup ? link(entry.name, 'groups', entry.address) : link(entry.name, 'contacts', entry.id)),
      addresses.map(address => element('p', {}, mailLink(address))),
      work.length === 0 ? '' : element('p', { class: 'quiet' }, work.join(', ')),
      (entry.phones ?? []).map(phone => element('p', { class: 'quiet' }, phone)),
      entry.postalAddress === undefined ? '' : element('p', { class: 'quiet' }, entry.postalAddress)),
    isGroup ? tag(text('kind.group')) : '');
}

/** The groups and shared contacts that one may write to. */
export async function addressBook() {
  const { content } = await searched(
    'book-q',
    text('book.search'),
    (q, after) => list('/api/address-book', { q }, after),
    row,
    text('book.none'));
  return { title: text('book.title'), content };
}
