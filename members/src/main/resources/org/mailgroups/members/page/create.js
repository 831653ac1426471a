// SPDX-License-Identifier: Apache-2.0
import { post } from './api.js';
import { during, element, field } from './elements.js';
import { me } from './me.js';
import { complain, say } from './notices.js';
import { text } from './texts.js';

/** Creates a group. */
export async function create() {
  const button = element('button', { class: 'main' }, text('create.now'));
  const form = element('form', {
    class: 'tall',
    onsubmit: event => {
      event.preventDefault();
      const { address, name, description } = form.elements;
      during(button, async () => {
        try {
          const group = await post('/api/groups', {
            address: address.value.trim(),
            name: name.value.trim(),
            description: description.value.trim(),
          });
          location.hash = '#/groups/' + encodeURIComponent(group.address);
          addEventListener('hashchange', () => say(text('create.done', { group: group.name })), { once: true });
        } catch (problem) {
          complain(problem);
        }
      });
    },
  },
  field(text('create.address'), {
    id: 'create-address',
    name: 'address',
    type: 'email',
    maxlength: '320',
    required: true,
    placeholder: '…@' + me().user.split('@').pop(),
  }),
  field(text('settings.name'), { id: 'create-name', name: 'name', maxlength: '200', required: true }),
  field(text('settings.description'), { id: 'create-description', name: 'description', maxlength: '1000' }),
  element('div', { class: 'acts' }, button));
  return { title: text('create.title'), content: [element('p', {}, text('create.hint')), form] };
}
