// SPDX-License-Identifier: Apache-2.0
import { list } from './api.js';
import { element, link, pages, tag } from './elements.js';
import { me } from './me.js';
import { complain } from './notices.js';
import { text } from './texts.js';

/** Says how somebody came to be in a group. */
export const ways = group => group.memberOf.map(way => element('p', { class: 'quiet' }, way.through === undefined
  ? text('way.direct', { address: way.address })
  : text('way.through', { address: way.address, group: way.through })));

const row = group => element('li', {},
  element('div', { class: 'what' },
    element('p', { class: 'name' }, link(group.name, 'groups', group.address)),
    element('p', {}, group.address),
    ways(group)),
  group.administrator ? tag(text('role.administrator')) : '');

/** The groups of whoever has logged in. */
export async function groups() {
  return {
    title: text('groups.title'),
    content: [
      await pages(after => list('/api/groups', { mine: 'true' }, after), row, text('groups.none'), complain),
      me().mayCreateGroups
        ? element('p', {}, element('a', { class: 'button', href: '#/create' }, text('create.title')))
        : '',
    ],
  };
}
