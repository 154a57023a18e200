package org.sealgate.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.derive.EvidenceFile;

/**
 * What of a decision's payload its gate has said is gone. A tombstone speaks for the files that it names, as the decision's own statement
 * lists them, and for no others.
 */
final class Retirement {
    private final Decision decision;
    private final Digest statement;
    private final Problems problems;
    private final Map<String, KnownNotice> gone = new HashMap<>();

    Retirement(Decision decision, Digest statement, Problems problems) {
        this.decision = decision;
        this.statement = statement;
        this.problems = problems;
    }

    /** The tombstone that the bundle itself carries: it has to be this decision's. */
    void carried(KnownNotice notice) {
        if (notice.kind() != KnownNotice.Kind.TOMBSTONE) {
            problems.add(
                    Code.PREDICATE_TYPE,
                    notice.file() + "#/predicateType",
                    KnownNotice.Kind.TOMBSTONE.predicateType,
                    notice.kind().predicateType);
        } else if (!notice.isAbout(decision)) {
            problems.add(Code.FILE_EXTRA, notice.file(), "a tombstone of this decision", "another's");
        } else {
            take(notice);
        }
    }

    /** One that the reader brings along; about which decision it is, it says itself. */
    void brought(KnownNotice notice) {
        if (notice.kind() == KnownNotice.Kind.TOMBSTONE && notice.isAbout(decision)) {
            take(notice);
        }
    }

    private void take(KnownNotice notice) {
        Problems wrong = new Problems();
        notice.requireOf(decision, statement, wrong);
        if (!wrong.isEmpty()) {
            problems.addAll(wrong.findings());
            return;
        }
        Map<String, EvidenceFile> listed = new TreeMap<>();
        decision.evidence().forEach(row -> listed.put(row.name(), row));
        for (int i = 0; i < notice.files().size(); i++) {
            Json.Obj file = notice.files().get(i);
            String pointer = notice.file() + "#/predicate/files/" + i;
            @Nullable EvidenceFile row = listed.get(file.text("name"));
            if (row == null) {
                problems.add(Code.FILE_EXTRA, pointer, "a file that the statement lists", file.text("name"));
                continue;
            }
            String expected = row.digest().text() + ", " + row.bytes() + " bytes";
            String found = file.text("digest") + ", " + file.integer("bytes") + " bytes";
            problems.requireEqual(Code.FILE_DIGEST, pointer, expected, found);
            if (expected.equals(found)) {
                gone.put(row.name(), notice);
            }
        }
    }

    /** Who retired the file when and why; empty for one that has to be there. */
    Optional<String> of(EvidenceFile row) {
        return Optional.ofNullable(gone.get(row.name())).map(KnownNotice::words);
    }
}
