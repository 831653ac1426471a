// SPDX-License-Identifier: Apache-2.0
import { element } from './elements.js';

const labelled = (words, id, control) => element('div', {}, element('label', { for: id }, words), control);

/** Returns a field of several lines with its label. */
export const area = (words, value, attributes) =>
  labelled(words, attributes.id, element('textarea', attributes, value));

/**
 * Returns a choice with its label.
 *
 * @param options for each value the words
 */
export function choice(words, chosen, options, attributes) {
  const select = element('select', attributes, Object.entries(options).map(([value, shown]) =>
    element('option', { value, selected: value === chosen }, shown)));
  return labelled(words, attributes.id, select);
}

/** Returns a box to tick, with its label behind it. */
export const tick = (words, attributes) => element('label', { class: 'tick' },
  element('input', { type: 'checkbox', ...attributes }), words);

/** Returns the lines of a text that are not blank. */
export const lines = written => written.split('\n').map(line => line.trim()).filter(line => line !== '');
