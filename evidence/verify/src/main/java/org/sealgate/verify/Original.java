package org.sealgate.verify;

import org.sealgate.bundle.Kind;
import org.sealgate.facts.Reading;
import org.sealgate.facts.Redaction;

/**
 * The document as it arrived, with what the sensors make of it: from the bundle, or from whoever holds it together with the salt.
 *
 * @param bytes every one of them
 */
record Original(byte[] bytes, Reading reading, Redaction redaction) {
    /** @throws org.sealgate.bundle.JsonException where the bytes are not what the gate's own reader takes */
    static Original of(Kind kind, byte[] bytes) {
        Reading reading = Reading.of(kind, bytes);
        return new Original(bytes, reading, Redaction.of(reading));
    }
}
