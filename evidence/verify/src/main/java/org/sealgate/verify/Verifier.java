package org.sealgate.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Replays sealed decisions: is this evidence genuine, and may one rely on the decision?
 *
 * <p>Promise: the only trust comes from the {@link TrustSource}; nothing that a bundle says is believed before it is proved, nothing in
 * it is executed but the compiled policy under limits, no network is used, and no schema, command or key of the bundle either. Every
 * step of the protocol is in the report, passed, failed or not checked; whatever a bundle holds, the answer is a {@link Verdict} and not
 * an exception. One hostile bundle costs at most about five seconds and 512 MiB.
 *
 * <p>A verifier may be used for any number of bundles and by any number of threads; what bundles share (trust root, policy release,
 * policy files) is verified once, and the files that expectations name (artifact, salt, notices) are read once as long as the same are
 * named. Where memory or stack do not suffice for a bundle, that bundle has failed.
 *
 * <pre>{@code
 * Verifier verifier = Verifier.trusting(TrustSource.of(Path.of("trust-root.json")));
 * Verdict verdict = verifier.verify(Path.of("0198c9f0-….evidence.zip"), Expectations.at(Instant.now()));
 * }</pre>
 *
 * <p>Source: evidence-format.md section 7; seed 002, rows S002-19 to S002-34.
 */
public final class Verifier {
    private final Session session;

    private Verifier(Session session) {
        this.session = session;
    }

    /**
     * Begins to load, on threads of its own, what the first bundle will need. A process that verifies one bundle spends most of its time
     * in loading classes, and this way on two processors.
     */
    public static void warmUp() {

        Thread.ofPlatform().daemon().name("keys").start(EcdsaP256Key::load);
    }

    /**
     * A verifier with the keys of this trust root. One that is missing, not genuine, or older than one seen before is every bundle's
     * finding.
     *
     * @throws IOException where the file cannot be read, or the state folder neither read nor written
     */
    public static Verifier trusting(TrustSource source) throws IOException {
        return new Verifier(new Session(Trust.read(source)));
    }

    /**
     * Replays one bundle, a ZIP or an unpacked folder.
     *
     * @throws IOException where the bundle, the artifact, the salt or a notice cannot be read: then nothing was evaluated
     * @throws SaltRefusedException where the salt has not 32 bytes
     */
    public Verdict verify(Path bundle, Expectations expectations) throws IOException {
        try {
            return new Examination(session, expectations, session.held(expectations)).examine(bundle);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
