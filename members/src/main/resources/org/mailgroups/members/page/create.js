// SPDX-License-Identifier: Apache-2.0
import { post } from './api.js';
import { during, element, field } from './elements.js';
import { area, lines } from './forms.js';
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
      const { address, name, description, administrators } = form.elements;
      during(button, async () => {
        try {
          const group = await post('/api/groups', {
            address: address.value.trim(),
            name: name.value.trim(),
            description: description.value.trim(),
            ...(administrators === undefined ? {} : { administrators: lines(administrators.value) }),
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
    placeholder: me().postmaster ? undefined : '…@' + me().user.split('@').pop(),
  }),
  field(text('settings.name'), { id: 'create-name', name: 'name', maxlength: '200', required: true }),
  field(text('settings.description'), { id: 'create-description', name: 'description', maxlength: '1000' }),
  me().postmaster
    ? area(text('settings.administrators'), '',
      { id: 'create-administrators', name: 'administrators', required: true, spellcheck: 'false' })
    : '',
  element('div', { class: 'acts' }, button));
  const hint = me().postmaster ? '' : element('p', {}, text('create.hint'));
  return { title: text('create.title'), content: [hint, form] };
}
