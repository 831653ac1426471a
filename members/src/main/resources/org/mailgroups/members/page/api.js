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

/** Makes a call, and returns its answer. */
async function send(method, where, body, headers) {
  const request = { method, cache: 'no-store', credentials: 'same-origin', redirect: 'error', headers, body };
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
  return answer;
}

const json = body => body === undefined ? undefined : JSON.stringify(body);
const typed = body => body === undefined ? {} : { 'Content-Type': 'application/json' };

/** Returns the JSON of an answer; null if it has none. */
const read = answer => answer.status === 204 ? null : answer.json();

async function call(method, where, body) {
  return read(await send(method, where, json(body), typed(body)));
}

const withVersion = async answer => ({ value: await read(answer), version: answer.headers.get('ETag') });

/** Returns a thing, and its version. */
export const getVersion = async where => withVersion(await send('GET', where));

/** Changes a thing that still has a version, and returns it with the new one. */
export const change = async (where, body, version) =>
  withVersion(await send('PATCH', where, json(body), { ...typed(body), 'If-Match': version }));

/** Sends a file. */
export const sendFile = async (where, file, type) => read(await send('POST', where, file, { 'Content-Type': type }));

export const get = where => call('GET', where);
export const post = (where, body) => call('POST', where, body);
export const put = (where, body) => call('PUT', where, body);
export const remove = where => call('DELETE', where);

/** Returns the page of a list that begins after another one. */
export function list(where, query = {}, after = '') {
  const given = Object.entries({ ...query, after }).filter(([, text]) => text !== '');
  return get(given.length === 0 ? where : where + '?' + new URLSearchParams(given));
}
