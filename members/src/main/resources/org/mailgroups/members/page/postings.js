// SPDX-License-Identifier: Apache-2.0
import { list } from './api.js';
import { element, link, pages, tag } from './elements.js';
import { complain } from './notices.js';
import { text, time } from './texts.js';

const STATES = {
  waiting: 'postings.waiting',
  done: 'postings.done',
  failed: 'postings.failed',
  cancelled: 'postings.cancelled',
};

const COUNTS = {
  delivered: 'count.delivered',
  handedOver: 'count.handedOver',
  waiting: 'count.waiting',
  failed: 'count.failed',
  suspended: 'count.suspended',
  excluded: 'count.excluded',
};

/** Says how many members have a message, and how many do not, and why. */
function story(recipients) {
  return Object.entries(COUNTS)
    .filter(([state]) => recipients[state] > 0)
    .map(([state, key]) => text(key, { count: recipients[state] }))
    .join(', ');
}

const row = posting => element('li', {},
  element('div', { class: 'what' },
    element('p', { class: 'name' }, posting.subject === '' ? text('held.noSubject') : posting.subject),
    posting.groups.map(group => element('p', {}, link(group, 'groups', group))),
    element('p', {}, story(posting.recipients)),
    element('p', { class: 'quiet' }, time(posting.receivedAt))),
  tag(text(STATES[posting.state])));

/** The own messages to groups, and what became of their copies. */
export async function postings() {
  return {
    title: text('postings.title'),
    content: [await pages(after => list('/api/postings', {}, after), row, text('postings.none'), complain)],
  };
}
