package org.sealgate.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.JsonReader;

class ConsoleTest {
    @Test
    void text_thatATerminalWouldObey_isEscaped() {
        Map<String, String> table = Map.of(
                "plain ü 日本 ✓", "plain ü 日本 ✓",
                "\u001b[2Jgone", "\\u001b[2Jgone",
                "a\r\nb", "a\\u000d\\u000ab",
                "\u202eevil", "\\u202eevil",
                "zero\u200bwidth", "zero\\u200bwidth",
                "lone\ud800", "lone\\ud800",
                "none\ufe0fseen", "none\\ufe0fseen",
                "tag\udb40\udc41", "tag\\u{e0041}");
        assertAll(table.entrySet().stream()
                .map(row -> () -> assertEquals(row.getValue(), Console.escape(row.getKey()))));
    }

    /** A trust root that waits for a signature comes from elsewhere, and is shown before it is signed. */
    @Test
    void document_withWhatATerminalWouldObey_saysTheSameByEscapesOfJson() {
        String text = "{\"controller\":\"\u009b2J\u202eevil \ufe0f ü\"}";
        StringWriter out = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(new StringWriter()), false, false);
        console.document(text);
        console.flush();
        assertEquals(
                "{\"controller\":\"\\u009b2J\\u202eevil \\ufe0f ü\"}",
                out.toString().strip());
        assertEquals(
                JsonReader.read(text.getBytes(UTF_8)),
                JsonReader.read(out.toString().getBytes(UTF_8)));
    }

    @Test
    void colour_byTheEnvironment_followsNoColor() {
        assertTrue(Console.coloured(Map.of("TERM", "xterm")));
        assertTrue(Console.coloured(Map.of("NO_COLOR", "")));
        assertFalse(Console.coloured(Map.of("NO_COLOR", "1")));
        assertFalse(Console.coloured(Map.of("TERM", "dumb")));
    }

    @Test
    void line_withAndWithoutColour_hasItsWord() {
        assertEquals("✗ deny  RUN-1\n", line(false));
        assertEquals("\u001b[31m✗ deny\u001b[0m  RUN-1\n", line(true));
    }

    private static String line(boolean colour) {
        StringWriter out = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(new StringWriter()), colour, false);
        console.line(Console.Mark.BAD, "deny", "RUN-1");
        console.flush();
        return out.toString();
    }

    @Test
    void progress_withNobodyWatching_speaksEveryFiveSeconds() {
        StringWriter err = new StringWriter();
        Instant[] now = {Instant.EPOCH};
        Console console = new Console(new PrintWriter(new StringWriter()), new PrintWriter(err), false, false);
        Progress progress = new Progress(console, "rows", 100, () -> now[0]);
        for (int i = 0; i < 12; i++) {
            now[0] = now[0].plusSeconds(1);
            progress.step();
        }
        console.flush();
        assertEquals("rows 5 of 100, 1.0/s, 95 s to go\nrows 10 of 100, 1.0/s, 90 s to go\n", err.toString());
    }
}
