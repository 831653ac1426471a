// SPDX-License-Identifier: Apache-2.0
import { get, list, path, put, remove } from './api.js';
import { candidates } from './candidates.js';
import { delivery } from './delivery.js';
import { ask, during, element, field, link, mailLink, pages, tag } from './elements.js';
import { ways } from './groups.js';
import { joining } from './join.js';
import { leaving } from './leave.js';
import { complain, say } from './notices.js';
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
      card.administrator
        ? element('nav', { class: 'acts', 'aria-label': text('group.administration') },
          partsOf(card).map(([part, key]) => element('a', {
            class: 'button',
            href: '#/groups/' + encodeURIComponent(address) + '/' + part,
          }, text(key))))
        : '',
      card.memberOf.length > 0 ? [await delivery(card), leaving(card)] : joining(card, refresh),
      element('h2', {}, text('members.title')),
      card.mayListMembers
        ? await members(card)
        : element('p', { class: 'quiet' }, text('members.hidden')),
    ],
  };
}

async function members(card) {
  const place = element('div', {});
  let searched = '';
  async function show() {
    const asked = searched;
    const shown = await pages(
      after => list(path`/api/groups/${card.address}/members`, { q: asked }, after),
      member => row(card, member, show),
      text(asked === '' ? 'members.none' : 'list.none'),
      complain);
    if (asked === searched) {
      place.replaceChildren(shown);
    }
  }
  const search = element('form', {
    class: 'line',
    role: 'search',
    onsubmit: async event => {
      event.preventDefault();
      searched = event.target.elements.q.value.trim();
      await show().catch(complain);
    },
  },
  field(text('members.search'), { id: 'members-q', name: 'q', type: 'search', maxlength: '200' }),
  element('button', {}, text('list.search')));
  await show();
  return element('div', {}, card.administrator ? adding(card, show) : '', search, place);
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
    card.administrator ? removing(card, member, show) : '');
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
