package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Json;

/** How a finding shows a type that is not the expected one. */
class StatementCheckTest {
    @Test
    void type_shown_isItsTextOrThatThereIsNone() {
        assertEquals("https://example.org/x", StatementCheck.shown(Json.of("https://example.org/x")));
        assertEquals("no text", StatementCheck.shown(Json.of(7)));
        assertEquals("no text", StatementCheck.shown(null));
    }
}
