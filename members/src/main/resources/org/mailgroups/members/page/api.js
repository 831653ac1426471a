// SPDX-License-Identifier: Apache-2.0

/** A call that was not done. The status is 0 if no answer came. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Makes a path of texts, each percent-encoded: path`/api/groups/${address}`. */
export function path(parts, ...texts) {
  return parts.reduce((made, part, i) => made + encodeURIComponent(texts[i - 1]) + part);
}

/** Makes a call, and returns the JSON of its answer; null if it has none. */
async function call(method, where, body) {
  const request = { method, cache: 'no-store', credentials: 'same-origin', redirect: 'error' };
  if (body !== undefined) {
    request.headers = { 'Content-Type': 'application/json' };
    request.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(where, request);
  } catch {
    throw new Refusal(0, '');
  }
  if (!answer.ok) {
    const error = await answer.json().catch(() => ({}));
    throw new Refusal(answer.status, String(error.message ?? ''));
  }
  return answer.status === 204 ? null : answer.json();
}

export const get = where => call('GET', where);
export const post = (where, body) => call('POST', where, body);
export const put = (where, body) => call('PUT', where, body);
export const remove = where => call('DELETE', where);

/** Returns the page of a list that begins after another one. */
export function list(where, query = {}, after = '') {
  const given = Object.entries({ ...query, after }).filter(([, text]) => text !== '');
  return get(given.length === 0 ? where : where + '?' + new URLSearchParams(given));
}
