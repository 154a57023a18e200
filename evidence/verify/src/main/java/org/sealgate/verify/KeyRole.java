package org.sealgate.verify;

import java.util.Locale;

/** What a key of the trust root may sign. One key has one role. */
enum KeyRole {
    DECISION,
    POLICY,
    ROOT,
    LOG,
    TSA;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static KeyRole of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
