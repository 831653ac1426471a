// SPDX-License-Identifier: Apache-2.0
import { change, getVersion, path, remove } from './api.js';
import { during, element, field, link } from './elements.js';
import { area, choice, lines } from './forms.js';
import { complain, say } from './notices.js';
import { text } from './texts.js';

/** The settings that are one of several words, each with the words that say what it means. */
const CHOICES = {
  senders: {
    anyone: 'senders.anyone',
    internal: 'senders.internal',
    members: 'senders.members',
    administrators: 'senders.administrators',
    listed: 'senders.listed',
  },
  moderation: { none: 'moderation.none', outsiders: 'moderation.outsiders', everyone: 'moderation.everyone' },
  memberVisibility: {
    members: 'visibility.members',
    administrators: 'visibility.administrators',
    anyone: 'visibility.anyone',
  },
  join: { closed: 'join.closed', request: 'join.onRequest', open: 'join.open' },
  spam: { hold: 'spam.hold', refuse: 'spam.refuse', distribute: 'spam.distribute' },
  replyTo: { sender: 'reply.sender', group: 'reply.group' },
  fromRewrite: { whenNeeded: 'from.whenNeeded', never: 'from.never', always: 'from.always' },
  unsubscribe: { mail: 'unsubscribe.mail', oneClick: 'unsubscribe.oneClick', none: 'unsubscribe.none' },
  sendAs: { none: 'sendas.none', administrators: 'sendas.administrators', members: 'sendas.members' },
};

const LABELS = {
  senders: 'settings.senders',
  moderation: 'settings.moderation',
  memberVisibility: 'settings.visibility',
  join: 'settings.join',
  spam: 'settings.spam',
  replyTo: 'settings.replyTo',
  fromRewrite: 'settings.from',
  unsubscribe: 'settings.unsubscribe',
  sendAs: 'settings.sendAs',
};

/** The settings that are a number, or nothing. */
const NUMBERS = {
  maxMessageBytes: 'settings.maxBytes',
  maxPerSenderPerMinute: 'settings.perSender',
  maxPerMinute: 'settings.perMinute',
};

const id = name => 'set-' + name;

function chosen(name, value) {
  const options = Object.fromEntries(Object.entries(CHOICES[name]).map(([word, key]) => [word, text(key)]));
  // The store may have a word that this page does not know.
  return choice(text(LABELS[name]), value, value in options ? options : { [value]: value, ...options },
    { id: id(name), name });
}

/** Returns what the form says, as it is compared and sent. */
function read(form) {
  const of = name => form.elements[name].value;
  const settings = {};
  Object.keys(CHOICES).forEach(name => { settings[name] = of(name); });
  Object.keys(NUMBERS).forEach(name => { settings[name] = of(name).trim() === '' ? null : Number(of(name)); });
  settings.subjectPrefix = of('subjectPrefix').trim();
  settings.allowedSenders = lines(of('allowedSenders'));
  return {
    name: of('name').trim(),
    description: of('description').trim(),
    administrators: lines(of('administrators')),
    settings,
  };
}

/** Returns the parts of a that differ from those of b. */
const changed = (a, b) => Object.fromEntries(Object.entries(a)
  .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(b[key])));

function difference(now, before) {
  const { settings, ...rest } = changed(now, before);
  return settings === undefined ? rest : { ...rest, settings: changed(now.settings, before.settings) };
}

function fields(card) {
  const set = card.settings;
  return [
    field(text('settings.name'), { id: id('name'), name: 'name', maxlength: '200', required: true, value: card.name }),
    field(text('settings.description'),
      { id: id('description'), name: 'description', maxlength: '1000', value: card.description }),
    area(text('settings.administrators'), card.administrators.join('\n'),
      { id: id('administrators'), name: 'administrators', required: true, spellcheck: 'false' }),
    element('h2', {}, text('settings.posting')),
    chosen('senders', set.senders),
    area(text('settings.allowed'), set.allowedSenders.join('\n'),
      { id: id('allowedSenders'), name: 'allowedSenders', spellcheck: 'false' }),
    chosen('moderation', set.moderation),
    chosen('spam', set.spam),
    ...Object.entries(NUMBERS).map(([name, key]) => field(text(key), {
      id: id(name),
      name,
      type: 'number',
      min: name === 'maxMessageBytes' ? '1' : '0',
      step: '1',
      value: set[name],
    })),
    element('h2', {}, text('settings.people')),
    chosen('memberVisibility', set.memberVisibility),
    chosen('join', set.join),
    chosen('sendAs', set.sendAs),
    element('h2', {}, text('settings.copies')),
    chosen('replyTo', set.replyTo),
    field(text('settings.prefix'),
      { id: id('subjectPrefix'), name: 'subjectPrefix', maxlength: '40', value: set.subjectPrefix ?? '' }),
    chosen('fromRewrite', set.fromRewrite),
    chosen('unsubscribe', set.unsubscribe),
  ];
}

/** Lets somebody disband a group who writes its name. */
function disbanding(card) {
  const button = element('button', { class: 'bad' }, text('disband.now'));
  const form = element('form', {
    class: 'line',
    onsubmit: async event => {
      event.preventDefault();
      if (form.elements.confirm.value.trim() !== card.name) {
        complain(text('disband.wrong', { name: card.name }));
        form.elements.confirm.focus();
        return;
      }
      await during(button, async () => {
        try {
          await remove(path`/api/groups/${card.address}`);
          location.hash = '#/groups';
          addEventListener('hashchange', () => say(text('disband.done', { name: card.name })), { once: true });
        } catch (problem) {
          complain(problem);
        }
      });
    },
  },
  field(text('disband.name'), { id: 'confirm', name: 'confirm', autocomplete: 'off', required: true }),
  button);
  return [
    element('h2', {}, text('disband.title')),
    element('p', {}, text('disband.hint')),
    form,
  ];
}

/** Leads whoever has given a group up to what is still shown of it; nothing is, if it is not listed. */
function givenUp(card, address) {
  location.hash = card === null ? '#/groups' : '#/groups/' + encodeURIComponent(address);
  addEventListener('hashchange', () => say(text('settings.givenUp')), { once: true });
}

/** The settings of a group, for its administrators. */
export async function settings(address) {
  const where = path`/api/groups/${address}`;
  let { value: card, version } = await getVersion(where);
  if (card.settings === undefined) {
    return { title: card.name, content: [element('p', { class: 'quiet' }, text('settings.forbidden'))] };
  }
  let before;
  const save = element('button', { class: 'main' }, text('settings.save'));
  const form = element('form', {
    class: 'tall',
    onsubmit: async event => {
      event.preventDefault();
      const now = read(form);
      const wanted = difference(now, before);
      if (Object.keys(wanted).length === 0) {
        say(text('settings.same'));
        return;
      }
      await during(save, async () => {
        try {
          ({ value: card, version } = await change(where, wanted, version));
          before = now;
          if (card?.settings === undefined) {
            givenUp(card, address);
          } else {
            say(text('settings.saved'));
          }
        } catch (problem) {
          complain(problem);
        }
      });
    },
  }, fields(card), element('div', { class: 'acts' }, save));
  before = read(form);
  return {
    title: text('settings.title'),
    content: [
      element('p', {}, link(card.name, 'groups', address)),
      form,
      ...disbanding(card),
    ],
  };
}
