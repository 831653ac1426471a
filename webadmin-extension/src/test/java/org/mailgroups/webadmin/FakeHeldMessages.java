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
package org.mailgroups.webadmin;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mailgroups.group.HeldMessage;
import org.mailgroups.group.HeldMessageContent;
import org.mailgroups.group.HeldMessageDecisions;
import org.mailgroups.group.HeldMessageRepository;
import org.mailgroups.group.HeldMessageRepository.Outcome;
import org.mailgroups.group.StoreUnavailableException;
import org.mailgroups.group.Verdict;

/** Held messages in memory, and what was carried out of the decisions that the store knows. */
public final class FakeHeldMessages implements HeldMessageContent, HeldMessageDecisions {
    private final HeldMessageRepository held;
    private final Map<String, String> content = new ConcurrentHashMap<>();
    private final List<Verdict> carriedOut = new ArrayList<>();
    private volatile boolean down;

    FakeHeldMessages(HeldMessageRepository held) {
        this.held = held;
    }

    void clear() {
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
}
