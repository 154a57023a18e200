package org.sealgate.engine.log;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.ConsistencyProof;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.LogProofException;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.TlogProof;
import org.sealgate.bundle.TreeHead;
import org.sealgate.bundle.Witness;

/**
 * Makes checkpoints complete for bundles: cosigned by the witnesses, stamped with the time, then kept in a file of their own
 * that is never changed. A bundle takes the first one that covers its leaf and has what the trust root requires, so that it is the same
 * bytes each time. Where more is required than at that time, another is made, under a name of its own.
 *
 * <p>Nobody waits for this but who asks for a bundle: decisions are answered before, and one anchor covers all of them.
 */
public final class Anchors implements AutoCloseable {
    private static final String FOLDER = "anchors";
    private static final int DIGITS = 19;
    private static final Pattern NAME = Pattern.compile("[0-9]{19}(\\.[2-9]|\\.[1-9][0-9]{1,3})?");

    /** With witnesses: a little more than the deadline that each has of its own, and less where a stop waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private static final Duration LAST_PATIENCE = Duration.ofSeconds(2);

    /** A stop waits so long for a round that is under way and for a last one, then a moment for whoever is interrupted. */
    private static final long LAST_TRY_MILLIS = 8000;

    private static final long END_MILLIS = 1000;

    /**
     * How long entries may wait for what the trust root requires before the engine says that it is not ready. Auditors refuse a token that
     * is 24 hours late, and nothing mends that: an authority's restart or maintenance passes unseen, and whoever is called has most
     * of a day left.
     */
    static final Duration OVERDUE = Duration.ofHours(6);

    private static final System.Logger LOG = System.getLogger(Anchors.class.getName());
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final TransparencyLog log;
    private final LogFiles files;
    private final Outside outside;
    /** By the size of its tree, how many there are. */
    private final NavigableMap<Long, Integer> made = new ConcurrentSkipListMap<>();

    private final Waiting waiting = new Waiting();
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Thread thread = new Thread(this::run, "log-anchors");
    private volatile boolean closing;
    private volatile @Nullable String problem;
    private volatile int silent;

    /** Nothing is read yet: see {@link #open}. */
    public Anchors(TransparencyLog log, LogFiles files, Outside outside, InstantSource clock) {
        this.clock = clock;
        this.log = log;
        this.files = files;
        this.outside = outside;
        thread.setDaemon(true);
    }

    /** What a bundle carries of the log. */
    public record Evidence(Bytes proof, Bytes checkpoint, Optional<Bytes> token) {}

    /** After the log is open: finds the anchors, refuses those of another log, and goes on making them. */
    public void open() throws IOException {
        for (String name : files.names(FOLDER)) {
            if (NAME.matcher(name).matches()) {
                int count = name.length() > DIGITS ? Integer.parseInt(name.substring(DIGITS + 1)) : 1;
                made.merge(Long.parseLong(name.substring(0, DIGITS)), count, Math::max);
            }
        }
        if (!made.isEmpty()) {
            long size = made.lastKey();
            requireOurs(read(size, made.getOrDefault(size, 1)).tree());
        }
        if (!made.isEmpty()) {
            waiting.covered(made.lastKey());
        }
        if (outside.isAsked()) {
            thread.start();
        }
    }

    private void requireOurs(TreeHead anchored) throws IOException {
        TreeHead tree = log.head().map(ShownLog.Head::tree).orElse(null);
        if (tree == null || tree.size() < anchored.size()) {
            throw new LogRefusal(
                    LogRefusal.Code.LOG_ROLLBACK,
                    "a checkpoint of " + anchored.size() + " leaves was anchored and the journal has fewer"
                            + "; restore the journal from a copy, nothing was changed");
        }
        try {
            log.shown().consistency(anchored.size(), tree.size()).verify(anchored.root(), tree.root());
        } catch (LogProofException e) {
            throw new LogRefusal(
                    LogRefusal.Code.LOG_FORK,
                    "the checkpoint that was anchored, of size " + anchored.size() + ", is not of this journal");
        }
    }

    /** How many leaves no anchor covers yet. */
    public long behind() {
        long size = log.head().map(head -> head.tree().size()).orElse(0L);
        return made.isEmpty() ? size : size - made.lastKey();
    }

    /** The journal has one more batch: its entries wait from now on. By the thread that forces batches, and at start. */
    public void journalled() {
        if (outside.isAsked()) {
            log.last().ifPresent(waiting::add);
        }
    }

    /** How long the oldest entry that no anchor covers has waited, to the minute. */
    public Duration waited() {
        return waiting.since()
                .map(since -> Duration.between(since, clock.instant()))
                .filter(time -> !time.isNegative())
                .orElse(Duration.ZERO);
    }

    /** What the last try failed with, or why a witness that is not required did not answer it; empty where all did. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** The same with since when entries wait, for who is told while decisions go on; within a minute nobody is told of a wait. */
    public Optional<String> warning() {
        String since = waited().compareTo(Duration.ofMinutes(1)) < 0
                ? ""
                : waiting.since()
                        .map(at -> "; entries of the log wait since " + at)
                        .orElse("");
        return problem().map(what -> "anchors: " + what + since);
    }

    /** How many witnesses did not answer the last try. */
    public int silent() {
        return silent;
    }

    /** What to tell the operator where a required time cannot be had and soon is no use; empty where it can. */
    public Optional<String> overdue() {
        Duration waited = waited();
        if (outside.time().isEmpty() || waited.compareTo(OVERDUE) < 0) {
            return Optional.empty();
        }
        return Optional.of("anchors: entries of the log wait for their time stamp since "
                + waiting.since().orElse(clock.instant())
                + ", and auditors refuse one that is 24 hours late; mend what keeps it: "
                + problem().orElse("nothing has been tried yet"));
    }

    /**
     * What proves a leaf, from the first anchor that covers it; makes one where there is none.
     *
     * @param body the leaf's entry
     * @throws ProofUnavailableException where somebody outside has not said what is needed: ask again later
     */
    public Evidence evidence(long index, Bytes body) throws IOException {
        Anchor anchor = covering(index).orElse(null);
        if (anchor == null) {
            anchor = make(index);
        }
        long size = anchor.tree().size();
        TlogProof proof = TlogProof.of(body, log.shown().inclusion(index, size), anchor.checkpoint());
        return new Evidence(Bytes.copyOf(proof.toBytes()), anchor.checkpoint(), anchor.token());
    }

    /** The oldest that will do: a later one is stamped with a later time, which old evidence may be refused for. */
    private Optional<Anchor> covering(long index) throws IOException {
        for (Map.Entry<Long, Integer> size : made.tailMap(index + 1).entrySet()) {
            for (int count = 1; count <= size.getValue(); count++) {
                Anchor anchor = read(size.getKey(), count);
                if (isEnough(anchor)) {
                    return Optional.of(anchor);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Whether it has what the trust root requires now. Of a witness that is named and not required it may have nothing: it stands from
     * before that one was named, or that one did not answer.
     */
    private boolean isEnough(Anchor anchor) {
        return (outside.time().isEmpty() || anchor.token().isPresent()) && outside.hasQuorum(anchor);
    }

    private Anchor make(long index) throws IOException {
        lock.lock();
        try {
            Optional<Anchor> made = covering(index);
            if (made.isPresent()) {
                return made.get();
            }
            ShownLog.Head head =
                    log.head().orElseThrow(() -> new ProofUnavailableException("LOG_HIDDEN", "the log is empty"));
            if (head.tree().size() <= index) {
                throw new ProofUnavailableException("LOG_HIDDEN", "the log does not show this entry yet");
            }
            return make(head);
        } finally {
            lock.unlock();
        }
    }

    /** Under the lock: somebody outside is asked for one checkpoint at a time. */
    private Anchor make(ShownLog.Head head) throws IOException {
        List<String> absent = new ArrayList<>();
        try {
            Anchor anchor = complete(head, absent);
            report(absent.isEmpty() ? null : "no word of " + String.join("; ", absent));
            return anchor;
        } catch (IOException | RuntimeException e) {
            report(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            silent = absent.size();
        }
    }

    /** @param absent is told why a witness did not answer: who is not required keeps nobody waiting */
    private Anchor complete(ShownLog.Head head, List<String> absent) throws IOException {
        long size = head.tree().size();
        WitnessRound round = asked(head, older -> consistency(older, size).hashes());
        absent.addAll(round.silent());
        Anchor cosigned = new Anchor(round.checkpoint(), Optional.empty());
        if (!outside.hasQuorum(cosigned)) {
            throw new ProofUnavailableException(
                    "WITNESS_QUORUM",
                    "too few of the witnesses that the trust root requires have cosigned: "
                            + (absent.isEmpty()
                                    ? "name the others' addresses in anchors.json"
                                    : String.join("; ", absent)));
        }
        byte[] stamped = round.checkpoint().toArray();
        return keep(size, new Anchor(round.checkpoint(), outside.time().map(source -> source.token(stamped))));
    }

    private WitnessRound asked(ShownLog.Head head, Witness.Consistency consistency) {
        try {
            return WitnessRound.of(head, outside.witnesses(), consistency, closing ? LAST_PATIENCE : PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProofUnavailableException("WITNESS_TIMEOUT", "interrupted", e);
        }
    }

    /** The engine's own log is told when it begins and when it ends, not each second. */
    private void report(@Nullable String now) {
        if (now != null && problem == null) {
            LOG.log(System.Logger.Level.WARNING, "anchors: " + now);
        } else if (now == null && problem != null) {
            LOG.log(System.Logger.Level.INFO, "anchors: all who are asked answer again");
        }
        problem = now;
    }

    /** A stop in here leaves no anchor, and another is made; or this one, and it stands. */
    private Anchor keep(long size, Anchor anchor) throws IOException {
        while (true) {
            int count = made.getOrDefault(size, 0) + 1;
            boolean isNew = files.linkForced(name(size, count), anchor.toBytes());
            made.put(size, count);
            waiting.covered(size);
            Anchor kept = isNew ? anchor : read(size, count);
            if (isNew || isEnough(kept)) {
                return kept;
            }
        }
    }

    private static String name(long size, int count) {
        String first = FOLDER + "/" + String.format(Locale.ROOT, "%0" + DIGITS + "d", size);
        return count == 1 ? first : first + "." + count;
    }

    private ConsistencyProof consistency(long older, long size) {
        try {
            return log.shown().consistency(older, size);
        } catch (IOException e) {
            throw new ProofUnavailableException("LOG_HIDDEN", "a tile could not be read", e);
        }
    }

    private Anchor read(long size, int count) throws IOException {
        String name = name(size, count);
        Bytes file = files.read(name).orElseThrow(() -> new IOException(name + " is gone"));
        try {
            Anchor anchor = Anchor.of(file);
            if (anchor.tree().size() == size) {
                return anchor;
            }
        } catch (JsonException | LogProofException | IllegalArgumentException e) {
            throw new LogRefusal(LogRefusal.Code.LOG_FILE, name + " is no anchor: " + e.getMessage());
        }
        throw new LogRefusal(LogRefusal.Code.LOG_FILE, name + " is an anchor of another size");
    }

    private void run() {
        while (!closing) {
            LockSupport.parkNanos(PAUSE_NANOS);
            if (!closing) {
                anchor();
            }
        }
        // what was decided in the last second must not wait for the next start, which may be in two days
        anchor();
    }

    private void anchor() {
        if (behind() == 0) {
            return;
        }
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            ShownLog.Head head = log.head().orElse(null);
            if (head != null && covering(head.tree().size() - 1).isEmpty()) {
                make(head);
            }
        } catch (IOException | RuntimeException e) {
            // whatever keeps somebody outside from answering, the next round asks again; bundles wait meanwhile
            report(String.valueOf(e.getMessage()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tries once more to cover what no anchor covers, and ends the making of anchors; those that there are stay readable. Ends after
     * nine seconds, whoever outside does not answer. Those outside can still be asked meanwhile: let go of them afterwards.
     */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(LAST_TRY_MILLIS);
            thread.interrupt();
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
