package org.sealgate.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Digest;

/** What a run over many bundles establishes once: trust root, policy releases, checkpoints and files that many bundles share. */
final class Session {
    private static final int MOST_RELEASES = 64;

    private final Trust trust;
    private final SharedBlobs blobs = new SharedBlobs();
    private final KnownSignatures ed25519 = new KnownSignatures();
    private final TimeStamps stamps;
    private final Map<List<Digest>, CheckedRelease> releases = new ConcurrentHashMap<>();
    private final Map<Brought, NoticeCheck.Read> notices = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(MOST_RELEASES);
    private @Nullable Given given;

    Session(Trust trust) {
        this.trust = trust;
        this.stamps = TimeStamps.of(trust.root());
    }

    /** A release, where it can be run, and what is wrong with it. */
    record CheckedRelease(Optional<Release> release, List<Finding> findings) {}

    Trust trust() {
        return trust;
    }

    SharedBlobs blobs() {
        return blobs;
    }

    KnownSignatures ed25519() {
        return ed25519;
    }

    TimeStamps stamps() {
        return stamps;
    }

    /** What the reader holds; only the last is kept, because a run has one. */
    private record Given(Optional<Path> artifact, Optional<Path> salt, Held held) {}

    /**
     * What the reader holds, read once as long as it is the same.
     *
     * @throws SaltRefusedException where the salt has not 32 bytes
     */
    synchronized Held held(Expectations expectations) throws IOException {
        Given last = given;
        if (last == null
                || !last.artifact().equals(expectations.artifact())
                || !last.salt().equals(expectations.salt())) {
            Held held = Held.read(expectations.artifact(), expectations.salt());
            last = new Given(expectations.artifact(), expectations.salt(), held);
            given = last;
        }
        return last.held();
    }

    /** The notices that the reader brings along, each judged once. */
    List<NoticeCheck.Read> notices(Expectations expectations, TrustRoot root) {
        return expectations.notices().stream()
                .map(path ->
                        notices.computeIfAbsent(new Brought(path, expectations.at()), brought -> read(brought, root)))
                .toList();
    }

    private record Brought(Path path, Instant at) {}

    private NoticeCheck.Read read(Brought brought, TrustRoot root) {
        try {
            return NoticeCheck.open(brought.path(), this, root, brought.at());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The release of these files, whose digests were verified. */
    CheckedRelease release(BundleFiles files, TrustRoot root, Patience patience) {
        List<Digest> parts = List.of(
                files.digest(Names.RELEASE),
                files.digest(Names.WASM),
                files.digest(Names.DATA),
                files.digest(Names.OPA_BUNDLE),
                files.has(Names.CAPABILITIES) ? files.digest(Names.CAPABILITIES) : Digest.sha256());
        CheckedRelease known = releases.get(parts);
        if (known != null) {
            return known;
        }
        CheckedRelease read = read(files, root, patience);
        // out of time is no property of a release: the next bundle may find the machine less busy
        boolean lasting = read.findings().stream().noneMatch(finding -> finding.code() == Code.REPLAY_LIMIT);
        if (lasting && room.tryAcquire()) {
            releases.putIfAbsent(parts, read);
        }
        return releases.getOrDefault(parts, read);
    }

    private static CheckedRelease read(BundleFiles files, TrustRoot root, Patience patience) {
        Problems problems = new Problems();
        Optional<Release> release = ReleaseReader.read(files, root, patience, problems);
        return new CheckedRelease(release, problems.findings());
    }
}
