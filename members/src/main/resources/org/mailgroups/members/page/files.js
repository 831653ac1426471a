// SPDX-License-Identifier: Apache-2.0
import { get, list, path, sendFile } from './api.js';
import { during, element, link, pages } from './elements.js';
import { choice, tick } from './forms.js';
import { me } from './me.js';
import { complain, quiet, say } from './notices.js';
import { number, text, time } from './texts.js';

const FIRST_WAIT_MILLIS = 300;
const LONGEST_WAIT_MILLIS = 3000;
const STATES = {
  waiting: 'import.waiting',
  running: 'import.running',
  inProgress: 'import.running',
  completed: 'import.completed',
  failed: 'import.failed',
  interrupted: 'import.interrupted',
  cancelled: 'import.cancelled',
  canceled: 'import.cancelled',
};
const COUNTS = ['added', 'updated', 'unchanged', 'removed', 'rejected'];
const WORDS = {
  added: 'import.added',
  updated: 'import.updated',
  unchanged: 'import.unchanged',
  removed: 'import.removed',
  rejected: 'import.rejected',
};

const done = counts => COUNTS.map(name => counts[name]).reduce((sum, count) => sum + count, 0);
const download = (words, href) => element('a', { href, download: true }, words);
const rejectionsAt = (group, task) => path`/api/groups/${group}/imports/${task}/rejections.csv`;
const summary = counts => COUNTS.filter(name => counts[name] > 0)
  .map(name => text(WORDS[name], { count: number(counts[name]) })).join(', ') || text('import.nothing');

/** Shows what an import has rejected. */
function rejections(group, task, counts) {
  return [
    element('h3', {}, text('import.rejectedRows')),
    element('div', { class: 'table', tabindex: '0', role: 'region', 'aria-label': text('import.rejectedRows') },
      element('table', {},
        element('thead', {}, element('tr', {},
          ['import.line', 'import.identifier', 'import.reason'].map(key =>
            element('th', { scope: 'col' }, text(key))))),
        element('tbody', {}, counts.rejections.map(row => element('tr', {},
          element('td', {}, number(row.line)),
          element('td', {}, row.identifier),
          element('td', { lang: 'en' }, row.reason)))))),
    element('p', {}, download(text('import.rejectedFile'), rejectionsAt(group, task))),
  ];
}

/** Shows an import while it runs, and what has become of it. */
async function follow(group, task, place) {
  const bar = element('progress', { 'aria-label': text('import.progress'), max: '1' });
  const words = element('p', { role: 'status' }, text('import.waiting'));
  place.replaceChildren(element('h2', {}, text('import.progress')), bar, words);
  let wait = FIRST_WAIT_MILLIS;
  for (;;) {
    const shown = await get(path`/api/tasks/${task}`);
    const counts = shown.additionalInformation;
    bar.max = Math.max(1, counts.rows);
    bar.value = Math.min(done(counts), counts.rows);
    if (shown.status !== 'waiting' && shown.status !== 'inProgress') {
      bar.remove();
      words.textContent = text(STATES[shown.status]) + ' ' + (counts.dryRun ? text('import.wasDry') + ' ' : '')
        + summary(counts);
      if (counts.reason !== undefined) {
        place.append(element('p', { lang: 'en' }, counts.reason));
      }
      if (counts.rejected > 0) {
        place.append(...rejections(group, task, counts));
      }
      return;
    }
    words.textContent = text('import.soFar', { done: number(done(counts)), rows: number(counts.rows) });
    await new Promise(resolve => setTimeout(resolve, wait));
    wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS);
    if (!place.isConnected) {
      return;
    }
  }
}

const row = group => one => element('li', {},
  element('div', { class: 'what' },
    element('p', { class: 'name' }, time(one.submittedAt)),
    element('p', {}, text(STATES[one.status] ?? 'import.failed') + ' '
      + (one.dryRun ? text('import.wasDry') + ' ' : '') + summary(one)),
    element('p', { class: 'quiet' }, one.by),
    one.reason === undefined ? '' : element('p', { class: 'quiet', lang: 'en' }, one.reason)),
  one.rejected > 0 && one.by === me().user && one.taskId !== undefined
    ? download(text('import.rejectedFile'), rejectionsAt(group, one.taskId))
    : '');

/** Imports and exports of a group's members. */
export async function files(address) {
  const base = path`/api/groups/${address}`;
  const progress = element('div', {});
  const past = element('div', {});
  const showPast = async () => past.replaceChildren(
    await pages(after => list(base + '/imports', {}, after), row(address), text('import.none'), complain));
  const begin = element('button', { class: 'main' }, text('import.begin'));
  const form = element('form', {
    onsubmit: event => {
      event.preventDefault();
      quiet();
      const { file, mode, dryRun } = form.elements;
      const query = new URLSearchParams({ action: 'import', mode: mode.value, dryRun: String(dryRun.checked) });
      during(begin, async () => {
        try {
          const begun = await sendFile(base + '/members?' + query, file.files[0], 'text/csv');
          await follow(address, begun.taskId, progress);
          await showPast();
          say(text('import.done'));
        } catch (problem) {
          complain(problem);
        }
      });
    },
  },
  element('label', { for: 'file' }, text('import.file')),
  element('input', { id: 'file', name: 'file', type: 'file', accept: '.csv,text/csv', required: true }),
  choice(text('import.mode'), 'add', { add: text('import.add'), replace: text('import.replace') },
    { id: 'mode', name: 'mode' }),
  tick(text('import.dryRun'), { name: 'dryRun', checked: true }),
  element('div', { class: 'acts' }, begin));
  await showPast();
  return {
    title: text('files.title'),
    content: [
      element('p', {}, link(address, 'groups', address)),
      element('h2', {}, text('files.export')),
      element('p', {}, download(text('files.members'), base + '/export.csv')),
      element('h2', {}, text('import.title')),
      element('p', {}, text('import.hint')),
      element('ul', {},
        element('li', {}, download(text('files.example'), '/api/groups/templates/users-mailbox-example.csv')),
        element('li', {}, download(text('files.available'), base + '/templates/users-mailbox-available.csv'))),
      form,
      progress,
      element('h2', {}, text('import.past')),
      past,
    ],
  };
}
