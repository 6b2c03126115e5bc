package org.hostha.demo;

import java.io.PrintStream;

/** Prints for people: colours on a terminal only, and not where {@code NO_COLOR} asks for none. */
public final class Terminal {

    /** How a line looks. */
    public enum Style {
        PLAIN(""), HEADING("1"), FAINT("2"), GOOD("32"), BAD("1;31"), NOTICE("33");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    private final PrintStream out;
    private final boolean colours;
    private final StringBuffer transcript = new StringBuffer();

    public Terminal(PrintStream out, boolean colours) {
        this.out = out;
        this.colours = colours;
    }

    /** The terminal of this process. */
    public static Terminal ofProcess() {
        boolean dumb = "dumb".equals(System.getenv("TERM")) || System.getenv("NO_COLOR") != null;
        return new Terminal(System.out, System.console() != null && !dumb);
    }

    public void line(Style style, String text) {
        out.println(styled(style, text));
        out.flush();
        transcript.append(text).append('\n');
    }

    /** All lines so far. */
    String transcript() {
        return transcript.toString();
    }

    public void line(String text) {
        line(Style.PLAIN, text);
    }

    /** A title with a line of air above. */
    public void heading(String text) {
        line("");
        line(Style.HEADING, text);
    }

    public String styled(Style style, String text) {
        return colours && !style.code.isEmpty() ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }
}
