// SPDX-License-Identifier: Apache-2.0
import { get, list, path, put, remove } from './api.js';
import { candidates } from './candidates.js';
import { delivery } from './delivery.js';
import { ask, during, element, field, link, mailLink, tag } from './elements.js';
import { ways } from './groups.js';
import { joining } from './join.js';
import { leaving } from './leave.js';
import { me } from './me.js';
import { complain, say } from './notices.js';
import { searched } from './searched.js';
import { text } from './texts.js';

const KINDS = { user: 'kind.user', group: 'kind.group', external: 'kind.external', unknown: 'kind.unknown' };

/** What administrators find below a group. */
const PARTS = {
  held: 'held.title',
  requests: 'requests.title',
  settings: 'settings.title',
  files: 'files.title',
  bounces: 'bounces.title',
  exclusions: 'exclusions.title',
};

/** Shows the card anew. */
function refresh() {
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Returns the parts that a group has: nobody asks to join one that takes no requests. */
const partsOf = card =>
  Object.entries(PARTS).filter(([part]) => part !== 'requests' || card.join === 'request');

/** Returns whether somebody may change a group: those see its settings, and nobody else does. */
const manages = card => card.settings !== undefined;

/** What a member may choose, or how somebody becomes one. */
const membership = async card =>
  card.memberOf.length > 0 ? [await delivery(card), leaving(card)] : joining(card, refresh);

/** The card of a group, with its members if they may be seen. */
export async function group(address) {
  const card = await get(path`/api/groups/${address}`);
  return {
    title: card.name,
    content: [
      element('p', {}, mailLink(card.address)),
      card.description === '' ? '' : element('p', {}, card.description),
      card.administrator ? element('p', {}, tag(text('role.administrator'))) : '',
      ways(card),
      manages(card)
        ? element('nav', { class: 'acts', 'aria-label': text('group.administration') },
          partsOf(card).map(([part, key]) => element('a', {
            class: 'button',
            href: '#/groups/' + encodeURIComponent(address) + '/' + part,
          }, text(key))))
        : '',
      me().postmaster ? '' : await membership(card),
      element('h2', {}, text('members.title')),
      card.mayListMembers
        ? await members(card)
        : element('p', { class: 'quiet' }, text('members.hidden')),
    ],
  };
}

async function members(card) {
  const { content, show } = await searched(
    'members-q',
    text('members.search'),
    (q, after) => list(path`/api/groups/${card.address}/members`, { q }, after),
    (member, again) => row(card, member, again),
    text('members.none'));
  return element('div', {}, manages(card) ? adding(card, show) : '', content);
}

function adding(card, show) {
  return element('details', {},
    element('summary', {}, text('members.add')),
    candidates(card, show),
    element('form', {
      class: 'line',
      onsubmit: async event => {
        event.preventDefault();
        const form = event.target;
        const address = form.elements.address.value.trim();
        const name = form.elements.name.value.trim();
        await during(form.elements.add, async () => {
          try {
            await put(path`/api/groups/${card.address}/members/${address}`, name === '' ? undefined : { name });
            form.reset();
            await show();
            say(text('members.added', { address }));
            form.elements.address.focus();
          } catch (problem) {
            complain(problem);
          }
        });
      },
    },
    field(text('members.address'), { id: 'add-address', name: 'address', maxlength: '320', required: true }),
    field(text('members.name'), { id: 'add-name', name: 'name', maxlength: '200' }),
    element('button', { name: 'add', class: 'main' }, text('members.addNow'))));
}

function row(card, member, show) {
  const shownName = member.name ?? member.address;
  const kind = KINDS[member.kind];
  return element('li', {},
    element('div', { class: 'what' },
      element('p', { class: 'name' },
        member.kind === 'group' ? link(shownName, 'groups', member.address) : shownName),
      member.name === undefined ? '' : element('p', { class: 'quiet' }, member.address)),
    kind === undefined || member.kind === 'user' ? '' : tag(text(kind)),
    member.suspended ? tag(text('members.suspended')) : '',
    member.delivery === 'none' ? tag(text('members.silent')) : '',
    manages(card) ? removing(card, member, show) : '');
}

function removing(card, member, show) {
  const address = member.address;
  const button = element('button', {
    type: 'button',
    'aria-label': text('members.removeOne', { address }),
    onclick: async () => {
      if (await ask(text('members.removeAsk', { address, group: card.name }), text('members.remove')) === null) {
        return;
      }
      await during(button, async () => {
        try {
          await remove(path`/api/groups/${card.address}/members/${address}`);
          await show();
          say(text('members.removed', { address }));
          document.getElementById('members-q').focus();
        } catch (problem) {
          complain(problem);
        }
      });
    },
  }, text('members.remove'));
  return button;
}
