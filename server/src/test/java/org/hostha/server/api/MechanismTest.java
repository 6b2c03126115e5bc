package org.hostha.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.hostha.core.Settings;
import org.junit.Test;

public class MechanismTest {

    private static final String KNOWN = UUID.randomUUID().toString();
    private static final EntityIds IDS = (entity, uuid) -> uuid.equals(KNOWN) ? OptionalLong.of(7)
            : OptionalLong.empty();
    private static final Caller CALLER = new Caller(2, "u", "admin", 2, "a", "admin", 1, "d", "ROOT", Role.ROOT_ADMIN);

    private static final Settings DEFAULTS = Settings.defaults();

    private static <T> Optional<T> read(Parameter<T> parameter, String text) {
        return parameter.read("docommand", text, IDS);
    }

    @Test
    public void anIdIsReadFromItsUuidAndFromItsNumber() {
        Parameter<Long> id = Parameter.id("id", Entity.HOST, "");

        assertThat(read(id, KNOWN)).contains(7L);
        assertThat(read(id, "12")).contains(12L);
        assertThat(read(id, "-1")).contains(Parameter.NO_ID);
        assertThatThrownBy(() -> read(id, UUID.randomUUID().toString()))
                .hasMessageContaining("there is no host of that id");
        for (String text : List.of("abc", "-2", "9223372036854775808", "1.0")) {
            assertThatThrownBy(() -> read(id, text)).hasMessageContaining("not the id of a host");
        }
    }

    @Test
    public void anIdOfALaterReleaseReadsWhatIsNoUuidAsAbsent() {
        Parameter<Long> id = Parameter.id("id", Entity.HOST, "").since("4.21");

        assertThat(read(id, KNOWN)).contains(7L);
        assertThat(read(id, "12")).isEmpty();
    }

    @Test
    public void flagsAreTrueOnlyForTrue() {
        assertThat(read(Parameter.flag("f", ""), "TRUE")).contains(true);
        assertThat(read(Parameter.flag("f", ""), "yes")).contains(false);
    }

    @Test
    public void anEmptyRequiredParameterIsMissing() {
        assertThatThrownBy(() -> read(Parameter.text("t", "").required(), ""))
                .hasMessage("Unable to execute API command docommand due to missing parameter t");
    }

    @Test
    public void textsAreBoundedAndNumbersAreNumbers() {
        assertThatThrownBy(() -> read(Parameter.text("t", ""), "x".repeat(256))).hasMessageContaining("255");
        assertThat(read(Parameter.text("t", "").upTo(300), "x".repeat(256))).isPresent();
        assertThatThrownBy(() -> read(Parameter.number("n", ""), "1.5")).hasMessageContaining("not a whole number");
        assertThat(read(Parameter.integer("n", ""), " ")).isEmpty();
        assertThat(read(Parameter.list("l", ""), "a,b")).contains(List.of("a", "b"));
    }

    @Test
    public void ofTheSameNameTheQuerysLastWinsElseTheBodysFirst() {
        ApiRequest request = ApiRequest.of("a=1&a=2&b=%20x", "a=9&c=3&c=4&b=9", Origin.local());

        assertThat(request.raw()).containsEntry("a", "2").containsEntry("b", " x").containsEntry("c", "3");
    }

    @Test
    public void brokenEncodingAndTooManyParametersAreBadRequests() {
        assertThatThrownBy(() -> ApiRequest.of("a=%zz", "", Origin.local())).isInstanceOfSatisfying(ApiException.class,
                failure -> assertThat(failure.status()).isEqualTo(400));
        assertThatThrownBy(() -> ApiRequest.of("a=1&".repeat(5001), "", Origin.local())).isInstanceOfSatisfying(ApiException.class,
                failure -> assertThat(failure.status()).isEqualTo(400));
    }

    @Test
    public void anExceptionThatDoesNotSpeakToAdminsIsNotQuoted() {
        Commands commands = new Commands();
        commands.add(Command.named("fail").succeeds(call -> {
            throw new IllegalStateException("jdbc:h2:secret");
        }));
        ApiService service = new ApiService(commands, (request, command) -> CALLER, IDS, (call, id) -> "", DEFAULTS);

        ApiResponse answer = service.answer(ApiRequest.of("command=fail", "", Origin.local()));

        assertThat(answer.status()).isEqualTo(530);
        assertThat(answer.tree().toString()).doesNotContain("jdbc");
    }

    @Test
    public void anUnknownCommandOfAKnownCallerIs432() {
        ApiService service = new ApiService(new Commands(), (request, command) -> CALLER, IDS, (call, id) -> "", DEFAULTS);

        ApiResponse answer = service.answer(ApiRequest.of("command=fly", "", Origin.local()));

        assertThat(answer.status()).isEqualTo(432);
        assertThat(answer.root()).isEqualTo("errorresponse");
    }

    @Test
    public void aCommandSeesOnlyWhatItDeclares() {
        Parameter<String> undeclared = Parameter.text("other", "");
        Command command = Command.named("c").succeeds(call -> call.optional(undeclared).isPresent());

        assertThatThrownBy(() -> command.run(new Call(command, ApiRequest.of("other=x", "", Origin.local()), CALLER, IDS, 500)))
                .hasMessageContaining("does not declare parameter other");
    }

    @Test
    public void theSameTreeIsWrittenAsJsonAndAsXml() {
        Map<String, Object> tree = Map.of("host", List.of(Map.of("name", "a<b"), Map.of("name", "c")));

        assertThat(Envelope.json("r", tree)).isEqualTo("{\"r\":{\"host\":[{\"name\":\"a<b\"},{\"name\":\"c\"}]}}");
        assertThat(Envelope.xml("r", tree))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><r><host><name>a&lt;b</name>"
                + "</host><host><name>c</name></host></r>");
    }
}
