// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.james.processor;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.lifecycle.api.Disposable;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Mail;

/**
 * Watches a mail on its way through processors. The processor {@code error} never gets it: the mail ends in its place,
 * without a recipient, so that no matcher takes it any more.
 *
 * <p>James asks nobody before it sends a mail to {@code error}; it only sets the mail's state. So the mail itself has
 * to listen.
 */
final class WatchedMail implements InvocationHandler {
    private final MailImpl mail;
    private final List<String> processors = new ArrayList<>();
    private boolean hasFailed;

    WatchedMail(MailImpl mail) {
        this.mail = mail;
    }

    /** Returns the mail as processors are to see it. */
    Mail seen() {
        return (Mail) Proxy.newProxyInstance(
                WatchedMail.class.getClassLoader(), new Class<?>[] {Mail.class, Disposable.class}, this);
    }

    /** Returns the processors that it was sent to, in their order. */
    List<String> processors() {
        return List.copyOf(processors);
    }

    /** Returns whether it was sent to {@code error}. */
    boolean hasFailed() {
        return hasFailed;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "setState" -> {
                setState((String) arguments[0]);
                yield null;
            }
            default -> call(method, arguments);
        };
    }

    private void setState(String state) {
        if (state.equals(Mail.ERROR)) {
            hasFailed = true;
            mail.setRecipients(List.of());
            mail.setState(Mail.GHOST);
        } else {
            if (!state.equals(Mail.GHOST)) {
                processors.add(state);
            }
            mail.setState(state);
        }
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(mail, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
