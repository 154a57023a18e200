package org.sealgate.verify;

import static org.sealgate.verify.TrustRoot.Proof.SIGSTORE;
import static org.sealgate.verify.TrustRoot.Proof.VSA;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DirHash1;
import org.sealgate.bundle.Part;
import org.sealgate.derive.Emitted;
import org.sealgate.derive.EvidenceFile;
import org.sealgate.derive.Notice;
import org.sealgate.derive.Projections;

/**
 * Step 7: the files are exactly those that the statement names, in number and content, plus the few that nobody signs, which are made
 * again from the statement and compared. Which files a record must and may have follows from what it records.
 */
final class FilesCheck {
    /** Larger ones (objects, the archive for OPA) are hashed where they lie. */
    private static final int IN_MEMORY = 8 << 20;

    /** Whoever signs could list files until no memory is left; no genuine record has a tenth of this. */
    private static final long MOST_KEPT = 64L << 20;

    private final Container container;
    private final Decision decision;
    private final Set<TrustRoot.Proof> required;
    private final SharedBlobs shared;
    private final Problems problems;
    private final BundleFiles files = new BundleFiles();

    FilesCheck(
            Container container,
            Decision decision,
            Set<TrustRoot.Proof> required,
            SharedBlobs shared,
            Problems problems) {
        this.container = container;
        this.decision = decision;
        this.required = required;
        this.shared = shared;
        this.problems = problems;
    }

    /** The files that are as signed; complete where no problem was added. */
    BundleFiles check(Retirement retirement) {
        SortedMap<String, Digest> listed = new TreeMap<>();
        for (EvidenceFile row : decision.evidence()) {
            row(row, retirement);
            listed.put(row.name(), row.digest());
        }
        mustAndMay(listed.keySet());
        release();
        listed.putAll(sources());
        unsigned(listed.keySet());
        projections(listed);
        return files;
    }

    /** The policy's sources, which the statement names by one digest of their list; one of them is read later. */
    private SortedMap<String, Digest> sources() {
        SortedMap<String, Digest> named = new TreeMap<>();
        SortedMap<String, Digest> found = new TreeMap<>();
        container.parts().tailMap(Names.SOURCES).forEach((name, part) -> {
            if (name.startsWith(Names.SOURCES)) {
                Digest digest = shared.digest(part);
                named.put(name, digest);
                if (name.equals(Names.CAPABILITIES)) {
                    small(new EvidenceFile(name, "policy", digest, part.size()), part);
                }
                found.put(name.substring(Names.SOURCES.length()), digest);
            }
        });
        problems.requireEqual(Code.FILE_DIGEST, Names.SOURCES, decision.policy().text("files"), DirHash1.of(found));
        return named;
    }

    private void row(EvidenceFile row, Retirement retirement) {
        if (!Names.role(row.name()).filter(row.role()::equals).isPresent()) {
            problems.add(Code.FILE_EXTRA, row.name(), "a file of this format in its own role", "role " + row.role());
        }
        @Nullable Part part = container.parts().get(row.name());
        if (part == null) {
            missing(row, retirement);
            return;
        }
        if (part.size() != row.bytes()) {
            problems.add(Code.FILE_DIGEST, row.name(), row.bytes() + " bytes", part.size() + " bytes");
        } else if (part.size() > IN_MEMORY || row.role().equals("object") || files.bytes() > MOST_KEPT) {
            large(row, part);
        } else {
            small(row, part);
        }
    }

    /** A file that its gate has retired cannot be there; nothing else may be gone. */
    private void missing(EvidenceFile row, Retirement retirement) {
        Optional<String> retired = retirement.of(row);
        if (retired.isPresent()) {
            problems.add(Code.OBJECT_TOMBSTONED, row.name(), row.digest().text(), "retired " + retired.get());
        } else {
            problems.add(Code.FILE_MISSING, row.name(), row.digest().text(), "no such file");
        }
    }

    private void large(EvidenceFile row, Part part) {
        Digest found = part.digest();
        problems.requireEqual(Code.FILE_DIGEST, row.name(), row.digest(), found);
        if (row.name().startsWith(Names.OBJECTS)) {
            problems.requireEqual(
                    Code.FILE_DIGEST, row.name(), Names.OBJECTS + row.digest().hex(), row.name());
        }
        files.add(row);
    }

    private void small(EvidenceFile row, Part part) {
        content(row, part)
                .ifPresentOrElse(
                        content -> files.add(row, content),
                        () -> problems.add(
                                Code.FILE_DIGEST,
                                row.name(),
                                row.digest().text(),
                                part.digest().text()));
    }

    private Optional<byte[]> content(EvidenceFile row, Part part) {
        return switch (row.role()) {
            case "policy", "schema", "guide" -> shared.verified(row.digest(), part, IN_MEMORY);
            default -> {
                byte[] content = part.bytes(IN_MEMORY);
                yield Digest.sha256(content).equals(row.digest()) ? Optional.of(content) : Optional.empty();
            }
        };
    }

    /** A statement that leaves out the facts is as good as a bundle that lacks them. */
    private void mustAndMay(Set<String> listed) {
        boolean evaluated = !decision.isMalformed();
        mustIf(evaluated, Names.INPUT, listed);
        mustIf(evaluated, Names.FACTS, listed);
        mustIf(evaluated && !decision.isWithheld(), Names.PROPOSAL, listed);
        mustIf(decision.hasResult(), Names.RESULT, listed);
        mustIf(decision.authorityEnvelope().isPresent(), Names.AUTHORITY_ENVELOPE, listed);
        for (String name : List.of(Names.WASM, Names.DATA, Names.OPA_BUNDLE, Names.GUIDE)) {
            mustIf(true, name, listed);
        }
        String subject = Emitted.entryName(decision.subjectName());
        if (decision.isAllow()) {
            mustIf(true, subject, listed);
        }
        for (String name : listed) {
            boolean strange = name.startsWith(Names.SUBJECT) && !(decision.isAllow() && name.equals(subject));
            if (strange || (name.startsWith(Names.OBJECTS) && !decision.isAllow())) {
                problems.add(Code.FILE_EXTRA, name, "no such file in a record of this kind", "listed");
            }
        }
    }

    /** Signed by somebody else, so the statement does not list it; it names its digest. */
    private void release() {
        @Nullable Part part = container.parts().get(Names.RELEASE);
        if (part != null) {
            Digest named = Digest.parse(decision.policy().text("release"));
            EvidenceFile row = new EvidenceFile(Names.RELEASE, "policy", named, part.size());
            small(row, part);
        }
    }

    private void mustIf(boolean condition, String name, Set<String> listed) {
        if (condition && !listed.contains(name)) {
            problems.add(Code.FILE_MISSING, name, "listed by the statement", "not listed");
        }
        if (!condition && listed.contains(name)) {
            problems.add(Code.FILE_EXTRA, name, "no such file in a record of this kind", "listed");
        }
    }

    /** The enumerated files that no statement lists, each there only where the trust root asks for it. */
    private void unsigned(Set<String> listed) {
        Set<String> must = new TreeSet<>(Set.of(Decision.FILE, Names.CHECKSUMS, Names.RELEASE));
        if (required.contains(VSA)) {
            must.add(Names.VSA);
        }
        if (required.contains(SIGSTORE)) {
            must.add(Names.SIGSTORE);
        }
        // whether proofs are there is what the steps for log and time ask
        Set<String> may = new TreeSet<>(must);
        may.addAll(ProofCheck.files(required));
        for (String name : must) {
            if (!container.parts().containsKey(name)) {
                problems.add(Code.FILE_MISSING, name, "required", "no such file");
            }
        }
        for (String name : container.parts().keySet()) {
            // what lies with a tombstone was judged with it
            if (!may.contains(name) && !listed.contains(name) && !name.startsWith(Notice.FOLDER)) {
                problems.add(Code.FILE_EXTRA, name, "a file that the statement lists", "not listed");
            }
        }
    }

    private void projections(SortedMap<String, Digest> digests) {
        @Nullable Part checksums = container.parts().get(Names.CHECKSUMS);
        if (checksums != null) {
            requireProjection(
                    Names.CHECKSUMS, Projections.checksums(digests), checksums.bytes(ContainerCheck.MOST_JSON_BYTES));
        }
        if (files.has(Names.AUTHORITY_ENVELOPE) && decision.authorityEnvelope().isPresent()) {
            requireProjection(
                    Names.AUTHORITY_ENVELOPE,
                    Projections.authorityEnvelope(decision.authorityEnvelope().get()),
                    files.bytes(Names.AUTHORITY_ENVELOPE));
        }
        if (files.has(Names.GUIDE)) {
            requireProjection(Names.GUIDE, Projections.replayGuide(), files.bytes(Names.GUIDE));
        }
    }

    private void requireProjection(String name, byte[] expected, byte[] actual) {
        if (!Arrays.equals(expected, actual)) {
            problems.add(
                    Code.PROJECTION_MISMATCH,
                    name,
                    Digest.sha256(expected).text(),
                    Digest.sha256(actual).text());
        }
    }
}
