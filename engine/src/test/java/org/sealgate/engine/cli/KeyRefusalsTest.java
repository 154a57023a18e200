package org.sealgate.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.engine.seal.HomeLock;

/** Key changes that would do less, or more, than who asks for them believes. R16. */
class KeyRefusalsTest {
    private static final String STOLEN = "2026-02-01T00:00:00Z";

    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void init() {
        home = folder.resolve("home");
        run(0, "keys", "init", "--home", home);
    }

    private String run(int status, Object... words) {
        Terminal terminal = new Terminal();
        assertEquals(status, terminal.run(words), () -> terminal.out() + terminal.err());
        return terminal.out() + terminal.err();
    }

    private List<Json.Obj> keys(String role) {
        String list = run(0, "keys", "list", "--home", home, "-o", "json");
        return ((Json.Arr) JsonReader.read(list.strip().getBytes(UTF_8)))
                .items().stream()
                        .map(row -> (Json.Obj) row)
                        .filter(row -> row.texts("roles").contains(role))
                        .toList();
    }

    private void move(String from, String to) throws IOException {
        Files.move(home.resolve(from), home.resolve(to));
    }

    private static void assertSays(String said, String expected) {
        assertTrue(said.contains(expected), said);
    }

    /** The root key lies on another machine, as deploy/README.md advises: the stolen key is taken back all the same. */
    @Test
    void rotate_compromisedKeyOnAnotherMachine_isTakenBack() throws IOException {
        move("keys/decision", "elsewhere");
        run(0, "keys", "rotate", "decision", "--reason", "compromised", "--since", STOLEN, "--home", home);
        List<Json.Obj> listed = keys("decision");
        assertEquals(2, listed.size());
        assertEquals("compromised", listed.getFirst().object("revoked").text("reason"));
        assertEquals(Json.NULL, listed.getLast().get("revoked"));
    }

    /** The engine over there goes on with the old key until the new one has come: nobody asked for that to be refused. */
    @Test
    void rotate_keyOnAnotherMachineWithoutAReason_keepsItsInterval() throws IOException {
        move("keys/decision", "elsewhere");
        run(0, "keys", "rotate", "decision", "--home", home);
        assertEquals(2, keys("decision").size());
        assertEquals(Json.NULL, keys("decision").getFirst().get("revoked"));
    }

    /** A mistyped folder stays what it was. */
    @Test
    void change_whereNoTrustRootIs_makesNothing() {
        Path none = folder.resolve("none");
        assertSays(run(1, "keys", "rotate", "decision", "--home", none), "keys init");
        assertTrue(Files.notExists(none));
    }

    @Test
    void rotate_withAReasonThatTakesNothingBack_isRefusedBeforeAnyKeyIsMade() throws IOException {
        String keyid = keys("decision").getFirst().text("keyid");
        run(0, "keys", "revoke", keyid, "--reason", "compromised", "--since", STOLEN, "--home", home);
        String here = run(1, "keys", "rotate", "decision", "--reason", "superseded", "--home", home);
        assertSays(here, "no key of decision");
        move("keys/decision", "elsewhere");
        String absent = run(1, "keys", "rotate", "decision", "--reason", "compromised", "--home", home);
        assertSays(absent, "without --reason");
        assertTrue(Files.notExists(home.resolve("keys/decision.next")));
        run(0, "keys", "rotate", "decision", "--home", home);
    }

    /** An engine holds the home from before it reads a key until it ends; so does every change of one. */
    @Test
    void change_whileTheHomeIsHeld_isRefused() throws IOException {
        Path draft = twoOwners();
        Path stranger = folder.resolve("other/keys/root/public.pem");
        Object[][] changes = {
            {"keys", "rotate", "decision"},
            {"keys", "revoke", keys("decision").getFirst().text("keyid"), "--reason", "compromised"},
            {"keys", "add", "root", "--controller", "carol", "--public", stranger},
            {"trust", "sign", draft},
        };
        byte[] before = Files.readAllBytes(home.resolve("trust-root.json"));
        try (HomeLock ignored = HomeLock.take(home)) {
            for (Object[] change : changes) {
                assertSays(run(1, with(change, "--home", home)), "ENGINE_RUNS");
            }
            assertArrayEquals(before, Files.readAllBytes(home.resolve("trust-root.json")));
        }
        run(0, "trust", "sign", draft, "--home", home);
    }

    /** Two who write the promotion: the policy of the one would go under the key of the other. */
    @Test
    void rotate_whileAPolicyIsPromoted_isRefused() throws IOException {
        try (HomeLock ignored = HomeLock.takePolicy(home)) {
            assertSays(run(1, "keys", "rotate", "policy", "--home", home), "POLICY_CHANGES");
        }
        run(0, "keys", "rotate", "policy", "--home", home);
    }

    private static Object[] with(Object[] words, Object... more) {
        return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray();
    }

    /** A trust root that asks for two owners, signed by both: one signature more puts it in force. */
    private Path twoOwners() {
        Path other = folder.resolve("other");
        run(0, "keys", "init", "--only-root", "--home", other);
        Path publicKey = other.resolve("keys/root/public.pem");
        run(3, "keys", "add", "root", "--controller", "bob", "--public", publicKey, "--threshold", "2", "--home", home);
        Path draft = home.resolve("trust-root.draft.json");
        run(0, "trust", "sign", draft, "--against", home.resolve("trust-root.json"), "--home", other);
        return draft;
    }

    /** The engine goes on with the old key until the second owner has signed: its evidence must not be refused for that. */
    @Test
    void rotate_thatWaitsForOthers_supersedesNothing() {
        run(0, "trust", "sign", twoOwners(), "--home", home);
        String old = keys("decision").getFirst().text("keyid");
        assertSays(run(1, "keys", "rotate", "decision", "--reason", "superseded", "--home", home), "without --reason");
        assertSays(run(1, "keys", "revoke", old, "--reason", "superseded", "--home", home), "Rotate without --reason");
        run(3, "keys", "rotate", "decision", "--home", home);
        Path draft = home.resolve("trust-root.draft.json");
        Path other = folder.resolve("other");
        run(0, "trust", "sign", draft, "--against", home.resolve("trust-root.json"), "--home", other);
        run(0, "trust", "sign", draft, "--home", home);
        assertEquals(Json.NULL, keys("decision").getFirst().get("revoked"));
        // it is not in use any more
        run(3, "keys", "revoke", old, "--reason", "superseded", "--home", home);
    }

    /** What an earlier change left may have been copied with the machine. */
    @Test
    void rotate_overAKeyThatWasLeft_makesAnother() throws IOException {
        Path left = home.resolve("keys/decision.next");
        run(0, "keys", "init", "--home", folder.resolve("spare"));
        Files.move(folder.resolve("spare/keys/decision"), left);
        byte[] copied = Files.readAllBytes(left.resolve("public.pem"));
        run(0, "keys", "rotate", "decision", "--reason", "compromised", "--home", home);
        assertFalse(Arrays.equals(copied, Files.readAllBytes(home.resolve("keys/decision/public.pem"))));
        try (Stream<Path> retired = Files.list(home.resolve("keys/retired"))) {
            assertTrue(retired.anyMatch(path -> path.getFileName().toString().startsWith("decision.next-unfinished-")));
        }
    }

    /** An engine signs as one controller, and nobody has signed a release with another. */
    @Test
    void add_thresholdThatNobodyMeets_isRefusedAndNothingIsWritten() throws IOException {
        run(0, "keys", "init", "--home", folder.resolve("other"));
        byte[] before = Files.readAllBytes(home.resolve("trust-root.json"));
        for (String role : List.of("decision", "policy")) {
            Path publicKey = folder.resolve("other/keys").resolve(role).resolve("public.pem");
            Object[] add = {"keys", "add", role, "--controller", "bob", "--public", publicKey, "--home", home};
            assertSays(run(1, with(add, "--threshold", "2")), "--threshold 2 of " + role);
            assertArrayEquals(before, Files.readAllBytes(home.resolve("trust-root.json")));
        }
        assertTrue(Files.notExists(home.resolve("trust-root.draft.json")));
    }

    /** A stop between the keys and the trust root: neither verb sends to the other. */
    @Test
    void init_thatWasStopped_saysWhichFolderToMove() throws IOException {
        Files.delete(home.resolve("trust-root.json"));
        String keys = "move " + home.resolve("keys") + " away, then run: sealgate keys init";
        assertSays(run(1, "keys", "init", "--home", home), keys);
        assertSays(run(1, "up", "--home", home, "--port", "0"), keys);
        move("keys", "keys.old");
        run(0, "keys", "init", "--home", home);
    }
}
