// SPDX-License-Identifier: Apache-2.0
import { addressBook } from './addressbook.js';
import { get, post, remove } from './api.js';
import { appPasswords } from './apppasswords.js';
import { create } from './create.js';
import { contact } from './contact.js';
import { during, element } from './elements.js';
import { files } from './files.js';
import { group } from './group.js';
import { groups } from './groups.js';
import { heldMessage, heldMessages } from './held.js';
import { byLink } from './link.js';
import { setMe } from './me.js';
import { complain, quiet } from './notices.js';
import { postings } from './postings.js';
import { requests } from './requests.js';
import { settings } from './settings.js';
import { language, text } from './texts.js';
import { bounces, exclusions } from './undelivered.js';

const START = '#/groups';
const LINK = '#/l/';
const KNOWN = 'loggedIn';

const main = document.getElementById('main');
const login = document.getElementById('login');
const tokenLogin = document.getElementById('token-login');
const view = document.getElementById('view');
const nav = document.getElementById('nav');
const person = document.getElementById('person');
const title = document.title;

/** What there is below a group. */
const PARTS = { held: heldMessages, requests, settings, files, bounces, exclusions };

/** The number of the last view that was asked for: an answer that comes too late is not shown. */
let asked = 0;

/** Whether somebody has logged in, as far as the browser remembers: so nobody waits to be told to log in. */
const memory = {
  get: () => {
    try {
      return localStorage.getItem(KNOWN) !== null;
    } catch {
      return true;
    }
  },
  set: isLoggedIn => {
    try {
      if (isLoggedIn) {
        localStorage.setItem(KNOWN, 'yes');
      } else {
        localStorage.removeItem(KNOWN);
      }
    } catch {
      // A browser that keeps nothing asks the server each time.
    }
  },
};

/** Returns whether an address is that of a link, which its bearer may use without log-in. */
const isLink = hash => hash.startsWith(LINK);

/** Returns what makes the view of an address; undefined if there is none. */
function find(hash) {
  let segments;
  try {
    segments = hash.slice('#/'.length).split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const [first, address, third, id] = segments;
  if (isLink(hash) && segments.length === 2) {
    return () => byLink(address);
  }
  if (first === 'address-book' && segments.length === 1) {
    return addressBook;
  }
  if (first === 'app-passwords' && segments.length === 1) {
    return appPasswords;
  }
  if (first === 'create' && segments.length === 1) {
    return create;
  }
  if (first === 'postings' && segments.length === 1) {
    return postings;
  }
  if (first === 'contacts' && segments.length === 2) {
    return () => contact(address);
  }
  if (first !== 'groups') {
    return undefined;
  }
  switch (segments.length) {
    case 1:
      return groups;
    case 2:
      return () => group(address);
    case 3:
      return Object.hasOwn(PARTS, third) ? () => PARTS[third](address) : undefined;
    case 4:
      return third === 'held' ? () => heldMessage(address, id) : undefined;
    default:
      return undefined;
  }
}

function put(heading, content) {
  const shown = element('h1', { tabindex: '-1' }, heading);
  view.replaceChildren(shown, ...content.flat().filter(part => part !== ''));
  document.title = heading + ' – ' + title;
  scrollTo(0, 0);
  shown.focus({ preventScroll: true });
}

async function show() {
  const mine = ++asked;
  const make = find(location.hash);
  if (make === undefined) {
    location.replace(START);
    return;
  }
  quiet();
  for (const one of nav.children) {
    if (location.hash.startsWith(one.getAttribute('href'))) {
      one.setAttribute('aria-current', 'page');
    } else {
      one.removeAttribute('aria-current');
    }
  }
  main.setAttribute('aria-busy', 'true');
  try {
    const made = await make();
    if (mine === asked) {
      put(made.title, made.content);
    }
  } catch (problem) {
    if (mine === asked) {
      if (problem.status === 401) {
        askForLogin();
      } else {
        put(text('problem.title'), []);
      }
      complain(problem);
    }
  } finally {
    if (mine === asked) {
      main.removeAttribute('aria-busy');
    }
  }
}

function askForLogin() {
  asked++;
  memory.set(false);
  view.replaceChildren();
  nav.hidden = true;
  person.hidden = true;
  main.removeAttribute('aria-busy');
  document.title = title;
  offer(login);
}

/** Shows one of the two forms to log in with. */
function offer(form) {
  login.hidden = form !== login;
  tokenLogin.hidden = form !== tokenLogin;
  form.querySelector('input').focus();
}

async function begin() {
  const me = await get('/api/me');
  setMe(me);
  memory.set(true);
  document.getElementById('user').textContent = me.postmaster ? text('token.name', { name: me.user }) : me.user;
  nav.querySelector('a').textContent = text(me.postmaster ? 'groups.all' : 'groups.title');
  nav.querySelectorAll('.own').forEach(one => { one.hidden = me.postmaster; });
  login.hidden = true;
  tokenLogin.hidden = true;
  nav.hidden = false;
  person.hidden = false;
  await show();
}

/**
 * Lets a form log somebody in.
 *
 * @param secret the name of its field that is emptied each time
 * @param wrong said if it does not fit
 */
function logsIn(form, where, body, secret, wrong) {
  form.addEventListener('submit', event => {
    event.preventDefault();
    quiet();
    during(form.querySelector('button'), async () => {
      const field = form.elements[secret];
      try {
        await post(where, body(form.elements));
        field.value = '';
        await begin();
      } catch (problem) {
        complain(problem.status === 401 ? wrong : problem);
        field.value = '';
        field.focus();
      }
    });
  });
}

logsIn(login, '/api/session', ({ user, password }) => ({ user: user.value.trim(), password: password.value }),
  'password', text('problem.login'));
logsIn(tokenLogin, '/api/session/postmaster', ({ token }) => ({ token: token.value.trim() }),
  'token', text('token.wrong'));

for (const [id, form] of [['as-postmaster', tokenLogin], ['as-user', login]]) {
  document.getElementById(id).addEventListener('click', () => {
    quiet();
    offer(form);
  });
}

document.getElementById('log-out').addEventListener('click', event => during(event.target, async () => {
  try {
    await remove('/api/session');
    login.reset();
    tokenLogin.reset();
    quiet();
    askForLogin();
  } catch (problem) {
    complain(problem);
  }
}));

document.getElementById('skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});

for (const button of document.querySelectorAll('#languages button')) {
  button.setAttribute('aria-pressed', String(button.lang === language));
  button.addEventListener('click', () => {
    document.cookie = 'language=' + button.lang + '; Path=/; Max-Age=31536000; SameSite=Strict';
    location.reload();
  });
}

addEventListener('hashchange', () => {
  if (!person.hidden || isLink(location.hash)) {
    show();
  }
});

if (isLink(location.hash)) {
  await show();
} else if (memory.get()) {
  try {
    await begin();
  } catch (problem) {
    askForLogin();
    if (problem.status !== 401) {
      complain(problem);
    }
  }
} else {
  askForLogin();
}
