package org.sealgate.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Kind;
import org.sealgate.bundle.NoteSignature;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.engine.fsck.Fault;
import org.sealgate.engine.log.Anchor;
import org.sealgate.engine.seal.Attestors;
import org.sealgate.engine.seal.TrustedKeys;

/** What others have said of the log is held against what the trust root requires of it. */
class FsckAnchorsTest {
    private static final int HANDED_OUT = 3;
    private static final Ed25519PrivateKeyParameters SECRET = new Ed25519PrivateKeyParameters(new byte[32], 0);
    private static final VerifierKey WITNESS = new VerifierKey(
            "w.example.org/w1",
            VerifierKey.Type.COSIGNATURE_V1,
            Bytes.copyOf(SECRET.generatePublicKey().getEncoded()));

    @TempDir
    static Path folder;

    private static GateHome home;

    /** Of the last decision nobody asks for a bundle, and its anchor is taken away: it is still on its way. */
    @BeforeAll
    static void store() throws Exception {
        home = GateHome.create(folder.resolve("home"));
        try (Wiring wiring = home.open()) {
            Oracle oracle = new Oracle(folder, home.home().resolve("trust-root.json"));
            for (int n = 0; n <= HANDED_OUT; n++) {
                GateRequest request = Proposals.request(
                        Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, Proposals.hashed(Proposals.snapshot("ANCH-" + n)));
                Recorded answer = assertInstanceOf(Recorded.class, wiring.gate().decide(request));
                if (n < HANDED_OUT) {
                    oracle.bundle(wiring, Proposals.PUBLISHER, answer);
                }
            }
        }
        Files.deleteIfExists(anchor(home.home(), "4"));
    }

    private static Path anchor(Path home, String name) {
        return home.resolve("store/log/anchors/" + "0".repeat(18) + name);
    }

    private static List<Fault> look(Path home, Duration later) {
        return new Site(home, Clock.offset(Clock.systemUTC(), later), new SecureRandom())
                .fsck(Optional.empty())
                .faults();
    }

    private interface Change {
        void apply(Path home) throws IOException;
    }

    private record Touched(String what, Change change, Fault.Kind kind, String named) {}

    private static Touched edited(String what, String from, String to) {
        return new Touched(
                what,
                home -> {
                    String before = Files.readString(anchor(home, "2"));
                    String after = before.replaceFirst(from, to);
                    assertTrue(!before.equals(after), what);
                    HomeFiles.write(anchor(home, "2"), after.getBytes(UTF_8));
                },
                Fault.Kind.DIFFERENT,
                "log/anchors/0000000000000000002");
    }

    private static List<Touched> table() {
        return List.of(
                edited("token taken out", "\"token\":\".*\"", "\"token\":null"),
                edited("token changed", "(\"token\":\".{400})..", "$1zz"),
                edited("log's signature changed", "(\\\\u2014|—) (\\S+) (.{20})..", "$1 $2 $3zz"),
                edited("token that is none", "\"token\":\".*\"", "\"token\":\"MAA=\""),
                edited("other spelling", "\\{\"checkpoint\"", "{ \"checkpoint\""),
                edited("no JSON", "\\{", "["),
                new Touched(
                        "of another size",
                        home -> Files.move(anchor(home, "3"), anchor(home, "4")),
                        Fault.Kind.DIFFERENT,
                        "log/anchors/0000000000000000004"),
                new Touched(
                        "of a size that never was",
                        home -> Files.move(anchor(home, "1"), anchor(home, "9")),
                        Fault.Kind.DIFFERENT,
                        "log/anchors/0000000000000000009"),
                new Touched(
                        "added",
                        home -> Files.createFile(home.resolve("store/log/anchors/x")),
                        Fault.Kind.EXTRA,
                        "log/anchors/x"),
                new Touched(
                        "a number beyond all",
                        home -> Files.createFile(home.resolve("store/log/anchors/" + "9".repeat(19))),
                        Fault.Kind.EXTRA,
                        "log/anchors/" + "9".repeat(19)),
                new Touched(
                        "second gone",
                        home -> Files.copy(anchor(home, "3"), anchor(home, "3.3")),
                        Fault.Kind.MISSING,
                        "log/anchors/0000000000000000003.2"),
                new Touched(
                        "newest gone",
                        home -> Files.delete(anchor(home, "3")),
                        Fault.Kind.MISSING,
                        "anchor of entry 2 of the log"),
                new Touched(
                        "folder gone",
                        home -> HomeFiles.delete(home.resolve("store/log/anchors")),
                        Fault.Kind.MISSING,
                        "anchor of entry 2 of the log"));
    }

    @Test
    void anchors_touched_areNamed() throws IOException {
        for (Touched row : table()) {
            Path copy = copy(row.what());
            row.change().apply(copy);
            List<Fault> faults = look(copy, Duration.ZERO);
            assertTrue(
                    faults.stream()
                            .anyMatch(fault ->
                                    fault.kind() == row.kind() && fault.what().equals(row.named())),
                    () -> row.what() + ": " + faults);
        }
    }

    /** An entry may wait for its anchor as long as auditors do, and no longer. */
    @Test
    void tail_notAnchored_isMissedOnlyWhenNoAuditorWouldTakeALaterTime() {
        assertEquals(List.of(), look(home.home(), Duration.ZERO));
        assertEquals(List.of(), look(home.home(), Duration.ofHours(23)));
        List<Fault> late = look(home.home(), Duration.ofHours(25));
        assertEquals(
                List.of("anchor of entries 3 to 3 of the log"),
                late.stream().map(Fault::what).toList());
        assertEquals(Fault.Kind.MISSING, late.getFirst().kind());
    }

    /** Naming a witness makes nothing wrong that was made before; from the first anchor that has its line, all have one. */
    @Test
    void witnesses_required_areHeldFromTheFirstAnchorThatHasThem() throws IOException {
        Path copy = copy("witnessed");
        new Keyring(copy, Clock.systemUTC(), new SecureRandom(), (file, before) -> List.of())
                .addWitness("w1", WITNESS.text(), Optional.empty(), OptionalInt.of(1));
        assertEquals(List.of(), look(copy, Duration.ZERO));
        Path second = anchor(copy, "3.2");
        cosign(copy, anchor(copy, "3"), second, 0);
        assertEquals(List.of(), look(copy, Duration.ZERO));
        cosign(copy, anchor(copy, "3"), second, 1);
        assertNamed("a line that does not hold", look(copy, Duration.ZERO), "log/anchors/0000000000000000003.2");
        Files.delete(second);
        cosign(copy, anchor(copy, "2"), anchor(copy, "2.2"), 0);
        assertNamed("a later one without", look(copy, Duration.ZERO), "log/anchors/0000000000000000003");
    }

    @Test
    void witness_whomNobodyKnows_isNamed() throws IOException {
        Path copy = copy("stranger");
        cosign(copy, anchor(copy, "3"), anchor(copy, "3.2"), 0);
        assertNamed("a stranger's line", look(copy, Duration.ZERO), "log/anchors/0000000000000000003.2");
    }

    private static void assertNamed(String what, List<Fault> faults, String named) {
        assertEquals(1, faults.size(), () -> what + ": " + faults);
        assertEquals(Fault.Kind.DIFFERENT, faults.getFirst().kind(), what);
        assertEquals(named, faults.getFirst().what(), what);
    }

    /** Makes an anchor with a witness's line of another, and stamps it anew. */
    private static void cosign(Path home, Path from, Path to, int spoiled) throws IOException {
        Bytes checkpoint = Anchor.of(Bytes.copyOf(Files.readAllBytes(from))).checkpoint();
        SignedNote note = SignedNote.parse(checkpoint.toArray());
        byte[] text = SignedNote.cosigned(note.text(), 1771180200L + spoiled);
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, SECRET);
        signer.update(text, 0, text.length);
        byte[] line = ByteBuffer.allocate(72)
                .putLong(1771180200L)
                .put(signer.generateSignature())
                .array();
        byte[] cosigned = note.with(List.of(NoteSignature.of(WITNESS, line))).toBytes();
        TrustedKeys keys = TrustedKeys.open(home);
        try (Attestors outside = Attestors.open(home, keys, Clock.systemUTC(), new SecureRandom())) {
            Bytes token = outside.time().token(cosigned);
            HomeFiles.write(
                    to,
                    new Anchor(Bytes.copyOf(cosigned), Optional.of(token))
                            .toBytes()
                            .toArray());
        }
    }

    private static Path copy(String name) throws IOException {
        return HomeFiles.copy(home.home(), folder.resolve(name.replace(' ', '-')));
    }
}
