package org.sealgate.verify;

import java.util.Locale;

/** What a key of the trust root may sign. One key has one role; logs and time authorities are listed apart from these keys. */
enum KeyRole {
    DECISION,
    POLICY,
    ROOT;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static KeyRole of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
