// SPDX-License-Identifier: Apache-2.0
import { list } from './api.js';
import { element, link, pages, tag } from './elements.js';
import { me } from './me.js';
import { complain } from './notices.js';
import { searched } from './searched.js';
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

/** The groups of whoever has logged in; of a postmaster all that there are. */
export async function groups() {
  return {
    title: text(me().postmaster ? 'groups.all' : 'groups.title'),
    content: [
      me().postmaster ? await all() : await mine(),
      me().mayCreateGroups
        ? element('p', {}, element('a', { class: 'button', href: '#/create' }, text('create.title')))
        : '',
    ],
  };
}

const mine = () =>
  pages(after => list('/api/groups', { mine: 'true' }, after), row, text('groups.none'), complain);

/** There may be very many, so they are searched rather than read. */
async function all() {
  const { content } = await searched(
    'groups-q',
    text('groups.search'),
    (q, after) => list('/api/groups', { q }, after),
    row,
    text('groups.nowhere'));
  return content;
}
