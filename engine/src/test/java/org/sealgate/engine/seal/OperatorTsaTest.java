package org.sealgate.engine.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.TimeSource;

/** The operator's own time stamping authority. R6: log time never goes back. */
class OperatorTsaTest {
    private static final Instant START = Instant.parse("2026-02-15T18:30:00Z");
    private static final byte[] DATA = "a checkpoint".getBytes(UTF_8);

    @TempDir
    Path home;

    private Instant now = START;
    private final Clock clock = InstantSource.system().withZone(ZoneOffset.UTC);

    @BeforeEach
    void init() {
        new Installation(home, moving(), new SecureRandom()).create("https://gate.example.org", "gate-1");
    }

    private Clock moving() {
        InstantSource source = () -> now;
        return source.withZone(clock.getZone());
    }

    private TimeSource open() throws Exception {
        return Attestors.open(home, TrustedKeys.open(home), moving(), new SecureRandom())
                .time();
    }

    private static TimeStampTokenInfo info(Bytes token) throws Exception {
        return new TimeStampToken(ContentInfo.getInstance(token.toArray())).getTimeStampInfo();
    }

    @Test
    void token_ofAnyBytes_isAcceptedByOpenssl() throws Exception {
        now = Instant.now();
        Path fresh = home.resolve("fresh");
        new Installation(fresh, moving(), new SecureRandom()).create("https://gate.example.org", "gate-1");
        Path token = Files.write(
                home.resolve("token"),
                Attestors.open(fresh, TrustedKeys.open(fresh), moving(), new SecureRandom())
                        .time()
                        .token(DATA)
                        .toArray());
        Path data = Files.write(home.resolve("data"), DATA);
        Path other = Files.write(home.resolve("other"), "another".getBytes(UTF_8));
        Path certificate = fresh.resolve("keys/tsa/certificates.pem");
        assertEquals("Verification: OK", openssl(token, data, certificate));
        assertEquals("Verification: FAILED", openssl(token, other, certificate));
    }

    private static String openssl(Path token, Path data, Path certificate) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(
                            "openssl",
                            "ts",
                            "-verify",
                            "-token_in",
                            "-in",
                            token.toString(),
                            "-data",
                            data.toString(),
                            "-CAfile",
                            certificate.toString(),
                            "-partial_chain")
                    .redirectErrorStream(true)
                    .start();
        } catch (java.io.IOException absent) {
            Assumptions.abort("openssl is not on the PATH; nobody else looked at the token");
            throw absent;
        }
        List<String> said = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        process.waitFor();
        return said.stream()
                .filter(line -> line.startsWith("Verification: "))
                .findFirst()
                .orElse(said.toString());
    }

    @Test
    void token_everyOne_hasTheNextNumberAndNoEarlierTime() throws Exception {
        List<TimeStampTokenInfo> infos = new ArrayList<>();
        TimeSource tsa = open();
        infos.add(info(tsa.token(DATA)));
        now = START.plusMillis(7007);
        infos.add(info(tsa.token(DATA)));
        now = START.plusMillis(5900);
        infos.add(info(tsa.token(DATA)));
        now = START.plusSeconds(8);
        infos.add(info(open().token(DATA)));
        assertEquals(
                List.of(1, 2, 3, 4),
                infos.stream()
                        .map(info -> info.getSerialNumber().intValueExact())
                        .toList());
        assertEquals(
                List.of(START, START.plusSeconds(7), START.plusSeconds(7), START.plusSeconds(8)),
                infos.stream().map(info -> info.getGenTime().toInstant()).toList());
        assertTrue(infos.stream().allMatch(info -> info.getPolicy().getId().equals("1.3.6.1.4.1.32473.3161.1")));
    }

    @Test
    void token_clockFarBehindTheLast_isRefusedEvenAfterARestart() throws Exception {
        open().token(DATA);
        now = START.minusSeconds(3);
        TimeSource tsa = open();
        assertEquals(
                "TSA_CLOCK",
                assertThrows(ProofUnavailableException.class, () -> tsa.token(DATA))
                        .code());
        now = START;
        assertEquals(BigInteger.TWO, info(tsa.token(DATA)).getSerialNumber());
    }

    @Test
    void journal_damaged_isNotStartedAnew() throws Exception {
        open().token(DATA);
        Files.writeString(home.resolve("keys/tsa/journal"), "x");
        assertThrows(java.io.UncheckedIOException.class, this::open);
    }

    @Test
    void token_outsideTheCertificate_isNotHandedOut() throws Exception {
        TimeSource tsa = open();
        now = START.plusSeconds(3L * 365 * 86_400);
        assertEquals(
                "TSA_TOKEN",
                assertThrows(ProofUnavailableException.class, () -> tsa.token(DATA))
                        .code());
    }

    @Test
    void anchorsFile_thatCannotBeUsed_isNamed() throws Exception {
        for (String file : List.of("{\"tsa\":\"ftp://x/\"}", "{\"tsa\":\"not an address\"}", "{\"other\":1}", "{")) {
            Files.writeString(home.resolve("anchors.json"), file);
            String said = assertThrows(KeyProblem.class, this::open).getMessage();
            assertTrue(String.valueOf(said).contains("anchors.json"), said);
        }
    }
}
