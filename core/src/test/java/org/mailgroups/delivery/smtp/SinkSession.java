// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.delivery.smtp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mailgroups.delivery.smtp.SinkScript.Asked;
import org.mailgroups.delivery.smtp.SinkScript.Verb;

/** One connection to a {@link SmtpSink}. */
final class SinkSession {
    private final SmtpSink sink;
    private final SinkScript script;
    private final int number;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private final Map<Verb, Integer> ofConnection = new EnumMap<>(Verb.class);
    private final Map<Verb, Integer> ofTransaction = new EnumMap<>(Verb.class);

    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private String mail = "";
    private final List<String> recipients = new ArrayList<>();
    private int responsesAwaited;
    private int flights;
    private boolean goesOn = true;

    SinkSession(SmtpSink sink, SinkScript script, int number, Socket socket) throws IOException {
        this.sink = sink;
        this.script = script;
        this.number = number;
        use(socket);
    }

    private void use(Socket layer) throws IOException {
        socket = layer;
        in = new BufferedInputStream(layer.getInputStream(), 16_384);
        out = layer.getOutputStream();
    }

    /** Returns what the client has said, octet for octet. */
    synchronized String heard() {
        return heard.toString(StandardCharsets.ISO_8859_1);
    }

    /** Returns after how many pauses of the client it has answered, the greeting aside. */
    synchronized int flights() {
        return flights - 1;
    }

    void run() throws IOException {
        answer(Verb.GREETING, "");
        while (goesOn) {
            if (script.isAtOnce() || in.available() == 0) {
                flush();
            }
            String line = line();
            Verb verb = responsesAwaited > 0 ? Verb.RESPONSE : verb(line);
            answer(verb, line);
        }
        flush();
    }

    private static Verb verb(String line) {
        String word = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        for (Verb verb : Verb.values()) {
            if (verb.name().equals(word)) {
                return verb;
            }
        }
        return Verb.OTHER;
    }

    private void answer(Verb verb, String line) throws IOException {
        if (verb == Verb.MAIL) {
            ofTransaction.clear();
        }
        Asked asked = new Asked(
                verb,
                line,
                number,
                ofConnection.merge(verb, 1, Integer::sum),
                ofTransaction.merge(verb, 1, Integer::sum));
        SinkAnswer ruled = script.ruled(asked);
        SinkAnswer answer = ruled == null ? usual(verb) : ruled;
        act(verb, line, answer);
        answers.write(answer.octets());
        then(answer);
        if (goesOn && verb == Verb.DATA && code(answer) == '3') {
            flush();
            content();
        }
    }

    private SinkAnswer usual(Verb verb) {
        return switch (verb) {
            case GREETING -> SinkAnswer.text("220 mx.example ESMTP");
            case EHLO -> SinkAnswer.text(ehlo());
            case HELO -> SinkAnswer.text("250 mx.example");
            case STARTTLS -> SinkAnswer.encrypt("220 2.0.0 go ahead");
            case AUTH, RESPONSE -> SinkAnswer.text("235 2.7.0 welcome");
            case RCPT -> mail.isEmpty() ? SinkAnswer.text("503 5.5.1 MAIL first") : SinkAnswer.text("250 2.1.5 ok");
            case DATA -> recipients.isEmpty()
                    ? SinkAnswer.text("554 5.5.1 no valid recipients")
                    : SinkAnswer.text("354 go ahead");
            case END -> SinkAnswer.text("250 2.0.0 taken");
            case QUIT -> SinkAnswer.textAndClose("221 2.0.0 bye");
            case MAIL, RSET -> SinkAnswer.text("250 2.0.0 ok");
            case OTHER -> SinkAnswer.text("500 5.5.2 what?");
        };
    }

    private String ehlo() {
        StringBuilder text = new StringBuilder("250");
        String last = "mx.example";
        for (String extension : script.extensions()) {
            text.append('-').append(last).append("\n250");
            last = extension;
        }
        return text.append(' ').append(last).toString();
    }

    private void act(Verb verb, String line, SinkAnswer answer) {
        boolean positive = code(answer) == '2';
        if (verb == Verb.MAIL && positive) {
            mail = line;
            recipients.clear();
        } else if (verb == Verb.RCPT && positive) {
            recipients.add(line.substring(line.indexOf('<') + 1, line.lastIndexOf('>')));
        } else if (verb == Verb.RSET || verb == Verb.EHLO) {
            mail = "";
            recipients.clear();
        } else if (verb == Verb.AUTH || verb == Verb.RESPONSE) {
            responsesAwaited = code(answer) == '3' ? 1 : 0;
        }
    }

    private static char code(SinkAnswer answer) {
        return answer.octets().length == 0 ? ' ' : (char) answer.octets()[0];
    }

    private void content() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int matched = 2;
        byte[] end = {'\r', '\n', '.', '\r', '\n'};
        while (matched < end.length) {
            byte octet = next();
            content.write(octet);
            SinkAnswer early = script.inContent(content.size());
            if (early != null) {
                answers.write(early.octets());
                flush();
            }
            matched = octet == end[matched] ? matched + 1 : octet == '\r' ? 1 : 0;
        }
        answerEnd(content.toByteArray());
        mail = "";
        recipients.clear();
    }

    private void answerEnd(byte[] content) throws IOException {
        SinkTransaction transaction = new SinkTransaction(number, mail, recipients, content);
        sink.ended(transaction);
        int before = answers.size();
        answer(Verb.END, "");
        if (answers.size() > before && answers.toByteArray()[before] == '2') {
            sink.took(transaction);
        }
    }

    private void then(SinkAnswer answer) throws IOException {
        switch (answer.then()) {
            case GO_ON -> {}
            case CLOSE -> goesOn = false;
            case STALL -> {
                flush();
                sink.awaitEnd(Long.MAX_VALUE, TimeUnit.SECONDS);
                goesOn = false;
            }
            case TRICKLE -> {
                flush();
                while (!sink.awaitEnd(2, TimeUnit.MILLISECONDS)) {
                    out.write('x');
                    out.flush();
                }
                goesOn = false;
            }
            case ENCRYPT -> {
                flush();
                use(sink.encrypted(socket));
            }
        }
    }

    private void flush() throws IOException {
        if (answers.size() == 0) {
            return;
        }
        synchronized (this) {
            flights++;
        }
        if (!script.latency().isZero()) {
            sink.awaitEnd(script.latency().toNanos(), TimeUnit.NANOSECONDS);
        }
        if (script.isOctetByOctet()) {
            for (byte octet : answers.toByteArray()) {
                out.write(octet);
                out.flush();
            }
        } else {
            out.write(answers.toByteArray());
            out.flush();
        }
        answers.reset();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            byte octet = next();
            if (octet == '\n') {
                return line.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            line.write(octet);
        }
    }

    private byte next() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException();
        }
        synchronized (this) {
            heard.write(octet);
        }
        return (byte) octet;
    }
}
