package org.sealgate.engine.fsck;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.NoteSignature;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.VerifierKey;
import org.sealgate.engine.log.Anchor;

/**
 * What others outside have said of the log: each anchor is the journal's checkpoint of its size with their lines and their time, and no
 * entry is without one for longer than auditors wait.
 */
final class AnchorsLook {
    private static final String FOLDER = "log/anchors/";
    private static final Pattern NAME = Pattern.compile(FOLDER + "([0-9]{19})(?:\\.([2-9]|[1-9][0-9]{1,3}))?");
    private static final int MOST_BYTES = 1 << 20;

    /** Auditors refuse a statement that is older than its token by more (evidence-format.md section 4, TIME_SKEW). */
    private static final Duration LATEST_TOKEN = Duration.ofHours(24);

    private final PlainFiles plain;
    private final Fsck.Trusted trusted;
    private final LogEntries entries;
    private final Faults faults;
    private final NavigableMap<Long, NavigableMap<Integer, Found>> found = new TreeMap<>();

    /**
     * An anchor's part in what is required.
     *
     * @param time that its token proves; null where it proves none
     */
    private record Found(String name, @Nullable Instant time, boolean hasQuorum) {}

    AnchorsLook(PlainFiles plain, Fsck.Trusted trusted, LogEntries entries, Faults faults) {
        this.plain = plain;
        this.trusted = trusted;
        this.entries = entries;
        this.faults = faults;
    }

    /** A plain file of the anchors' folder. */
    void file(Path file) throws IOException {
        String name = plain.name(file);
        Matcher parts = NAME.matcher(name);
        if (!parts.matches() || parts.group(1).compareTo(String.valueOf(Long.MAX_VALUE)) > 0) {
            faults.extra(name, "no anchor has this name");
            return;
        }
        long size = Long.parseLong(parts.group(1));
        int count = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
        Optional<Bytes> content = PlainFiles.read(file, MOST_BYTES).map(Bytes::copyOf);
        if (content.isPresent()) {
            found.computeIfAbsent(size, any -> new TreeMap<>()).put(count, judge(name, size, content.get()));
        }
    }

    private Found judge(String name, long size, Bytes content) {
        try {
            Anchor anchor = Anchor.of(content);
            if (!anchor.toBytes().equals(content)) {
                faults.different(name, "it is not written as an anchor is");
            }
            Optional<Bytes> journalled = entries.checkpoint(size);
            if (journalled.isEmpty() || !text(anchor.checkpoint()).startsWith(text(journalled.get()))) {
                faults.different(
                        name,
                        journalled.isEmpty()
                                ? "the journal has no checkpoint of size " + size
                                : "its checkpoint is not the journal's of size " + size);
                return new Found(name, null, false);
            }
            boolean hasQuorum = hasQuorum(name, anchor.checkpoint(), journalled.get());
            return new Found(name, time(name, anchor), hasQuorum);
        } catch (JsonException | LogProofException | IllegalArgumentException e) {
            faults.different(name, "it is no anchor: " + e.getMessage());
            return new Found(name, null, false);
        }
    }

    /** Behind the journal's own lines stand those of witnesses, each of which holds. */
    private boolean hasQuorum(String name, Bytes checkpoint, Bytes journalled) {
        SignedNote note = SignedNote.parse(checkpoint.toArray());
        int own = SignedNote.parse(journalled.toArray()).signatures().size();
        List<NoteSignature> added =
                note.signatures().subList(own, note.signatures().size());
        List<VerifierKey> witnesses = trusted.policy().witnesses().stream()
                .map(LogPolicy.WitnessLine::key)
                .filter(note::names)
                .toList();
        long known = added.stream()
                .filter(line -> witnesses.stream().anyMatch(new SignedNote(note.text(), List.of(line))::names))
                .count();
        if (known < added.size()) {
            faults.different(name, "it has lines of nobody whom the trust root names as a witness");
        }
        try {
            witnesses.forEach(key -> note.verify(key, trusted.check()));
        } catch (LogProofException e) {
            faults.different(name, "a line of a witness does not hold: " + e.getMessage());
            return false;
        }
        try {
            trusted.policy().requireQuorum(witnesses);
            return true;
        } catch (LogProofException tooFew) {
            return false;
        }
    }

    private @Nullable Instant time(String name, Anchor anchor) {
        if (anchor.token().isEmpty()) {
            if (trusted.outside().needsTime()) {
                faults.different(name, "it has no token, and the trust root requires a time");
            }
            return null;
        }
        try {
            return trusted.outside().time().apply(anchor.token().get(), anchor.checkpoint());
        } catch (ProofUnavailableException e) {
            faults.different(name, "no auditor takes its token: " + e.getMessage());
            return null;
        }
    }

    /** After the last file. */
    void end() {
        counts();
        quorums();
        entries.handedOut().ifPresent(this::handedOut);
        if (trusted.outside().needsTime()) {
            times();
        }
    }

    /** Of one size there may be several, which are counted. */
    private void counts() {
        found.forEach((size, ofSize) -> {
            int expected = 1;
            for (int count : ofSize.keySet()) {
                if (count != expected) {
                    faults.missing(name(size, expected), "there is " + name(size, count));
                }
                expected = count + 1;
            }
        });
    }

    private static String name(long size, int count) {
        String first = FOLDER + String.format(java.util.Locale.ROOT, "%019d", size);
        return count == 1 ? first : first + "." + count;
    }

    /** A trust root may come to require witnesses; from the first anchor that has them, none is made without. */
    private void quorums() {
        if (!trusted.outside().needsWitnesses()) {
            return;
        }
        boolean isRequired = false;
        for (NavigableMap<Integer, Found> ofSize : found.values()) {
            for (Found anchor : ofSize.values()) {
                if (isRequired && !anchor.hasQuorum) {
                    faults.different(
                            anchor.name, "it has not the witnesses that an earlier one has and that are required");
                }
                isRequired |= anchor.hasQuorum;
            }
        }
    }

    /** A bundle that was handed out had an anchor: to make another would give other bytes and a later time. */
    private void handedOut(LogEntries.HandedOut last) {
        boolean isAsked = trusted.outside().needsTime() || trusted.outside().needsWitnesses();
        if (isAsked && found.tailMap(last.index() + 1).isEmpty()) {
            faults.missing(
                    "anchor of entry " + last.index() + " of the log",
                    "a bundle was made of " + last.name() + ", and no anchor covers it; take log/anchors from a copy");
        }
    }

    /** The first anchor with all that is required is what a bundle gets: its time must not be too late for any entry before it. */
    private void times() {
        NavigableMap<Long, Instant> times = new TreeMap<>();
        found.forEach((size, ofSize) -> ofSize.values().stream()
                .filter(anchor -> anchor.time != null
                        && (anchor.hasQuorum || !trusted.outside().needsWitnesses()))
                .map(Found::time)
                .findFirst()
                .ifPresent(time -> times.put(size, time)));
        long from = -1;
        long to = 0;
        for (Map.Entry<Long, Instant> batch : entries.logged().entrySet()) {
            Map.@Nullable Entry<Long, Instant> covering = times.ceilingEntry(batch.getKey());
            Instant time = covering == null ? trusted.outside().now() : covering.getValue();
            boolean isLate = batch.getValue().plus(LATEST_TOKEN).isBefore(time);
            if (isLate) {
                from = from < 0 ? to : from;
            } else if (from >= 0) {
                late(from, to);
                from = -1;
            }
            to = batch.getKey();
        }
        if (from >= 0) {
            late(from, to);
        }
    }

    private void late(long from, long to) {
        faults.missing(
                "anchor of entries " + from + " to " + (to - 1) + " of the log",
                "none that has all that the trust root requires is of a time within " + LATEST_TOKEN.toHours()
                        + " hours after them, and auditors refuse a later one; take log/anchors from a copy");
    }

    private static String text(Bytes checkpoint) {
        return new String(checkpoint.toArray(), StandardCharsets.UTF_8);
    }
}
