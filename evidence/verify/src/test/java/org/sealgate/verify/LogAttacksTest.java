package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Kind;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TlogProof;
import org.sealgate.bundle.TreeHead;

/** Step 8 against a forger of proofs and entries: what is in the log is not what the bundle says. */
class LogAttacksTest {
    private static final Kind KIND = Kind.SEALED_RUN;
    private static final int SIZE = Logged.BEFORE + 1 + Logged.BEHIND;

    static List<Attack> inclusion() {
        Code code = Code.LOG_INCLUSION;
        return List.of(
                Logged.attack("the next index", logged -> index(logged, logged.index() + 1), code),
                Logged.attack("an index behind the tree", logged -> index(logged, SIZE), code),
                Logged.attack("the largest index", logged -> index(logged, Long.MAX_VALUE), code),
                Logged.attack("one hash flipped", logged -> hashes(logged, LogAttacksTest::flip), code),
                Logged.attack("first hash missing", logged -> hashes(logged, h -> h.subList(1, h.size())), code),
                Logged.attack("last hash missing", logged -> hashes(logged, h -> h.subList(0, h.size() - 1)), code),
                Logged.attack("no hashes", logged -> hashes(logged, h -> List.of()), code),
                Logged.attack("a hash too many", logged -> hashes(logged, h -> with(h, MerkleHash.empty())), code),
                Logged.attack("the root as a last hash", logged -> hashes(logged, h -> with(h, root(logged))), code),
                Logged.attack("the hashes in another order", logged -> hashes(logged, List::reversed), code),
                Logged.attack(
                        "a checkpoint of an empty tree",
                        logged -> logged.note(SignedNote.signed(
                                Checkpoint.of(TestLog.ORIGIN, new TreeHead(0, MerkleHash.empty())), TestLog.KEY)),
                        code),
                Logged.attack("a tree of twice the size with the same root", logged -> size(logged, 2 * SIZE), code),
                Logged.attack("a tree of half with the same root", logged -> size(logged, SIZE / 2), code),
                Logged.attack("a tree of 2^63-1 with the same root", logged -> size(logged, Long.MAX_VALUE), code),
                Logged.attack("the last leaf duplicated", LogAttacksTest::duplicated, code),
                Logged.attack(
                        "the entry passed off as a node",
                        logged -> logged.note(SignedNote.signed(
                                Checkpoint.of(TestLog.ORIGIN, new TreeHead(1, root(logged))), TestLog.KEY)),
                        code),
                Logged.attack(
                        "the proof with another checkpoint of the log",
                        logged -> new Logged(
                                logged.log(),
                                logged.index(),
                                logged.checkpoint(),
                                Logged.of(
                                                logged.log().fill(1, "later"),
                                                logged.index(),
                                                logged.log().checkpoint())
                                        .proof()),
                        code),
                proof("another first line", t -> t.replace("@v1", "@v2"), code),
                proof("index with a leading zero", t -> t.replace("index ", "index 0"), code),
                proof("negative index", t -> t.replace("index ", "index -"), code),
                proof("index of 2^64", t -> t.replace("index 270", "index 18446744073709551886"), code),
                proof("no index", t -> t.replace("index ", "Index "), code),
                proof("two indexes", t -> t.replace("index ", "index 1\nindex "), code),
                proof("index before extra", t -> t.replace("extra ", "index 1\nextra "), code),
                proof("carriage returns", t -> t.replace("\n", "\r\n"), code),
                proof("no blank line", t -> t.replace("\n\n", "\n"), code),
                proof("trailing data", t -> t + "x", code),
                proof("a hash with a space behind it", t -> t.replaceFirst("=\n", "= \n"), code),
                proof("nothing", t -> "", code));
    }

    private static Logged index(Logged logged, long index) {
        return logged.proof(p -> new TlogProof(p.extra(), index, p.hashes(), p.checkpoint()));
    }

    private static Logged hashes(Logged logged, UnaryOperator<List<Digest>> edit) {
        return logged.proof(p -> new TlogProof(p.extra(), p.index(), edit.apply(p.hashes()), p.checkpoint()));
    }

    private static Digest root(Logged logged) {
        return logged.log().head().root();
    }

    private static List<Digest> flip(List<Digest> hashes) {
        List<Digest> flipped = new ArrayList<>(hashes);
        byte[] bytes = flipped.get(3).bytes();
        bytes[0] ^= 1;
        flipped.set(3, Digest.ofBytes(bytes));
        return flipped;
    }

    private static List<Digest> with(List<Digest> hashes, Digest more) {
        List<Digest> all = new ArrayList<>(hashes);
        all.add(more);
        return all;
    }

    private static Logged size(Logged logged, long size) {
        return logged.note(
                SignedNote.signed(Checkpoint.of(TestLog.ORIGIN, new TreeHead(size, root(logged))), TestLog.KEY));
    }

    /** In trees that fill up with copies of the last leaf, the copy has a proof as well. */
    private static Logged duplicated(Logged logged) {
        TestLog odd = new TestLog().fill(2, "entry");
        TlogProof genuine = TlogProof.parse(logged.proof());
        int last = odd.add(genuine.extra().orElseThrow());
        Logged at = Logged.of(odd, last, odd.checkpoint());
        return at.proof(p -> new TlogProof(
                p.extra(),
                3,
                with(
                        List.of(MerkleHash.leaf(genuine.extra().orElseThrow())),
                        p.hashes().getFirst()),
                p.checkpoint()));
    }

    private static Attack proof(String name, UnaryOperator<String> edit, Code code) {
        return Logged.attack(
                "proof: " + name,
                logged -> logged.proof(
                        edit.apply(new String(logged.proof(), UTF_8)).getBytes(UTF_8)),
                code);
    }

    static List<Attack> leaves() {
        Code code = Code.LOG_LEAF;
        return List.of(
                Logged.attack(
                        "the proof of another entry",
                        logged -> Logged.of(logged.log(), 7, logged.log().checkpoint()),
                        code),
                Logged.attack("no entry", logged -> logged.proof(p -> extra(p, Optional.empty())), code),
                Logged.attack(
                        "an entry that is in no log",
                        logged -> logged.proof(p -> extra(p, Optional.of(Bytes.copyOf(new byte[9])))),
                        code,
                        Code.LOG_INCLUSION),
                Attack.of("an old entry borrowed by another key", LogAttacksTest::borrowed, code)
                        .trusting(TestLog.trustRoot()));
    }

    private static TlogProof extra(TlogProof proof, Optional<Bytes> extra) {
        return new TlogProof(extra, proof.index(), proof.hashes(), proof.checkpoint());
    }

    /** The statement was logged with the first key's signature, and now bears the second's: nobody knows since when. */
    private static ForgedBundle borrowed() {
        ForgedBundle logged = Logged.in(Forge.allow(KIND), UnaryOperator.identity());
        byte[] checkpoint = Objects.requireNonNull(logged.parts().get("log/checkpoint"));
        byte[] proof = Objects.requireNonNull(logged.parts().get("log/proof"));
        ForgedBundle thief = Forge.allow(KIND);
        thief.signers = List.of(TestTrust.SECOND);
        return Logged.in(thief, other -> new Logged(other.log(), other.index(), checkpoint, proof));
    }

    static List<Attack> missing() {
        return List.of(
                without("log/proof"),
                without("log/checkpoint"),
                Logged.attack("an issuer without a log", logged -> logged, Code.LOG_ORIGIN)
                        .trusting(TestTrust.file(payload -> TestTrust.requiring("log")
                                .apply(payload.with("logPolicy", org.sealgate.bundle.Json.of(TestLog.POLICY))))));
    }

    private static Attack without(String name) {
        return Attack.raw(
                        "no " + name,
                        () -> {
                            var parts = Logged.in(Forge.allow(KIND), UnaryOperator.identity())
                                    .parts();
                            parts.remove(name);
                            return parts;
                        },
                        Code.LOG_PROOF_MISSING)
                .trusting(TestLog.trustRoot());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"inclusion", "leaves", "missing"})
    void log_attacked_isRefusedWithItsCode(Attack attack, @TempDir Path folder) {
        attack.assertRefused(folder);
    }

    @Test
    void log_genuine_isAdmissible_andSaysThatNoWitnessSawIt(@TempDir Path folder) {
        Verdict verdict = Logged.attack("genuine", logged -> logged).verify(folder);
        assertTrue(verdict instanceof Verdict.Admissible, verdict.toString());
        assertTrue(verdict.report().warnings().stream().anyMatch(warning -> warning.code() == Code.WITNESS_NONE));
        assertEquals(
                "in gate.example.org/log, a tree of 301",
                ((CheckResult.Pass) verdict.report().lines().get(8).result()).detail());
    }
}
