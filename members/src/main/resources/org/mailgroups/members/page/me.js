// SPDX-License-Identifier: Apache-2.0

let person = { user: '', aliases: [], mayCreateGroups: false, postmaster: false };

/** Returns who has logged in, and what that one may do. */
export const me = () => person;

export function setMe(known) {
  person = known;
}
