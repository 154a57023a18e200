package org.sealgate.derive;

import java.util.List;
import java.util.regex.Pattern;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;

/**
 * Payload files of a decision are gone: in-toto Statement v1 with predicate {@code tombstone/v1} (evidence-format.md sections 3 and
 * 9). Statement, digests, place in the sequence and log entry of the decision stay, and verify.
 *
 * <pre>{@code
 * {"_type":"https://in-toto.io/Statement/v1",
 *  "predicate":{"by":"local-operator","files":[{"bytes":2013,"digest":"sha256:90ab…","name":"input.json"},…],
 *   "issuer":{"engine":"0.1.0","id":"https://gate.example.org"},"reason":"retention",
 *   "retiredAt":"2026-02-20T09:00:00.000Z","retires":{"decisionId":"0198c9f0-…","statement":"sha256:77e0…"},
 *   "sequence":{"number":1,"previous":null,"stream":"gate-1/~tombstones"},
 *   "signing":{"requires":["ecdsa-p256-sha256"]},"trustRootVersion":1},
 *  "predicateType":"https://sealgate.org/tombstone/v1","subject":[{"digest":{"sha256":"5c1a…"},"name":"proposal"}]}
 * }</pre>
 *
 * <p>Only what the decision was about can be retired: proposal, input, facts, subject and objects. What it was decided by, and what was
 * answered, never.
 *
 * @param reason {@code retention} or {@code erasure}
 * @param files as the decision's statement lists them, at least one
 */
public record Tombstone(Said said, About about, String reason, List<Gone> files) implements Notice {
    /** Its predicate. */
    public static final String PREDICATE_TYPE = "https://sealgate.org/tombstone/v1";

    /** What follows the instance in the name of its stream; no caller has such an id. */
    public static final String STREAM = "/~tombstones";

    private static final Pattern PAYLOAD = Pattern.compile(
            "proposal[.]json|input[.]json|facts[.]json|(subject|objects)/[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /**
     * A file that is gone.
     *
     * @param name of a payload file in the decision's bundle
     * @param bytes its length
     */
    public record Gone(String name, Digest digest, long bytes) implements Comparable<Gone> {
        /** @throws IllegalArgumentException where the file is no payload, and has to stay */
        public Gone {
            if (!PAYLOAD.matcher(name).matches()) {
                throw new IllegalArgumentException(name + " has to stay");
            }
        }

        @Override
        public int compareTo(Gone other) {
            return name.compareTo(other.name);
        }
    }

    /** @throws IllegalArgumentException where nothing is retired, one file twice, or for another reason than there are */
    public Tombstone {
        files = files.stream().sorted().toList();
        boolean isTwice = files.stream().map(Gone::name).distinct().count() < files.size();
        if (files.isEmpty() || isTwice || !List.of("retention", "erasure").contains(reason)) {
            throw new IllegalArgumentException("tombstone: files, each once, and a reason");
        }
    }

    @Override
    public byte[] payload(DecisionStatement.Sequence sequence) {
        Json.Obj retires = Json.object()
                .put("decisionId", about.decisionId())
                .put("statement", about.statement().text())
                .build();
        Json.Obj predicate = Notice.predicate(said, sequence)
                .put("retiredAt", said.at())
                .put("retires", retires)
                .put("reason", reason)
                .put("files", Json.array(files.stream().map(Tombstone::row).toList()))
                .build();
        return Notice.statement(about, PREDICATE_TYPE, predicate);
    }

    private static Json row(Gone file) {
        return Json.object()
                .put("name", file.name())
                .put("digest", file.digest().text())
                .put("bytes", file.bytes())
                .build();
    }
}
