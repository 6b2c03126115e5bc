package org.hostha.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class TerminalTest {

    @Test
    public void withoutATerminalNothingIsColoured() {
        assertThat(new Terminal(System.out, false).styled(Terminal.Style.BAD, "x")).isEqualTo("x");
    }

    @Test
    public void onATerminalTheColourEndsWithTheText() {
        assertThat(new Terminal(System.out, true).styled(Terminal.Style.GOOD, "x")).isEqualTo("\u001b[32mx\u001b[0m");
    }
}
