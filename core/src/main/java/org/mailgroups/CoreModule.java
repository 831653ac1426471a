// SPDX-License-Identifier: Apache-2.0
package org.mailgroups;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import javax.inject.Singleton;
import org.mailgroups.apppassword.AppPasswordRepository;
import org.mailgroups.backup.GroupArchive;
import org.mailgroups.bounce.BounceLedger;
import org.mailgroups.bounce.SentCopies;
import org.mailgroups.choice.ChoiceRepository;
import org.mailgroups.confirmation.ConfirmationRepository;
import org.mailgroups.contact.ContactMemberships;
import org.mailgroups.contact.ContactRepository;
import org.mailgroups.deletion.LooseMembers;
import org.mailgroups.delivery.Bodies;
import org.mailgroups.delivery.PostingOutcomes;
import org.mailgroups.delivery.PostingReading;
import org.mailgroups.delivery.PostingStore;
import org.mailgroups.directory.DirectoryRepository;
import org.mailgroups.distribution.StormGuard;
import org.mailgroups.exclusion.ExclusionRepository;
import org.mailgroups.group.GroupDirectory;
import org.mailgroups.group.GroupLookup;
import org.mailgroups.group.GroupRepository;
import org.mailgroups.group.Membership;
import org.mailgroups.imports.FileShare;
import org.mailgroups.imports.history.ImportHistory;
import org.mailgroups.joining.JoinRequestRepository;
import org.mailgroups.moderation.HeldMessageRepository;
import org.mailgroups.profile.ProfileRepository;
import org.mailgroups.store.GroupStore;
import org.mailgroups.token.Signer;
import org.mailgroups.value.LocalAddresses;

/**
 * Binds the ports that the store answers, and what is made of them.
 *
 * <p>The module that installs it binds the {@link GroupStore} and the ports that the mail server answers.
 */
public final class CoreModule extends AbstractModule {
    @Provides
    GroupRepository groups(GroupStore store) {
        return store.groups();
    }

    @Provides
    GroupLookup lookup(GroupStore store) {
        return store.lookup();
    }

    @Provides
    GroupArchive archive(GroupStore store) {
        return store.archive();
    }

    @Provides
    ProfileRepository profiles(GroupStore store) {
        return store.profiles();
    }

    @Provides
    AppPasswordRepository appPasswords(GroupStore store) {
        return store.appPasswords();
    }

    @Provides
    ContactRepository contacts(GroupStore store) {
        return store.contacts();
    }

    @Provides
    ContactMemberships contactMemberships(GroupStore store) {
        return store.contactMemberships();
    }

    @Provides
    DirectoryRepository directoryRepository(GroupStore store) {
        return store.directory();
    }

    @Provides
    HeldMessageRepository heldMessages(GroupStore store) {
        return store.heldMessages();
    }

    @Provides
    JoinRequestRepository joinRequests(GroupStore store) {
        return store.joinRequests();
    }

    @Provides
    ConfirmationRepository confirmations(GroupStore store) {
        return store.confirmations();
    }

    @Provides
    ChoiceRepository choices(GroupStore store) {
        return store.choices();
    }

    @Provides
    PostingStore postings(GroupStore store) {
        return store.postings();
    }

    @Provides
    PostingReading postingReading(GroupStore store) {
        return store.postingReading();
    }

    @Provides
    PostingOutcomes postingOutcomes(PostingReading postings) {
        return postings;
    }

    @Provides
    Bodies bodies(GroupStore store) {
        return store.bodies();
    }

    @Provides
    ImportHistory imports(GroupStore store) {
        return store.imports();
    }

    @Provides
    ExclusionRepository exclusions(GroupStore store) {
        return store.exclusions();
    }

    @Provides
    BounceLedger bounces(GroupStore store) {
        return store.bounces();
    }

    @Provides
    SentCopies sentCopies(GroupStore store) {
        return store.sentCopies();
    }

    @Provides
    LooseMembers looseMembers(GroupStore store) {
        return store.looseMembers();
    }

    @Provides
    FileShare files(GroupStore store) {
        return store.files();
    }

    @Provides
    @Singleton
    GroupDirectory directory(GroupLookup lookup, LocalAddresses localAddresses) {
        return new GroupDirectory(lookup, localAddresses);
    }

    @Provides
    @Singleton
    Membership membership(GroupDirectory directory, GroupLookup lookup) {
        return new Membership(directory, lookup);
    }

    /** Provides what signs return paths, traces and tokens. */
    @Provides
    @Singleton
    Signer signer(GroupStore store) {
        return new Signer(store::secrets, System::nanoTime);
    }

    @Provides
    @Singleton
    StormGuard stormGuard() {
        return new StormGuard(System::nanoTime);
    }
}
