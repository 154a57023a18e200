package org.sealgate.engine.store;

import java.util.regex.Pattern;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;

/**
 * A sealed statement that answers no proposal: a summary of refusals, a correction.
 *
 * @param payload of the envelope
 * @param signatures as the engine writes them down, stored as they are
 */
public record StatementRecord(String stream, long number, Digest pae, Bytes payload, Bytes signatures)
        implements Journalled {
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{1,300}");

    public StatementRecord {
        if (!TEXT.matcher(stream).matches() || number < 1) {
            throw new IllegalArgumentException("StatementRecord: stream and number");
        }
    }
}
