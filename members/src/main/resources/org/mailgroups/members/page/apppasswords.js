// SPDX-License-Identifier: Apache-2.0
import { get, path, post, remove } from './api.js';
import { ask, during, element, field } from './elements.js';
import { complain, quiet, say } from './notices.js';
import { day, text } from './texts.js';

/** The passwords of one's programs. Only the answer that makes one has the password itself. */
export async function appPasswords() {
  const place = element('div', {});
  const fresh = element('div', { role: 'status' });
  async function show() {
    const { items } = await get('/api/app-passwords');
    place.replaceChildren(items.length === 0
      ? element('p', { class: 'quiet' }, text('app.none'))
      : element('ul', { class: 'rows' }, items.map(password => row(password, async () => {
        fresh.replaceChildren();
        await show();
      }))));
  }
  await show();
  return {
    title: text('app.title'),
    content: [element('p', {}, text('app.hint')), making(fresh, show), fresh, place],
  };
}

function making(fresh, show) {
  return element('form', {
    class: 'line',
    onsubmit: async event => {
      event.preventDefault();
      const form = event.target;
      await during(form.elements.make, async () => {
        try {
          const made = await post('/api/app-passwords', { name: form.elements.name.value.trim() });
          quiet();
          form.reset();
          fresh.replaceChildren(
            element('p', {}, text('app.made', { name: made.name })),
            element('p', { class: 'secret' }, made.password));
          await show();
        } catch (problem) {
          complain(problem);
        }
      });
    },
  },
  field(text('app.name'), { id: 'app-name', name: 'name', maxlength: '100', required: true, autocomplete: 'off' }),
  element('button', { name: 'make', class: 'main' }, text('app.make')));
}

function row(password, changed) {
  const used = password.lastUsedOn;
  const button = element('button', {
    type: 'button',
    'aria-label': text('app.deleteOne', { name: password.name }),
    onclick: async () => {
      if (await ask(text('app.deleteAsk', { name: password.name }), text('app.delete')) === null) {
        return;
      }
      await during(button, async () => {
        try {
          await remove(path`/api/app-passwords/${password.id}`);
          await changed();
          say(text('app.deleted', { name: password.name }));
        } catch (problem) {
          complain(problem);
        }
      });
    },
  }, text('app.delete'));
  return element('li', {},
    element('div', { class: 'what' },
      element('p', { class: 'name' }, password.name),
      element('p', { class: 'quiet' }, text('app.since', { day: day(password.createdAt) })),
      element('p', { class: 'quiet' }, used === undefined ? text('app.unused') : text('app.used', { day: day(used) }))),
    button);
}
