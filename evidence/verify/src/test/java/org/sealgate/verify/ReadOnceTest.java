package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.SignedNote;

/** Whoever can write the folder while it is judged has other bytes in it at each reading. What one step judged, the next one takes. */
class ReadOnceTest {
    private static final Certificate CERTIFICATE =
            TestTsa.certificate("tsa", TestTsa.KEY, "tsa", TestTsa.KEY, TestTsa.USAGE);
    private static final TrustRoot ROOT = HandMade.root(payload -> TestTrust.logging(TestLog.ORIGIN, TestLog.POLICY)
            .apply(payload)
            .with("tsa", Json.array(List.of(TestTsa.row(CERTIFICATE)))));
    private static final DsseEnvelope ENVELOPE = HandMade.envelope(TestTrust.DECISION);

    @TempDir
    private Path folder;

    private final TestLog log = new TestLog().fill(3, "entry");
    private final int index =
            log.add(TestLog.entry(ENVELOPE, ENVELOPE.signatures().getFirst(), TestTrust.DECISION));
    private final SignedNote judged = log.checkpoint();
    private final SignedNote other = log.fill(1, "entry").checkpoint();

    private CheckResult time(byte[] lying, byte[] token) throws IOException {
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put(Names.LOG_CHECKPOINT, lying);
        files.put(Names.LOG_TOKEN, token);
        LogCheck.Logged logged = new LogCheck.Logged(
                Checkpoint.parse(judged.text()),
                Bytes.copyOf(judged.toBytes()),
                log.proof(index, judged),
                HandMade.signed(ENVELOPE, ROOT).keys().getFirst());
        try (Container container = Container.open(ForgedBundle.write(folder, files))) {
            return TimeCheck.of(
                            Set.of(TrustRoot.Proof.TIME),
                            container,
                            Optional.of(logged),
                            TimeStamps.of(Optional.of(ROOT)),
                            Instant.parse("2026-02-15T18:30:00Z"))
                    .result();
        }
    }

    @Test
    void token_overACheckpointThatCameLater_provesNoTimeOfTheEntry() throws IOException {
        CheckResult result = time(other.toBytes(), new TestTsa(other.toBytes()).token());
        assertEquals(
                List.of(Code.TSA_IMPRINT),
                ((CheckResult.Fail) result)
                        .findings().stream().map(Finding::code).toList());
    }

    @Test
    void token_overTheCheckpointThatWasJudged_isGoodWhateverLiesThereNow() throws IOException {
        CheckResult result = time(other.toBytes(), new TestTsa(judged.toBytes()).token());
        assertEquals(new CheckResult.Pass("signed by 2026-02-15T18:30:04.500Z"), result);
    }
}
