package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sealgate.bundle.Kind;
import org.sealgate.bundle.SignedNote;

/** Step 8 with a checkpoint that was seen before and a copy of the log: one history, two, or a shorter one. */
final class CorpusHistories {
    private static final int BUNDLES = Logged.BEFORE + 1 + Logged.BEHIND;
    private static final String SEEN = "seen.checkpoint";

    private final byte[] bundle;
    private final TestLog log;

    private CorpusHistories() {
        List<TestLog> logs = new ArrayList<>();
        ForgedBundle logged = Logged.in(Forge.allow(Kind.SEALED_RUN), made -> {
            logs.add(made.log());
            return made;
        });
        bundle = logged.zip();
        log = logs.getFirst();
    }

    static List<CorpusCase> cases() {
        return List.of(
                seen("whole", fork("entry", 200), grown(100)),
                only("same-checkpoint-seen", checkpoint(new CorpusHistories().log)),
                log("log-of-the-same-size", grown(0)),
                only("fork-of-the-same-size", fork("other", BUNDLES), Code.LOG_FORK),
                seen("fork-behind-the-one-seen", fork("other", 200), grown(100), Code.LOG_FORK),
                log("rewritten-behind-the-bundle", rewritten(), Code.LOG_FORK),
                seen("truncated", longer(), grown(0), Code.LOG_ROLLBACK),
                log("mirror-older-than-the-bundle", older()).ending(Exit.INDETERMINATE),
                log("mirror-without-a-tile", without(grown(100), "tile/0/001.p/145"), Code.LOG_PROOF_MISSING),
                log("mirror-with-a-byte-changed", flipped(grown(100), "tile/0/001.p/145"), Code.LOG_INCLUSION),
                only("seen-of-another-log", foreign(), Code.LOG_ORIGIN, Code.LOG_SIGNATURE),
                only("seen-signed-by-a-stranger", stranger(), Code.LOG_SIGNATURE),
                only("seen-malformed", "gate.example.org/log\n".getBytes(UTF_8), Code.CHECKPOINT_SYNTAX));
    }

    private static CorpusCase only(String name, byte[] seen, Code... codes) {
        return of(name, codes).with(SEEN, seen).asking("--checkpoint", SEEN);
    }

    private static CorpusCase log(String name, SortedMap<String, byte[]> files, Code... codes) {
        CorpusCase made = of(name, codes);
        for (var file : files.entrySet()) {
            made = made.with("log/" + file.getKey(), file.getValue());
        }
        return made.asking("--log", "log");
    }

    private static CorpusCase seen(String name, byte[] seen, SortedMap<String, byte[]> files, Code... codes) {
        return log(name, files, codes).with(SEEN, seen).asking("--checkpoint", SEEN);
    }

    private static CorpusCase of(String name, Code... codes) {
        return CorpusCase.of("history-" + name, new CorpusHistories().bundle, TestLog.trustRoot(), List.of(), codes);
    }

    private static byte[] checkpoint(TestLog of) {
        return of.checkpoint().toBytes();
    }

    /** The log that the bundle is in, with more entries behind. */
    private static SortedMap<String, byte[]> grown(int more) {
        return files(new CorpusHistories().log.fill(more, "entry"));
    }

    private static byte[] longer() {
        return checkpoint(new CorpusHistories().log.fill(100, "entry"));
    }

    private static byte[] fork(String word, int size) {
        return checkpoint(new TestLog().fill(size, word));
    }

    private static SortedMap<String, byte[]> rewritten() {
        return files(new TestLog().fill(BUNDLES + 100, "other"));
    }

    private static SortedMap<String, byte[]> older() {
        return files(new TestLog().fill(200, "entry"));
    }

    private static byte[] foreign() {
        TestNoteKey other = TestNoteKey.log("other.example.org/log", 99);
        return SignedNote.signed(
                        org.sealgate.bundle.Checkpoint.of("other.example.org/log", new CorpusHistories().log.head()),
                        other)
                .toBytes();
    }

    private static byte[] stranger() {
        TestNoteKey other = TestNoteKey.log(TestLog.ORIGIN, 99);
        return SignedNote.signed(
                        org.sealgate.bundle.Checkpoint.of(TestLog.ORIGIN, new CorpusHistories().log.head()), other)
                .toBytes();
    }

    private static SortedMap<String, byte[]> without(SortedMap<String, byte[]> files, String tile) {
        files.remove(tile);
        return files;
    }

    private static SortedMap<String, byte[]> flipped(SortedMap<String, byte[]> files, String tile) {
        files.computeIfPresent(tile, (name, content) -> {
            byte[] edited = content.clone();
            edited[5] ^= 1;
            return edited;
        });
        return files;
    }

    private static SortedMap<String, byte[]> files(TestLog log) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try {
            Path folder = log.write(Files.createTempDirectory("log"));
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String name = folder.relativize(file).toString().replace('\\', '/');
                    // the entries themselves prove nothing that the tiles of hashes do not
                    if (!name.startsWith("tile/entries/")) {
                        files.put(name, Files.readAllBytes(file));
                    }
                }
            }
            CorpusFile.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
