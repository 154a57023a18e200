package org.sealgate.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Kind;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.verify.Code;
import org.sealgate.verify.Expectations;
import org.sealgate.verify.Finding;
import org.sealgate.verify.TrustRootPublication;
import org.sealgate.verify.TrustSource;
import org.sealgate.verify.Verifier;

/**
 * A decision key on a PKCS#11 token, here SoftHSM2, whose settings are an environment variable: the engine runs as a process of its own.
 */
class TokenKeyTest {
    private static final List<String> LIBRARIES = List.of(
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib64/softhsm/libsofthsm2.so",
            "/usr/local/lib/softhsm/libsofthsm2.so",
            "/opt/homebrew/lib/softhsm/libsofthsm2.so");

    @TempDir
    Path folder;

    private record Run(int status, String said) {}

    private Run run(String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment()
                .put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), said);
    }

    private Run engine(String what, Path home, Path file) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> words = new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path")));
        words.add("-Dsealgate.root=" + GateHome.root().toAbsolutePath());
        words.addAll(List.of(Engine.class.getName(), what, home.toString(), file.toString()));
        return run(words.toArray(String[]::new));
    }

    /** The other process: {@code rotate HOME SETTINGS} or {@code decide HOME BUNDLE}. */
    static final class Engine {
        private Engine() {}

        public static void main(String[] args) throws Exception {
            Path home = Path.of(args[1]);
            try {
                if (args[0].equals("rotate")) {
                    new Keyring(home, Clock.systemUTC(), new SecureRandom(), Engine::against)
                            .rotateToToken("decision", Optional.empty(), Path.of(args[2]));
                } else {
                    decide(home, Path.of(args[2]));
                }
            } catch (SiteProblem problem) {
                System.out.println(problem.getMessage());
                System.exit(1);
            }
            System.exit(0);
        }

        private static void decide(Path home, Path bundle) throws IOException {
            Site site = new Site(home, Clock.systemUTC(), new SecureRandom());
            try (Wiring wiring = site.open(TestPolicy.opa(), "gate-1")) {
                Bytes proposal = Proposals.hashed(Proposals.snapshot("TOKEN-1"));
                Recorded answer = (Recorded)
                        wiring.gate().decide(Proposals.request(Proposals.PUBLISHER, Kind.LLM_RUN_SNAPSHOT, proposal));
                Oracle oracle = new Oracle(home, home.resolve("trust-root.json"));
                Files.move(oracle.bundle(wiring, Proposals.PUBLISHER, answer), bundle);
            }
        }

        private static List<Keyring.Objection> against(Bytes file, Optional<Bytes> before) {
            return TrustRootPublication.findings(file.toArray(), before.map(Bytes::toArray)).stream()
                    .map(each -> new Keyring.Objection(each.code() == Code.TRUST_ROOT_SIGNATURE, each.toString()))
                    .toList();
        }
    }

    @Test
    void decisionKey_onAToken_sealsWhatTheVerifierTakes() throws Exception {
        Optional<Path> library =
                LIBRARIES.stream().map(Path::of).filter(Files::exists).findFirst();
        Assumptions.assumeTrue(library.isPresent() && onPath("softhsm2-util"), "skipped: SoftHSM2 is not installed");
        Path home = folder.resolve("home");
        GateHome made = GateHome.create(home);
        new Site(home, Clock.systemUTC(), new SecureRandom()).release(made.artifacts(), "gate-1");
        Path pin = Files.writeString(folder.resolve("pin"), "123456\n");
        Path settings = Files.writeString(
                folder.resolve("token.json"),
                "{\"library\":\"" + library.get() + "\",\"slot\":" + slot()
                        + ",\"key\":\"decision-1\",\"pin\":\"pin\"}");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r--r--"));
        Run open = engine("rotate", home, settings);
        assertTrue(open.status() == 1 && open.said().contains("chmod 600"), open.said());
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
        Run rotated = engine("rotate", home, settings);
        assertEquals(0, rotated.status(), rotated.said());
        assertTrue(!Files.exists(home.resolve("keys/decision/key.pem")));
        Path bundle = folder.resolve("bundle.evidence.zip");
        Run decided = engine("decide", home, bundle);
        assertEquals(0, decided.status(), decided.said());
        assertEquals(
                List.of(),
                Verifier.trusting(TrustSource.of(home.resolve("trust-root.json")))
                        .verify(bundle, Expectations.at(Instant.now()))
                        .report()
                        .findings()
                        .stream()
                        .map(Finding::code)
                        .toList());
        Files.writeString(pin, "654321");
        Run wrong = engine("decide", home, bundle);
        assertTrue(wrong.status() == 1 && wrong.said().contains("check library, slot and PIN"), wrong.said());
    }

    private String slot() throws Exception {
        Path tokens = Files.createDirectory(folder.resolve("tokens"));
        Files.writeString(
                folder.resolve("softhsm2.conf"), "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
        Run made = run(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                "sealgate",
                "--pin",
                "123456",
                "--so-pin",
                "1234567");
        Matcher slot = Pattern.compile("slot ([0-9]+)").matcher(made.said());
        assertTrue(slot.find(), made.said());
        return slot.group(1);
    }

    private static boolean onPath(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, name)));
    }
}
