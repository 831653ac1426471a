// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.members.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import javax.inject.Inject;
import org.mailgroups.apppassword.AppPassword;
import org.mailgroups.apppassword.AppPasswordService;
import org.mailgroups.call.Answer;
import org.mailgroups.members.route.MembersCall;
import org.mailgroups.members.route.Route;
import org.mailgroups.members.route.Routes;
import org.mailgroups.value.Id;

/**
 * The app passwords of whoever has logged in. Like all of this API they take the password of the user's mail: nobody
 * makes one app password with another.
 */
public final class AppPasswordRoutes implements Routes {
    private static final String ID = "id";
    private static final String ALL = "/api/app-passwords";
    private static final int MAX_BYTES = 2 << 10;

    private final AppPasswordService passwords;

    @Inject
    public AppPasswordRoutes(AppPasswordService passwords) {
        this.passwords = passwords;
    }

    /** @param name the user's own word for the program or the device */
    record NameBody(String name) {}

    /**
     * An app password.
     *
     * @param lastUsedOn the last day of its use, in UTC; null, and absent, if there was none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AppPasswordView(String id, String name, String createdAt, String lastUsedOn) {
        static AppPasswordView of(AppPassword password) {
            return new AppPasswordView(
                    password.id().toString(),
                    password.name(),
                    password.createdAt().toString(),
                    password.lastUse().map(LocalDate::toString).orElse(null));
        }
    }

    /** All app passwords: there are too few for pages. */
    record AppPasswordsView(List<AppPasswordView> items) {}

    /**
     * A new one.
     *
     * @param password shown here and never again
     */
    record NewAppPasswordView(String id, String name, String password) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(ALL)
                        .does("my app passwords, with which programs read the address book and nothing else")
                        .answers(AppPasswordsView.class)
                        .with(call ->
                                Answer.ok(new AppPasswordsView(passwords.list(call.principal(), call.user()).stream()
                                        .map(AppPasswordView::of)
                                        .toList()))),
                Route.post(ALL)
                        .does("make an app password: only this answer shows it")
                        .takes(NameBody.class, MAX_BYTES)
                        .creates(NewAppPasswordView.class)
                        .with(this::create),
                Route.delete(ALL + "/{" + ID + "}")
                        .does("delete an app password, which opens nothing from then on; again: 204")
                        .with(this::delete));
    }

    private Answer create(MembersCall call) {
        AppPasswordService.Made made = passwords.create(
                call.principal(), call.user(), call.body(NameBody.class).name());
        String id = made.password().id().toString();
        return Answer.created(
                ALL + "/" + id, new NewAppPasswordView(id, made.password().name(), made.secret()));
    }

    private Answer delete(MembersCall call) {
        passwords.delete(call.principal(), call.user(), Id.parse("app password", call.text(ID)));
        return Answer.noContent();
    }
}
