package org.sealgate.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** {@code keys} and {@code trust} from the command line. */
class KeysVerbsTest {
    /** A public key of nobody. */
    private static final String WITNESS = "10e47819+BIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";

    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void init() {
        home = folder.resolve("home");
        Terminal terminal = new Terminal();
        assertEquals(0, terminal.run("keys", "init", "--home", home), terminal::err);
    }

    private Terminal run(int status, Object... words) {
        Terminal terminal = new Terminal();
        assertEquals(status, terminal.run(words), () -> terminal.out() + terminal.err());
        return terminal;
    }

    private List<Json.Obj> keys() {
        Terminal list = run(0, "keys", "list", "--home", home, "-o", "json");
        return ((Json.Arr) JsonReader.read(list.out().strip().getBytes(UTF_8)))
                .items().stream().map(row -> (Json.Obj) row).toList();
    }

    @Test
    void list_newInstallation_showsEveryKeyAsHere() {
        assertEquals(3, keys().size());
        keys().forEach(row -> assertTrue(row.bool("here"), row.toString()));
        assertTrue(
                run(0, "keys", "list", "--home", home).out().contains("✓ here  decision ecdsa-p256-sha256 of gate-1"));
    }

    @Test
    void rotateAndRevoke_oneAfterTheOther_leadToVersion3() {
        String old = keyid("decision");
        assertTrue(run(0, "keys", "rotate", "decision", "--home", home).out().contains("trust root version 2"));
        run(0, "keys", "revoke", old, "--reason", "compromised", "--since", "2026-02-01T00:00:00Z", "--home", home);
        Json.Obj row = keys().stream()
                .filter(key -> key.text("keyid").equals(old))
                .findFirst()
                .orElseThrow();
        assertEquals("compromised", row.object("revoked").text("reason"));
        assertEquals("2026-02-01T00:00:00.000Z", row.object("revoked").text("at"));
        Terminal show = run(0, "trust", "show", "--home", home);
        assertTrue(show.out().contains("version 3, issued "), show::out);
        assertTrue(show.out().contains("log policy: quorum none"), show::out);
        assertTrue(show.out().endsWith("✓ good  signed to its own threshold\n"), show::out);
    }

    private String keyid(String role) {
        return keys().stream()
                .filter(key -> key.texts("roles").contains(role))
                .findFirst()
                .orElseThrow()
                .text("keyid");
    }

    @Test
    void sign_secondOwner_putsTheDraftInForce() throws IOException {
        Path other = folder.resolve("other");
        run(0, "keys", "init", "--only-root", "--home", other);
        Path publicKey = other.resolve(Path.of("keys", "root", "public.pem"));
        run(3, "keys", "add", "root", "--controller", "bob", "--public", publicKey, "--threshold", "2", "--home", home);
        Path draft = home.resolve("trust-root.draft.json");
        run(1, "trust", "show", draft, "--home", home);
        run(0, "trust", "sign", draft, "--against", home.resolve("trust-root.json"), "--home", other);
        assertTrue(run(0, "trust", "show", draft, "--home", home).out().contains("and its predecessor's threshold"));
        assertTrue(run(0, "trust", "sign", draft, "--home", home).out().contains("in force"));
        assertTrue(!Files.exists(draft));
        assertEquals(4, keys().size());
        Path exported = folder.resolve("given.json");
        run(0, "trust", "export", "--out", exported, "--home", home);
        assertEquals(Files.readString(home.resolve("trust-root.json")), Files.readString(exported));
    }

    /** Evidence is asked for a witness, and another's word for the time counts, from the next trust root on. */
    @Test
    void witnessAndAuthority_named_areInTheNextTrustRoots() throws IOException {
        String vkey = "witness.example.org/w1+" + WITNESS;
        run(0, "keys", "witness", "w1", vkey, "--url", "https://witness.example.org/", "--need", "1", "--home", home);
        Path pem = home.resolve("keys/tsa/certificates.pem");
        Terminal said =
                run(0, "keys", "authority", pem, "--controller", "clock-house", "--policy", "1.2.3", "--home", home);
        assertTrue(said.out().contains("anchors.json"), said::out);
        Terminal show = run(0, "trust", "show", "--home", home);
        assertTrue(show.out().contains("version 3, issued "), show::out);
        assertTrue(show.out().contains("group witnesses 1 w1"), show::out);
        assertTrue(show.out().contains("clock-house"), show::out);
    }

    /** Words of a call that is refused, its status, and what the sentence says. */
    @Test
    void call_thatCannotBeCarriedOut_saysWhatToDo() throws IOException {
        Path draft = Files.writeString(folder.resolve("draft.json"), "{}");
        Path pem = home.resolve("keys/tsa/certificates.pem");
        Object[][] calls = {
            {2, "KEY_REASON", "keys", "revoke", keyid("policy")},
            {2, "KEY_SINCE", "keys", "revoke", keyid("policy"), "--reason", "superseded", "--since", "now"},
            {1, "lists no key", "keys", "revoke", "0".repeat(64), "--reason", "superseded"},
            {1, "there are superseded and compromised", "keys", "revoke", keyid("policy"), "--reason", "lost"},
            {1, "is no role", "keys", "rotate", "decisions"},
            {1, "cannot be listed", "keys", "witness", "w1", "no key"},
            {1, "more than it has", "keys", "witness", "w1", "witness.example.org/w1+" + WITNESS, "--need", "2"},
            {1, "holds no certificate", "keys", "authority", draft, "--controller", "x", "--policy", "1.2.3"},
            {1, "no auditor would take", "keys", "authority", pem, "--controller", "x", "--policy", "nothing"},
            {1, "without --reason", "keys", "rotate", "tsa", "--reason", "compromised"},
            // a single root key that takes itself back leaves nobody who could sign for the next version
            {3, "trust root version 2", "keys", "revoke", keyid("root"), "--reason", "compromised"},
            {1, "waits for signatures", "keys", "rotate", "decision"},
            {1, "is no trust root", "trust", "sign", draft},
            {1, "is no trust root", "trust", "show", draft},
            {2, "FILE_MISSING", "trust", "sign", folder.resolve("none")},
            {1, "nothing was replaced", "keys", "init"},
        };
        for (Object[] call : calls) {
            Object[] words = new Object[call.length];
            System.arraycopy(call, 2, words, 0, call.length - 2);
            words[call.length - 2] = "--home";
            words[call.length - 1] = home;
            Terminal terminal = run((int) call[0], words);
            String said = terminal.out() + terminal.err();
            assertTrue(said.contains((String) call[1]), said);
        }
    }
}
