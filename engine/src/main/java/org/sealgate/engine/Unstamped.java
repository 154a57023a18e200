package org.sealgate.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.LogProofException;
import org.sealgate.engine.log.Anchor;
import org.sealgate.engine.log.BatchEntry;
import org.sealgate.engine.seal.TrustedKeys;
import org.sealgate.engine.store.JournalEnd;

/**
 * What a key has signed and no time stamp covers yet. Where a trust root asks for proven times, a superseded key's signature is good by a
 * time before it was superseded: stamped later, what was signed in its last seconds would be refused for ever.
 */
final class Unstamped {
    private static final Pattern ANCHOR = Pattern.compile("[0-9]{19}([.][0-9]{1,4})?");
    private static final Set<String> SIGNING = Set.of("decision", "policy");

    private Unstamped() {}

    /**
     * Returns where the next trust root supersedes no key of decisions or of the policy, or everything that is journalled here is stamped.
     *
     * @throws SiteProblem otherwise, with the way out
     */
    static void requireNone(Path home, Bytes before, Bytes next) throws IOException {
        Path store = home.resolve("store");
        if (!TrustedKeys.of(next).requires("time") || superseded(next).equals(superseded(before))) {
            return;
        }
        // where there is no store, it and its engine are another machine's: whoever stops that one has it stamped
        long entries = JournalEnd.newestLog(store)
                .map(kept -> BatchEntry.of(kept).size())
                .orElse(0L);
        long stamped = stamped(store.resolve("log/anchors"));
        if (stamped < entries) {
            throw new SiteProblem("UNSTAMPED: " + (entries - stamped) + " of the log's " + entries
                    + " entries have no time stamp yet, and stamped after their key is superseded they would be refused;"
                    + " nothing was changed: start the engine and stop it once, which has them stamped (warnings of"
                    + " /health/ready say why where it cannot), then do this again. A key that is stolen is taken back at"
                    + " once: --reason compromised");
        }
    }

    /** Keys whose signatures count by their time: superseded, and nothing worse. */
    private static Set<String> superseded(Bytes trustRoot) {
        Set<String> keyids = new HashSet<>();
        for (Json.Obj key : Keyring.payload(trustRoot).objects("keys")) {
            boolean signs = key.texts("roles").stream().anyMatch(SIGNING::contains);
            if (signs
                    && key.get("revoked") instanceof Json.Obj revoked
                    && revoked.text("reason").equals("superseded")) {
                keyids.add(key.text("keyid"));
            }
        }
        return keyids;
    }

    /** The size of the largest tree that has a token. */
    private static long stamped(Path anchors) throws IOException {
        if (!Files.isDirectory(anchors)) {
            return 0;
        }
        List<Path> newestFirst;
        try (Stream<Path> files = Files.list(anchors)) {
            newestFirst = files.filter(file ->
                            ANCHOR.matcher(String.valueOf(file.getFileName())).matches())
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path file : newestFirst) {
            try {
                Anchor anchor = Anchor.of(Bytes.copyOf(Files.readAllBytes(file)));
                if (anchor.token().isPresent()) {
                    return anchor.tree().size();
                }
            } catch (JsonException | LogProofException | IllegalArgumentException e) {
                throw new SiteProblem(
                        file + " is no anchor, so nobody can tell what is stamped; nothing was changed: look with"
                                + " sealgate fsck, and restore the file from a copy",
                        e);
            }
        }
        return 0;
    }
}
