// SPDX-License-Identifier: Apache-2.0

/** The language that the server chose for this page. */
export const language = document.documentElement.lang;

const answer = await fetch(new URL(language + '.json', import.meta.url));
const texts = await answer.json();

/** Returns a text in the language of the page. Each {name} in it gives place to a value. */
export function text(key, values = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
}

export function time(iso) {
  return new Date(iso).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
}

/** Returns the day of a time, or of a day as in 2026-03-01. */
export function day(iso) {
  const timeZone = iso.length > 10 ? undefined : 'UTC';
  return new Date(iso).toLocaleDateString(language, { dateStyle: 'medium', timeZone });
}

export const number = count => new Intl.NumberFormat(language).format(count);

export function size(bytes) {
  const kilobytes = Math.max(1, Math.round(bytes / 1000));
  return new Intl.NumberFormat(language, { style: 'unit', unit: 'kilobyte' }).format(kilobytes);
}
