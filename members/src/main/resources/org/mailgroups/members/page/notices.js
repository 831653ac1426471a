// SPDX-License-Identifier: Apache-2.0
import { text } from './texts.js';

const done = document.getElementById('done');
const problem = document.getElementById('problem');

const PROBLEMS = {
  0: 'problem.away',
  400: 'problem.wrong',
  401: 'problem.login',
  403: 'problem.forbidden',
  404: 'problem.unknown',
  409: 'problem.state',
  412: 'problem.stale',
  413: 'problem.large',
  429: 'problem.often',
  503: 'problem.busy',
};

/** Takes away what was said before. */
export function quiet() {
  done.replaceChildren();
  problem.replaceChildren();
}

/** Says that something has been done. */
export function say(words) {
  quiet();
  done.textContent = words;
}

/** Says why something could not be done: an error, or words. What the server says besides is in English. */
export function complain(error) {
  quiet();
  if (typeof error === 'string') {
    problem.textContent = error;
    return;
  }
  if (error.status === undefined) {
    console.error(error);
  }
  problem.textContent = text(PROBLEMS[error.status] ?? 'problem.server');
  if ((error.status === 400 || error.status === 409) && error.message !== '') {
    const words = document.createElement('span');
    words.lang = 'en';
    words.textContent = error.message;
    problem.append(' ', words);
  }
}
