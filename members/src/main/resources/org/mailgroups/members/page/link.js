// SPDX-License-Identifier: Apache-2.0
import { get, path, post } from './api.js';
import { ask, during, element } from './elements.js';
import { facts, subjectOf } from './held.js';
import { resultOf } from './join.js';
import { complain, say } from './notices.js';
import { asker } from './requests.js';
import { text, time } from './texts.js';

const DECIDED = { approved: 'link.approved', rejected: 'link.rejected', expired: 'link.expired' };

/** A button that does what the link is for. The view is empty afterwards: nobody does it twice. */
function act(words, place, done, send, isMain) {
  const button = element('button', {
    type: 'button',
    class: isMain ? 'main' : undefined,
    onclick: () => during(button, async () => {
      try {
        if (await send()) {
          place.replaceChildren();
          say(done);
        }
      } catch (problem) {
        complain(problem);
      }
    }),
  }, words);
  return button;
}

function leave(link, where) {
  const place = element('div', {}, element('p', {}, text('leave.ask', { group: link.name })));
  const send = async () => {
    await post(where);
    return true;
  };
  place.append(element('div', { class: 'acts' },
    act(text('leave.now'), place, text('leave.done', { group: link.name }), send, true)));
  return place;
}

function decision(place, where, question, approved, rejected) {
  const approve = async () => {
    await post(where + '?action=approve');
    return true;
  };
  const reject = async () => {
    const words = await ask(question, text('held.reject'), text('held.words'));
    if (words === null) {
      return false;
    }
    await post(where + '?action=reject', words.trim() === '' ? undefined : { comment: words.trim() });
    return true;
  };
  return element('div', { class: 'acts' },
    act(text('held.approve'), place, approved, approve, true),
    act(text('held.reject'), place, rejected, reject, false));
}

function held(link, where) {
  if (link.message === undefined) {
    return element('p', {}, text(DECIDED[link.state], { by: link.decidedBy, at: time(link.decidedAt) }));
  }
  const place = element('div', {}, facts(link.message, link.address));
  place.append(decision(place, where, text('held.rejectAsk'), text('held.approved'), text('held.rejected')));
  return place;
}

function request(link, where) {
  if (link.request === undefined) {
    return element('p', {}, text('link.decided', { by: link.decidedBy, at: time(link.decidedAt) }));
  }
  const person = { address: link.request.address };
  const place = element('div', {}, element('p', {}, text('requests.asks', { group: link.name })),
    asker(link.request));
  place.append(decision(place, where, text('requests.rejectAsk', person),
    text('requests.approved', person), text('requests.rejected', person)));
  return place;
}

function join(link, where) {
  const place = element('div', {}, element('p', {}, text('join.confirm', { group: link.name })));
  const button = element('button', {
    type: 'button',
    class: 'main',
    onclick: () => during(button, async () => {
      try {
        const answer = await post(where);
        place.replaceChildren();
        say(resultOf(answer.result, link.name));
      } catch (problem) {
        complain(problem);
      }
    }),
  }, text('join.now'));
  place.append(element('div', { class: 'acts' }, button));
  return place;
}

const PURPOSES = { leave, join, held, request };

/** What the bearer of a link sees, without log-in: what it is for, and buttons. */
export async function byLink(token) {
  let link;
  try {
    link = await get(path`/api/l/${token}`);
  } catch (problem) {
    if (problem.status !== 404) {
      throw problem;
    }
    return { title: text('link.title'), content: [element('p', {}, text('link.gone'))] };
  }
  return {
    title: link.message === undefined ? link.name : subjectOf(link.message),
    content: [element('p', {}, link.address), PURPOSES[link.purpose](link, path`/l/${token}`)],
  };
}
