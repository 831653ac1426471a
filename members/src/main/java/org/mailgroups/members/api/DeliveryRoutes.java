// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import java.util.List;
import javax.inject.Inject;
import org.mailgroups.call.Answer;
import org.mailgroups.choice.Choice;
import org.mailgroups.choice.Delivery;
import org.mailgroups.json.Given;
import org.mailgroups.members.route.Caller;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.membership.ChoiceService;
import org.mailgroups.value.Address;
import org.mailgroups.value.Field;

/** What a member gets of a group. */
public final class DeliveryRoutes implements Routes {
    private static final String PATH = GroupRoutes.GROUP + "/delivery";

    private final ChoiceService choices;

    @Inject
    public DeliveryRoutes(ChoiceService choices) {
        this.choices = choices;
    }

    /** What a member wants. What is left out stays as it is. */
    record DeliveryBody(Given<String> delivery, Given<Boolean> ownCopy) {
        static final int MAX_BYTES = 1 << 10;
    }

    /**
     * What a member has chosen.
     *
     * @param delivery {@code each} or {@code none}
     * @param ownCopy whether the member gets copies of the own messages, too
     */
    record DeliveryView(String delivery, boolean ownCopy) {
        static DeliveryView of(Choice choice) {
            return new DeliveryView(choice.delivery().text(), choice.ownCopy());
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(PATH)
                        .does("what I get of a group")
                        .by(Caller.PARTICIPANT)
                        .answers(DeliveryView.class)
                        .first(MembersCall::user)
                        .with(call -> Answer.ok(
                                DeliveryView.of(choices.get(call.principal(), call.address(GroupRoutes.ADDRESS))))),
                Route.put(PATH)
                        .does("choose what I get of a group: each message or none, and copies of my own or none")
                        .by(Caller.PARTICIPANT)
                        .first(MembersCall::user)
                        .takes(DeliveryBody.class, DeliveryBody.MAX_BYTES)
                        .with(this::choose));
    }

    private Answer choose(MembersCall call) {
        Address group = call.address(GroupRoutes.ADDRESS);
        DeliveryBody body = call.body(DeliveryBody.class);
        Choice before = choices.get(call.principal(), group);
        Delivery delivery = Field.named(
                "delivery", () -> body.delivery().map(Delivery::parse).orElse(before.delivery()));
        choices.choose(
                call.principal(), group, new Choice(delivery, body.ownCopy().orElse(before.ownCopy())));
        return Answer.noContent();
    }
}
