package org.sealgate.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.ContainerException;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.EnvelopeException;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Part;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.verify.CheckResult.Pass;

/**
 * One bundle, step by step. A step runs when those that it rests on have left it something to look at; what is found wrong is gathered
 * to the end, and nothing of the payload is read before its signatures hold.
 */
final class Examination {
    private final Session session;
    private final Expectations expectations;
    private final Held held;
    private final Lines lines = new Lines();
    private final Problems warnings = new Problems();
    private final Patience patience = new Patience();
    private Report.@Nullable Facts facts;

    Examination(Session session, Expectations expectations, Held held) {
        this.session = session;
        this.expectations = expectations;
        this.held = held;
    }

    Verdict examine(Path bundle) throws IOException {
        Trust trust = session.trust();
        lines.put(Step.TRUST_ROOT, trust.check(expectations.at()));
        try (Container container = Container.open(bundle)) {
            lines.put(Step.CONTAINER, new Pass("every byte as the profile writes it"));
            if (lines.put(Step.LIMITS, ContainerCheck.limits(container)) instanceof Pass) {
                judge(container);
            }
        } catch (ContainerException refused) {
            container(refused);
        } catch (VirtualMachineError exhausted) {
            // memory or stack: this bundle's failure, and no reason to be silent about it and about the others
            lines.thrown(exhausted);
        }
        return Judgement.of(report(bundle), expectations.require());
    }

    private void judge(Container container) {
        try {
            envelope(container)
                    .ifPresent(envelope -> session.trust().root().ifPresent(root -> signed(container, envelope, root)));
        } catch (ContainerException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException thrown) {
            // one bundle must not keep a run from telling of the others
            lines.thrown(thrown);
        }
    }

    Session session() {
        return session;
    }

    Expectations expectations() {
        return expectations;
    }

    Held held() {
        return held;
    }

    /** For this bundle's policy. */
    Patience patience() {
        return patience;
    }

    Lines lines() {
        return lines;
    }

    Problems warnings() {
        return warnings;
    }

    private Report report(Path bundle) {
        return new Report(
                bundle.toString(),
                session.trust().line(expectations.at()),
                lines.all(),
                warnings.findings(),
                Optional.ofNullable(facts));
    }

    private static Report.Facts facts(Decision decision, DsseEnvelope envelope) {
        Json.Obj sequence = decision.predicate().object("sequence");
        return new Report.Facts(
                decision.id(),
                decision.kind().id(),
                decision.outcome(),
                decision.decidedAtText(),
                decision.subjectName(),
                new Report.Place(
                        decision.predicate().object("issuer").text("id"),
                        sequence.text("stream"),
                        sequence.integer("number"),
                        Optional.ofNullable(sequence.textOrNull("previous")),
                        Digest.sha256(envelope.pae()).text()));
    }

    private void container(ContainerException refused) {
        Problems problems = new Problems();
        problems.add(refused);
        Step step = problems.findings().getFirst().code().step();
        if (step == Step.CONTAINER) {
            lines.put(Step.LIMITS, new Pass("within the limits"));
        }
        lines.put(step, problems.result(""));
    }

    private Optional<DsseEnvelope> envelope(Container container) {
        Problems problems = new Problems();
        @Nullable Part part = container.parts().get(Decision.FILE);
        if (part == null) {
            problems.add(Code.FILE_MISSING, Decision.FILE, "the signed statement", "no such file");
            lines.put(Step.ENVELOPE, problems.result(""));
            return Optional.empty();
        }
        try {
            DsseEnvelope envelope = DsseEnvelope.read(part.bytes(ContainerCheck.MOST_JSON_BYTES));
            lines.put(Step.ENVELOPE, new Pass(envelope.signatures().size() + " signatures"));
            return Optional.of(envelope);
        } catch (EnvelopeException refused) {
            problems.add(Decision.FILE, refused);
            boolean unsigned = problems.findings().getFirst().code() == Code.SIGNATURE_NONE;
            if (unsigned) {
                lines.put(Step.ENVELOPE, new Pass("no signatures"));
            }
            lines.put(unsigned ? Step.SIGNATURES : Step.ENVELOPE, problems.result(""));
            return Optional.empty();
        }
    }

    private void signed(Container container, DsseEnvelope envelope, TrustRoot root) {
        Signers signers = Signers.of(envelope, Decision.FILE, root, KeyRole.DECISION);
        Problems problems = new Problems();
        problems.addAll(signers.wrong());
        problems.addAll(signers.lacking());
        CheckResult signatures = problems.result("signed by " + controllers(signers.keys()));
        if (!(lines.put(Step.SIGNATURES, signatures) instanceof Pass)) {
            return;
        }
        Problems type = new Problems();
        type.requireEqual(
                Code.PAYLOAD_TYPE_UNSUPPORTED,
                Decision.FILE + "#/payloadType",
                DecisionStatement.PAYLOAD_TYPE,
                envelope.payloadType());
        if (!(lines.put(Step.PAYLOAD_TYPE, type.result(envelope.payloadType())) instanceof Pass)) {
            return;
        }
        PayloadCheck payload = new PayloadCheck(root, signers.keys());
        Optional<Decision> read = payload.read(envelope);
        boolean trusted = lines.put(Step.PAYLOAD, payload.result()) instanceof Pass;
        read.ifPresent(known -> {
            // signed by a known key is not enough to be shown as a fact: the signer may not speak for this issuer
            facts = trusted ? facts(known, envelope) : null;
            new RecordExamination(this, container, known, root, new Signed(envelope, signers.keys())).examine();
        });
    }

    private static String controllers(List<TrustedKey> keys) {
        return String.join(
                ", ",
                keys.stream().map(TrustedKey::controller).distinct().sorted().toList());
    }
}
