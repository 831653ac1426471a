// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.moderation;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mailgroups.moderation.HeldMessageRepository.Outcome;
import org.mailgroups.value.StoreUnavailableException;

/** Held messages in memory, and the decisions about them that were carried out. */
public final class FakeHeldMessages implements HeldMessageContent, HeldMessageDecisions {
    private final HeldMessageRepository held;
    private final Map<String, String> content = new ConcurrentHashMap<>();
    private final List<Verdict> carriedOut = new ArrayList<>();
    private volatile boolean down;

    public FakeHeldMessages(HeldMessageRepository held) {
        this.held = held;
    }

    public void clear() {
        content.clear();
        carriedOut.clear();
        down = false;
    }

    public void put(String id, String message) {
        content.put(id, message);
    }

    public void goDown() {
        down = true;
    }

    public List<Verdict> carriedOut() {
        return List.copyOf(carriedOut);
    }

    private void checkUp() {
        if (down) {
            throw new StoreUnavailableException("down for a test", null);
        }
    }

    @Override
    public Optional<List<HeaderField>> header(String id) {
        checkUp();
        return Optional.ofNullable(content.get(id)).map(message -> message.lines()
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.split(": ", 2))
                .map(field -> new HeaderField(field[0], field[1]))
                .toList());
    }

    @Override
    public Optional<InputStream> open(String id) {
        checkUp();
        return Optional.ofNullable(content.get(id))
                .map(message -> new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public HeldMessage decide(HeldMessage message, Verdict verdict) {
        checkUp();
        Outcome outcome = held.decide(message.id(), verdict);
        if (outcome.changed()) {
            carriedOut.add(verdict);
        }
        return outcome.message();
    }

    @Override
    public void decideAll(List<HeldMessage> messages, Verdict verdict) {
        checkUp();
        held.decideAll(messages.stream().map(HeldMessage::id).toList(), verdict)
                .forEach(message -> carriedOut.add(verdict));
    }
}
