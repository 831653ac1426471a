/*
 * Licensed under the Apache License, Version 2.0 (the "License"); you may not use this file except in
 * compliance with the License. You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software distributed under the License is
 * distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and limitations under the License.
 */
/**
 * Shared contacts over HTTP: contact groups, contacts, and the address book in which the organisation's members find them.
 *
 * <p>Depends on the shared edge above it, the machinery of imports and the domain. Only {@code *Routes} know Spark; services know neither HTTP nor JSON. A member may call the address book and the correspondence, which know
 * nothing but shared contacts for whoever is not a postmaster; the rest is the postmaster's.
 */
package org.mailgroups.webadmin.contact;
