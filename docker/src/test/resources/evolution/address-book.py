# SPDX-License-Identifier: Apache-2.0
"""Lets evolution-data-server keep a copy of an address book, as Evolution does.

    dbus-run-session -- python3 address-book.py HOST PORT CERTIFICATE USER PASSWORD

It finds the user's only book, and adds it. For each line that it reads it asks the server for news, and writes the
cards that it has then, as a line of JSON. With "check" alone it says by its exit status whether it could do so.
"""

import json
import sys
import time

import gi

gi.require_version("EDataServer", "1.2")
gi.require_version("EBookContacts", "1.2")
gi.require_version("EBook", "1.2")
from gi.repository import EBook, EBookContacts, EDataServer, Gio, GLib  # noqa: E402

PATIENCE_SECONDS = 60
ALL = '(contains "x-evolution-any-field" "")'
VCARD_3 = EBookContacts.VCardFormat(1)


def until(condition, what):
    """Waits for a condition, and lets the library see what happens meanwhile."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        while GLib.MainContext.default().iteration(False):
            pass
        time.sleep(0.1)


class Program:
    def __init__(self, host, port, certificate, user, password):
        self.host = host
        self.port = int(port)
        self.certificate = Gio.TlsCertificate.new_from_file(certificate)
        self.user = user
        self.ask_again_at = 0
        self.credentials = EDataServer.NamedParameters.new()
        self.credentials.set(EDataServer.SOURCE_CREDENTIAL_USERNAME, user)
        self.credentials.set(EDataServer.SOURCE_CREDENTIAL_PASSWORD, password)

    def fill(self, source, path):
        """Says where a source is, and that its certificate is the right one."""
        account = source.get_extension(EDataServer.SOURCE_EXTENSION_AUTHENTICATION)
        account.set_host(self.host)
        account.set_port(self.port)
        account.set_user(self.user)
        account.set_method("plain/password")
        account.set_remember_password(False)
        source.get_extension(EDataServer.SOURCE_EXTENSION_SECURITY).set_method("tls")
        place = source.get_extension(EDataServer.SOURCE_EXTENSION_WEBDAV_BACKEND)
        place.set_resource_path(path)
        place.update_ssl_trust(self.host, self.certificate, EDataServer.TrustPromptResponse.ACCEPT)

    def find(self):
        """Returns the path of the user's only book."""
        start = EDataServer.Source.new(None, None)
        self.fill(start, "/")
        found = EDataServer.webdav_discover_sources_sync(
            start,
            f"https://{self.host}:{self.port}/",
            EDataServer.WebDAVDiscoverSupports.CONTACTS,
            self.credentials,
            None,
        )
        books = [each for part in found if isinstance(part, list) for each in part if hasattr(each, "href")]
        if len(books) != 1:
            raise LookupError(f"{len(books)} books")
        return GLib.uri_parse(books[0].href, GLib.UriFlags.NONE).get_path()

    def open(self):
        registry = EDataServer.SourceRegistry.new_sync(None)
        added = EDataServer.Source.new_with_uid("members", None)
        added.set_parent("carddav-stub")
        added.set_display_name("Members")
        added.get_extension(EDataServer.SOURCE_EXTENSION_ADDRESS_BOOK).set_backend_name("carddav")
        added.get_extension(EDataServer.SOURCE_EXTENSION_OFFLINE).set_stay_synchronized(True)
        self.fill(added, self.find())
        registry.commit_source_sync(added, None)
        until(lambda: registry.ref_source("members") is not None, "the source is not there")
        self.source = registry.ref_source("members")
        # It does not wait until it is connected: it would ask for the password first.
        self.book = EBook.BookClient.connect_sync(self.source, GLib.MAXUINT32, None)
        until(self.is_connected, "it did not log in")

    def is_connected(self):
        status = self.source.get_connection_status()
        if status == EDataServer.SourceConnectionStatus.AWAITING_CREDENTIALS and time.monotonic() > self.ask_again_at:
            self.ask_again_at = time.monotonic() + 5
            self.source.invoke_authenticate_sync(self.credentials, None)
        return status == EDataServer.SourceConnectionStatus.CONNECTED

    def cards(self):
        """Asks for news, and returns the cards that are there soon after."""
        self.book.refresh_sync(None)
        end = time.monotonic() + 1
        until(lambda: time.monotonic() > end, "")
        contacts = self.book.get_contacts_sync(ALL, None)[1]
        return [contact.to_string(VCARD_3) for contact in contacts]

    def is_read_only(self):
        return self.book.is_readonly()


def main():
    if sys.argv[1:] == ["check"]:
        return
    program = Program(*sys.argv[1:])
    program.open()
    print(json.dumps({"readOnly": program.is_read_only()}), flush=True)
    for _ in sys.stdin:
        print(json.dumps(program.cards()), flush=True)


main()
