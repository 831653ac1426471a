// SPDX-License-Identifier: Apache-2.0
import { addressBook } from './addressbook.js';
import { get, post, remove } from './api.js';
import { appPasswords } from './apppasswords.js';
import { create } from './create.js';
import { during, element } from './elements.js';
import { files } from './files.js';
import { group } from './group.js';
import { groups } from './groups.js';
import { heldMessage, heldMessages } from './held.js';
import { leaveByLink } from './leave.js';
import { setMe } from './me.js';
import { complain, quiet } from './notices.js';
import { settings } from './settings.js';
import { language, text } from './texts.js';
import { bounces, exclusions } from './undelivered.js';

const START = '#/groups';
const LINK = '#/leave/';
const KNOWN = 'loggedIn';

const main = document.getElementById('main');
const login = document.getElementById('login');
const view = document.getElementById('view');
const nav = document.getElementById('nav');
const person = document.getElementById('person');
const title = document.title;

/** What there is below a group. */
const PARTS = { held: heldMessages, settings, files, bounces, exclusions };

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
    return () => leaveByLink(address);
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
  login.hidden = false;
  main.removeAttribute('aria-busy');
  document.title = title;
  login.elements.user.focus();
}

async function begin() {
  const me = await get('/api/me');
  setMe(me);
  memory.set(true);
  document.getElementById('user').textContent = me.user;
  login.hidden = true;
  nav.hidden = false;
  person.hidden = false;
  await show();
}

login.addEventListener('submit', event => {
  event.preventDefault();
  quiet();
  during(login.querySelector('button'), async () => {
    const { user, password } = login.elements;
    try {
      await post('/api/session', { user: user.value.trim(), password: password.value });
      password.value = '';
      await begin();
    } catch (problem) {
      complain(problem);
      password.value = '';
      password.focus();
    }
  });
});

document.getElementById('log-out').addEventListener('click', event => during(event.target, async () => {
  try {
    await remove('/api/session');
    login.reset();
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
