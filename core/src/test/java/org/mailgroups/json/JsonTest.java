// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailgroups.value.Address;
import org.mailgroups.value.InvalidValueException;

class JsonTest {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    record Outer(
            String name,
            Given<String> note,
            Given<List<String>> tags,
            Given<List<Inner>> inner,
            Given<OptionalLong> limit,
            Given<Boolean> flag,
            Given<Long> count,
            Given<Nested> nested) {}

    record Bare(List<String> list, Nested nested, boolean flag, long count) {}

    record Nested(Address address) {}

    record Nothing() {}

    record One(Given<String> only) {}

    @JsonClassDescription("an address or an object")
    record Inner(Address address, Given<String> name) {
        @JsonCreator
        Inner {
            if ("bad".equals(name.orElse(""))) {
                throw new InvalidValueException("name", "bad", null);
            }
        }

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Inner of(String address) {
            return new Inner(Address.parse(address), Given.absent());
        }
    }

    private static Outer read(String json) {
        return Json.read(json.getBytes(UTF_8), Outer.class);
    }

    @Test
    void readShouldFillTheRecord() {
        Outer outer = read("{\"name\":\"x\",\"note\":\"\",\"tags\":[\"a\",\"b\"],\"inner\":[\"a@b.test\","
                + "{\"address\":\"c@d.test\","
                + "\"name\":\"C\"}],\"limit\":5,\"flag\":false,\"count\":0,"
                + "\"nested\":{\"address\":\"e@f.test\"}}");

        assertThat(outer.name()).isEqualTo("x");
        assertThat(outer.note().value()).contains("");
        assertThat(outer.tags().value()).contains(List.of("a", "b"));
        assertThat(outer.inner().orElse(List.of()))
                .extracting(inner -> inner.address().toString())
                .containsExactly("a@b.test", "c@d.test");
        assertThat(outer.limit().value()).contains(OptionalLong.of(5));
        assertThat(outer.flag().value()).contains(false);
        assertThat(outer.count().value()).contains(0L);
        assertThat(outer.nested().isPresent()).isTrue();
    }

    @Test
    void readShouldLeaveOutWhatIsNotThere() {
        Outer outer = read("{\"name\":\"x\"}");

        assertThat(outer.note().isPresent()).isFalse();
        assertThat(outer.inner().orElse(List.of())).isEmpty();
        assertThat(outer.limit().isPresent()).isFalse();
    }

    @Test
    void readShouldTakeNullWhereItMeansSomething() {
        assertThat(read("{\"name\":\"x\",\"limit\":null}").limit().value()).contains(OptionalLong.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{} ~ name: missing",
                "{\"name\":null} ~ name: must be text",
                "{\"name\":1} ~ name: must be text",
                "{\"nome\":\"x\" ~ nome: unknown field",
                "{\"name\":\"x\",\"nested\":{\"name\":[[ ~ nested.name: unknown field",
                "{\"name\":1.5} ~ name: must be text",
                "{\"name\":true} ~ name: must be text",
                "{\"name\":[]} ~ name: must be text",
                "{\"name\":[\"x\"]} ~ name: must be text",
                "{\"name\":{}} ~ name: must be text",
                "{\"name\":\"x\",\"name\":\"x\"} ~ name: given twice",
                "{\"name\":\"x\",\"other\":1} ~ other: unknown field",
                "{\"name\":\"x\",\"Name\":\"x\"} ~ Name: unknown field",
                "{\"name\":\"x\",\"\":1} ~ body: unknown field",
                "{\"name\":\"x\",\"note\":null} ~ note: must be text",
                "{\"name\":\"x\",\"note\":\"1\",\"note\":\"1\"} ~ note: given twice",
                "{\"name\":\"x\",\"tags\":\"x\"} ~ tags: must be an array",
                "{\"name\":\"x\",\"tags\":\"\"} ~ tags: must be an array",
                "{\"name\":\"x\",\"tags\":null} ~ tags: must be an array",
                "{\"name\":\"x\",\"tags\":{}} ~ tags: must be an array",
                "{\"name\":\"x\",\"tags\":[\"a\",null]} ~ tags[1]: must be text",
                "{\"name\":\"x\",\"tags\":[\"a\",2]} ~ tags[1]: must be text",
                "{\"name\":\"x\",\"tags\":[[\"a\"]]} ~ tags[0]: must be text",
                "{\"name\":\"x\",\"inner\":[{\"address\":\"a@b.test\"},{}]} ~ inner[1].address: missing",
                "{\"name\":\"x\",\"inner\":[{\"address\":null}]} ~ inner[0].address: must be text",
                "{\"name\":\"x\",\"inner\":[{\"address\":\"a@b.test\",\"name\":null}]} ~ inner[0].name: must be text",
                "{\"name\":\"x\",\"inner\":[{\"address\":\"a@b.test\",\"nick\":1}]} ~ inner[0].nick: unknown field",
                "{\"name\":\"x\",\"inner\":[{\"address\":\"a@b.test\",\"address\":\"a@b.test\"}]} ~ "
                        + "inner[0].address: given twice",
                "{\"name\":\"x\",\"inner\":[{\"address\":\"a@b.test\",\"name\":\"bad\"}]} ~ inner[0].name: bad",
                "{\"name\":\"x\",\"inner\":[null]} ~ inner[0]: must be an address or an object",
                "{\"name\":\"x\",\"inner\":[7]} ~ inner[0]: must be an address or an object",
                "{\"name\":\"x\",\"inner\":[1.5]} ~ inner[0]: must be an address or an object",
                "{\"name\":\"x\",\"inner\":[true]} ~ inner[0]: must be an address or an object",
                "{\"name\":\"x\",\"inner\":[[]]} ~ inner[0]: must be an address or an object",
                "{\"name\":\"x\",\"inner\":[\"nonsense\"]} ~ inner[0]: 'nonsense'",
                "{\"name\":\"x\",\"inner\":[\"\"]} ~ inner[0]: ''",
                "{\"name\":\"x\",\"limit\":\"5\"} ~ limit: must be a whole number",
                "{\"name\":\"x\",\"limit\":1.0} ~ limit: must be a whole number",
                "{\"name\":\"x\",\"limit\":1e2} ~ limit: must be a whole number",
                "{\"name\":\"x\",\"limit\":99999999999999999999} ~ limit: is too large",
                "{\"name\":\"x\",\"flag\":\"true\"} ~ flag: must be true or false",
                "{\"name\":\"x\",\"flag\":1} ~ flag: must be true or false",
                "{\"name\":\"x\",\"flag\":null} ~ flag: must be true or false",
                "{\"name\":\"x\",\"count\":\"1\"} ~ count: must be a whole number",
                "{\"name\":\"x\",\"count\":1.0} ~ count: must be a whole number",
                "{\"name\":\"x\",\"count\":true} ~ count: must be a whole number",
                "{\"name\":\"x\",\"count\":null} ~ count: must be a whole number",
                "{\"name\":\"x\",\"nested\":\"\"} ~ nested: must be an object",
                "{\"name\":\"x\",\"nested\":\"x\"} ~ nested: must be an object",
                "{\"name\":\"x\",\"nested\":[]} ~ nested: must be an object",
                "{\"name\":\"x\",\"nested\":null} ~ nested: must be an object",
                "{\"name\":\"x\",\"nested\":{}} ~ nested.address: missing",
                "{\"name\":\"x\",\"nested\":{\"address\":\"x\"}} ~ nested.address: 'x'",
                "null ~ body: must be an object",
                "[] ~ body: must be an object",
                "[{\"name\":\"x\"}] ~ body: must be an object",
                "\"name\" ~ body: must be an object",
                "\"\" ~ body: must be an object",
                "5 ~ body: must be an object",
                "'' ~ body: is empty",
                "{\"name\":\"x\"}{} ~ body: goes on after its JSON value",
                "{\"name\":\"x\"} null ~ body: goes on after its JSON value",
                "{\"name\":\"x\"}] ~ body: is not JSON (line 1",
                "{\"name\":\"x\" ~ body: is not JSON (line 1",
                "{\"name\":\"x\",} ~ body: is not JSON (line 1",
                "{\"name\":\"x\",\"inner\":[{\"address\":x}]} ~ body: is not JSON (line 1",
                "{name:\"x\"} ~ body: is not JSON (line 1",
                "{\"name\":NaN} ~ body: is not JSON (line 1",
                "{\"name\":\"x\",\"count\":01} ~ body: is not JSON (line 1",
                "/**/{\"name\":\"x\"} ~ body: is not JSON (line 1"
            })
    void readShouldNameWhatItRefuses(String json, String refusal) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith(refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "list ~ [] ~ an array",
                "nested ~ {\"address\":\"a@b.test\"} ~ an object",
                "flag ~ true ~ true or false",
                "count ~ 1 ~ a whole number"
            })
    void readShouldAskForEveryComponent(String name, String value, String kind) {
        String all = "{\"list\":[],\"nested\":{\"address\":\"a@b.test\"},\"flag\":true,\"count\":1}";
        String field = "\"" + name + "\":" + value;
        assertThat(Json.read(all.getBytes(UTF_8), Bare.class).count()).isEqualTo(1);

        String without =
                all.replace(field, "").replace(",,", ",").replace("{,", "{").replace(",}", "}");
        assertThatThrownBy(() -> Json.read(without.getBytes(UTF_8), Bare.class)).hasMessage(name + ": missing");
        String withNull = all.replace(field, "\"" + name + "\":null");
        assertThatThrownBy(() -> Json.read(withNull.getBytes(UTF_8), Bare.class))
                .hasMessage(name + ": must be " + kind);
    }

    @Test
    void readShouldKnowTheFieldAndTheReason() {
        assertThatThrownBy(() -> read("{\"name\":\"x\",\"inner\":[{\"address\":5}]}"))
                .isInstanceOfSatisfying(InvalidValueException.class, e -> {
                    assertThat(e.field()).isEqualTo("inner[0].address");
                    assertThat(e.reason()).isEqualTo("must be text");
                    assertThat(e.getCause()).isNotNull();
                });
    }

    @Test
    void readShouldTakeNoFieldWhenTheRecordHasNone() {
        assertThat(Json.read("{}".getBytes(UTF_8), Nothing.class)).isEqualTo(new Nothing());
        assertThatThrownBy(() -> Json.read("{\"a\":1}".getBytes(UTF_8), Nothing.class))
                .hasMessage("a: unknown field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "5", "[\"x\"]", "true", "\"\""})
    void readShouldNotTakeAScalarForARecordWithOneComponent(String json) {
        assertThatThrownBy(() -> Json.read(json.getBytes(UTF_8), One.class)).hasMessage("body: must be an object");
    }

    private static void assertRefused(String json, String field) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    @ParameterizedTest
    @ValueSource(ints = {19, 999, 1000, 1001, 100_000})
    void readShouldRefuseALongNumber(int digits) {
        String number = "9".repeat(digits);
        for (String json : List.of(number, "-" + number)) {
            for (String field : List.of("limit", "count")) {
                assertRefused("{\"name\":\"x\",\"" + field + "\":" + json + "}", field);
            }
            assertRefused("{\"name\":" + json + "}", "name");
            assertRefused("{\"name\":" + json + ".5}", "name");
            assertRefused("{\"name\":\"x\",\"limit\":1e" + number + "}", "limit");
            assertRefused("{\"name\":\"x\",\"other\":" + json + "}", "other");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"nested\":", "{\"inner\":[", "{\"tags\":["})
    void readShouldRefuseDeepNesting(String layer) {
        assertThatThrownBy(() -> read(layer.repeat(200_000))).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void readShouldRefuseANameOrTextOfAnyLength() {
        int length = 25 << 20;
        assertThatThrownBy(() -> read("{\"" + "n".repeat(length) + "\":1}"))
                .isInstanceOfSatisfying(InvalidValueException.class, e -> assertThat(e.getMessage())
                        .hasSizeLessThan(200));
        assertThatThrownBy(() -> read("{\"other\":\"" + "n".repeat(length) + "\"}"))
                .hasMessage("other: unknown field");
    }

    @Test
    void readShouldSkipAByteOrderMark() {
        assertThat(read(BYTE_ORDER_MARK + "{\"name\":\"x\"}").name()).isEqualTo("x");
        assertThatThrownBy(() -> read(BYTE_ORDER_MARK + BYTE_ORDER_MARK + "{\"name\":\"x\"}"))
                .hasMessageStartingWith("body: is not JSON");
        assertThatThrownBy(() -> read(BYTE_ORDER_MARK)).hasMessage("body: is empty");
    }

    @Test
    void readShouldRefuseWhatIsNotUtf8() {
        String json = "{\"name\":\"\u00ff\"}";
        for (byte[] bytes : List.of(json.getBytes(ISO_8859_1), json.getBytes(UTF_16), new byte[] {(byte) 0xC0})) {
            assertThatThrownBy(() -> Json.read(bytes, Outer.class))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessage("body: is not UTF-8");
        }
        assertThatThrownBy(() -> Json.read("{\"name\":\"x\"}".getBytes(UTF_16LE), Outer.class))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("body: is not JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{} ~ body: must be an array",
                "null ~ body: must be an array",
                "[null] ~ [0]: must be an address or an object",
                "[\"a@b.test\",{}] ~ [1].address: missing",
                "[\"a@b.test\",{\"address\":\"a@b.test\",\"nick\":\"A\"}] ~ [1].nick: unknown field",
                "[\"a@b.test\",\"x\"] ~ [1]: 'x'",
                "[\"a@b.test\" ~ body: is not JSON",
                "[\"a@b.test\"]] ~ body: is not JSON",
                "[\"a@b.test\"][] ~ body: goes on after"
            })
    void readListShouldNameWhatItRefuses(String json, String refusal) {
        assertThatThrownBy(() -> Json.readList(json.getBytes(UTF_8), Inner.class))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith(refusal);
    }

    @Test
    void readListShouldReadAllElements() {
        assertThat(Json.readList("[\"a@b.test\",{\"address\":\"c@d.test\"}]".getBytes(UTF_8), Inner.class))
                .extracting(inner -> inner.address().toString())
                .containsExactly("a@b.test", "c@d.test");
    }

    private static List<Nested> readDocument(String json) {
        List<Nested> found = new ArrayList<>();
        return Json.readDocument(new ByteArrayInputStream(json.getBytes(UTF_8)), document -> {
            document.fields(name -> {
                if (!"list".equals(name)) {
                    throw document.unknownField();
                }
                document.elements(() -> found.add(document.value(Nested.class)));
            });
            return found;
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "[] ~ body: must be an object",
                "{\"list\":{}} ~ list: must be an array",
                "{\"list\":[{\"address\":\"a@b.test\"},{\"address\":5}]} ~ list[1].address: must be text",
                "{\"list\":[{\"address\":\"a@b.test\"},{}]} ~ list[1].address: missing",
                "{\"list\":[{\"address\":\"a@b.test\"},{\"x\":1}]} ~ list[1].x: unknown field",
                "{\"list\":[null]} ~ list[0]: must be an object",
                "{\"list\":[],\"list\":[]} ~ list: given twice",
                "{\"list\":[],\"other\":[]} ~ other: unknown field",
                "{\"list\":[ ~ body: is not JSON",
                "{\"list\":[]} x ~ body: is not JSON"
            })
    void readDocumentShouldNameWhatItRefuses(String json, String refusal) {
        assertThatThrownBy(() -> readDocument(json))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith(refusal);
    }

    @Test
    void readDocumentShouldReadAsItComes() {
        assertThat(readDocument("{\"list\":[{\"address\":\"a@b.test\"},{\"address\":\"c@d.test\"}]}"))
                .hasSize(2);
    }

    @Test
    void writeShouldLeaveOutWhatIsAbsentAndKeepWhatIsEmpty() {
        assertThat(Json.write(new One(Given.absent()))).isEqualTo("{}");
        assertThat(Json.write(new One(Given.of("")))).isEqualTo("{\"only\":\"\"}");
    }

    @Test
    void writeShouldBeReadAgainAsTheSame() {
        String json = "{\"name\":\"x\",\"note\":\"\",\"tags\":[],\"inner\":[{\"address\":\"a@b.test\"}],\"limit\":5,"
                + "\"flag\":true,\"count\":7,\"nested\":{\"address\":\"e@f.test\"}}";

        assertThat(Json.write(read(json))).isEqualTo(json);
        assertThat(Json.write(read("{\"name\":\"x\",\"limit\":null}"))).isEqualTo("{\"name\":\"x\",\"limit\":null}");
    }
}
