package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.Certificate;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.TlogProof;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.derive.SigstoreBundle;
import org.sealgate.derive.VerificationSummary;

/** A bundle with every proof that a trust root can require, made by a forger who has all the keys and may edit any step. */
final class Proven {
    static final Certificate CERTIFICATE = TestTsa.certificate("tsa", TestTsa.KEY, "tsa", TestTsa.KEY, TestTsa.USAGE);

    Consumer<TestTsa> anchored = tsa -> {};
    Consumer<TestTsa> stamped = tsa -> {};
    UnaryOperator<byte[]> editSummary = UnaryOperator.identity();
    UnaryOperator<byte[]> editSummaryFile = UnaryOperator.identity();
    List<TestKey> summarySigners = List.of(TestTrust.DECISION);
    UnaryOperator<byte[]> editSigstore = UnaryOperator.identity();
    boolean tokenInSigstore = true;

    /** Asks for a log, a time, a summary and a file for Sigstore's clients. */
    static byte[] trustRoot(UnaryOperator<Json.Obj> edit) {
        UnaryOperator<Json.Obj> all = payload -> {
            Json.Obj asking = TestTrust.logging(TestLog.ORIGIN, POLICY).apply(payload);
            for (String proof : List.of("time", "vsa", "sigstore")) {
                asking = TestTrust.requiring(proof).apply(asking);
            }
            return edit.apply(asking.with("tsa", Json.array(List.of(TestTsa.row(CERTIFICATE)))));
        };
        return TestTrust.file(all);
    }

    private static final String POLICY = "log " + TestLog.KEY.key().text() + "\nquorum none\n";

    /** Adds the proofs to a bundle. */
    ForgedBundle to(ForgedBundle bundle) {
        ForgedBundle logged = Logged.in(bundle, UnaryOperator.identity());
        UnaryOperator<SortedMap<String, byte[]>> before = logged.editParts;
        logged.editParts = parts -> {
            SortedMap<String, byte[]> all = new TreeMap<>(before.apply(parts));
            all.put(Names.LOG_TOKEN, token(file(all, Names.LOG_CHECKPOINT), anchored));
            all.put(Names.VSA, editSummaryFile.apply(summary(file(all, Decision.FILE))));
            all.put(Names.SIGSTORE, editSigstore.apply(sigstore(all)));
            return all;
        };
        return logged;
    }

    private static byte[] file(SortedMap<String, byte[]> parts, String name) {
        return Objects.requireNonNull(parts.get(name), name);
    }

    private static byte[] token(byte[] data, Consumer<TestTsa> edit) {
        TestTsa tsa = new TestTsa(data);
        edit.accept(tsa);
        return tsa.token();
    }

    private byte[] summary(byte[] statementFile) {
        Json.Obj statement =
                JsonReader.readObject(DsseEnvelope.read(statementFile).payload().toArray());
        byte[] payload = editSummary.apply(VerificationSummary.payload(statement, Digest.sha256(statementFile)));
        byte[] pae = DsseEnvelope.pae(DecisionStatement.PAYLOAD_TYPE, payload);
        List<DsseSignature> signatures =
                summarySigners.stream().map(key -> key.sign(pae)).toList();
        return new DsseEnvelope(DecisionStatement.PAYLOAD_TYPE, Bytes.copyOf(payload), signatures).toBytes();
    }

    private byte[] sigstore(SortedMap<String, byte[]> parts) {
        DsseEnvelope envelope = DsseEnvelope.read(file(parts, Decision.FILE));
        DsseSignature signature = envelope.signatures().getFirst();
        Bytes token = Bytes.copyOf(token(signature.sig().toArray(), stamped));
        return new SigstoreBundle(
                        envelope,
                        signature,
                        Bytes.copyOf(TestTrust.DECISION.spki()),
                        TestLog.KEY.key(),
                        TlogProof.parse(file(parts, Names.LOG_PROOF)),
                        tokenInSigstore ? Optional.of(token) : Optional.empty())
                .toBytes();
    }

    /** Text of a file exchanged, which must be in it. */
    static UnaryOperator<byte[]> exchanged(String from, String to) {
        return bytes -> {
            String text = new String(bytes, UTF_8);
            if (!text.contains(from)) {
                throw new IllegalStateException(from + " is not in " + text);
            }
            return text.replace(from, to).getBytes(UTF_8);
        };
    }
}
