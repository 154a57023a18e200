package org.sealgate.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.ContainerException;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.EnvelopeException;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.Part;
import org.sealgate.derive.DecisionStatement;
import org.sealgate.derive.Notice;

/**
 * Whether a notice is genuine by itself: signed by the decision role, of its schema, from an issuer for whom the signer may speak, in the
 * log and timed where the trust root asks for that of the issuer's bundles. What fails here counts for nothing, and is said.
 */
final class NoticeCheck {
    private final Container container;
    private final Session session;
    private final TrustRoot root;
    private final Problems problems = new Problems();

    private NoticeCheck(Container container, Session session, TrustRoot root) {
        this.container = container;
        this.session = session;
        this.root = root;
    }

    /**
     * What came of it.
     *
     * @param notice only where nothing was found
     */
    record Read(Optional<KnownNotice> notice, List<Finding> findings) {
        Read {
            findings = List.copyOf(findings);
        }
    }

    /** A notice that lies by itself, as a file or unpacked. */
    static Read open(Path path, Session session, TrustRoot root, Instant at) throws IOException {
        String place = path + "/";
        Problems refusals = new Problems();
        try (Container container = Container.open(path)) {
            if (!(ContainerCheck.limits(container) instanceof CheckResult.Fail fail)) {
                return of(container, place, session, root, at);
            }
            refusals.addAll(fail.findings());
        } catch (ContainerException refused) {
            refusals.add(refused);
        }
        return new Read(Optional.empty(), at(place, refusals));
    }

    /** @param place of the notice, where findings about it point */
    static Read of(Container container, String place, Session session, TrustRoot root, Instant at) {
        NoticeCheck check = new NoticeCheck(container, session, root);
        Optional<KnownNotice> read = check.envelope().flatMap(envelope -> check.signed(envelope, place, at));
        return new Read(read.filter(notice -> check.problems.isEmpty()), at(place, check.problems));
    }

    private static List<Finding> at(String place, Problems problems) {
        List<Finding> placed = new ArrayList<>();
        for (Finding each : problems.findings()) {
            // what is wrong with a key is wrong in the trust root, wherever its signature stands
            boolean isHere = !each.pointer().startsWith(TrustRootReader.FILE);
            placed.add(new Finding(
                    each.code(), isHere ? place + each.pointer() : each.pointer(), each.expected(), each.actual()));
        }
        return placed;
    }

    private Optional<DsseEnvelope> envelope() {
        @Nullable Part part = container.parts().get(Notice.FILE);
        if (part == null) {
            problems.add(Code.FILE_MISSING, Notice.FILE, "the signed notice", "no such file");
            return Optional.empty();
        }
        try {
            return Optional.of(DsseEnvelope.read(part.bytes(ContainerCheck.MOST_JSON_BYTES)));
        } catch (EnvelopeException refused) {
            problems.add(Notice.FILE, refused);
            return Optional.empty();
        }
    }

    private Optional<KnownNotice> signed(DsseEnvelope envelope, String place, Instant at) {
        Signers signers = Signers.of(envelope, Notice.FILE, root, KeyRole.DECISION);
        problems.addAll(signers.wrong());
        problems.addAll(signers.lacking());
        problems.requireEqual(
                Code.PAYLOAD_TYPE_UNSUPPORTED,
                Notice.FILE + "#/payloadType",
                DecisionStatement.PAYLOAD_TYPE,
                envelope.payloadType());
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        StatementCheck check = new StatementCheck(root, signers.keys(), Notice.FILE, problems);
        Optional<KnownNotice> notice = check.read(envelope).flatMap(statement -> shaped(statement, place));
        if (problems.isEmpty()) {
            notice.ifPresent(known -> {
                check.signers(known.predicate());
                proved(known, new Signed(envelope, signers.keys()), at);
            });
        }
        return notice;
    }

    private Optional<KnownNotice> shaped(Json.Obj statement, String place) {
        @Nullable Json named = statement.get("predicateType");
        Optional<KnownNotice.Kind> kind = Stream.of(KnownNotice.Kind.values())
                .filter(each -> Json.of(each.predicateType).equals(named)
                        && root.predicateTypes().contains(each.predicateType))
                .findFirst();
        if (kind.isEmpty()) {
            problems.add(
                    Code.PREDICATE_TYPE,
                    Notice.FILE + "#/predicateType",
                    "a correction or a tombstone, allowed by the trust root",
                    StatementCheck.shown(named));
            return Optional.empty();
        }
        Schemas.require(kind.get().schema, statement, Notice.FILE, Code.STATEMENT_SCHEMA, problems);
        return Optional.of(new KnownNotice(place, kind.get(), statement));
    }

    /** In the log, and at a proven time, as the issuer's bundles have to be. */
    private void proved(KnownNotice notice, Signed signed, Instant at) {
        Set<TrustRoot.Proof> required = root.required(notice.issuer());
        Set<String> may = new TreeSet<>(ProofCheck.files(required));
        may.add(Notice.FILE);
        for (String name : container.parts().keySet()) {
            if (!may.contains(name)) {
                problems.add(Code.FILE_EXTRA, name, "a file of a notice", "none");
            }
        }
        KnownLogs logs = KnownLogs.of(root, notice.issuer(), signed.keys(), session.ed25519());
        // that no witness has seen the log is said once, of the bundle
        LogCheck log = new LogCheck(container, signed, logs, required, new Problems());
        add(log.check(Expectations.at(at)));
        TimeCheck.Outcome time = TimeCheck.of(required, container, log.logged(), session.stamps(), notice.saidAt());
        add(time.result());
        Optional<Instant> proven = time.proven().filter(known -> log.logged().isPresent());
        KeysCheck.Signing signing = new KeysCheck.Signing(proven, notice.saidAt(), at);
        KeysCheck.require(signed.keys(), log.logged(), signing, problems);
    }

    private void add(CheckResult result) {
        if (result instanceof CheckResult.Fail fail) {
            problems.addAll(fail.findings());
        }
    }

    /** The digest by which notices name a statement. */
    static Digest digest(DsseEnvelope envelope) {
        return Digest.sha256(envelope.pae());
    }
}
