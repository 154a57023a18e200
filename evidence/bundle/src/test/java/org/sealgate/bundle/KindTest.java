package org.sealgate.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class KindTest {
    @Test
    void kinds_everyName_findsItsKindAlone() {
        for (Kind kind : Kind.values()) {
            assertEquals(Optional.of(kind), Kind.byId(kind.id()));
            assertEquals(Optional.of(kind), Kind.byPlural(kind.plural()));
            assertEquals(Optional.empty(), Kind.byId(kind.plural()));
            assertEquals(Optional.empty(), Kind.byPlural(kind.id()));
            assertEquals("sealgate/" + kind.id().replace('-', '_') + "/decision", kind.entrypoint());
        }
    }
}
