package org.sealgate.derive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * Files of a bundle that follow from its statement: the verifier makes each again and compares bytes.
 *
 * <p>They exist for readers (a shell with {@code sha256sum}, an auditor with an editor), not as evidence of their own.
 */
public final class Projections {
    /** The checksum list's name. */
    public static final String CHECKSUMS = "checksums.txt";

    /** The guide's name. */
    public static final String REPLAY_GUIDE = "REPLAY.md";

    /** The authority envelope's name. */
    public static final String AUTHORITY_ENVELOPE = "authority_envelope.json";

    private static final byte[] GUIDE = resource();

    private Projections() {}

    /**
     * {@code checksums.txt} over {@code evidence[]} and the policy's sources: {@code <hex>  <name>\n}, sorted by name, so
     * that {@code sha256sum -c} passes in an unpacked bundle.
     *
     * @param digests name in the bundle to digest, for every file of the statement's list and below {@code policy/src/}
     */
    public static byte[] checksums(Map<String, Digest> digests) {
        SortedMap<String, Digest> sorted = new TreeMap<>(digests);
        StringBuilder text = new StringBuilder(sorted.size() * 100);
        sorted.forEach((name, digest) ->
                text.append(digest.hex()).append("  ").append(name).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** {@code authority_envelope.json}: the predicate's {@code authorityEnvelope} in rfc8785. */
    public static byte[] authorityEnvelope(Json.Obj envelope) {
        return CanonicalJson.rfc8785(envelope);
    }

    /** {@code REPLAY.md} of this format version; the same bytes in every bundle. */
    public static byte[] replayGuide() {
        return GUIDE.clone();
    }

    private static byte[] resource() {
        try (InputStream in = Projections.class.getResourceAsStream(REPLAY_GUIDE)) {
            if (in == null) {
                throw new IllegalStateException(REPLAY_GUIDE + " is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
