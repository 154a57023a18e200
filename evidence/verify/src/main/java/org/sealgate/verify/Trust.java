package org.sealgate.verify;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Digest;

/**
 * Step 2: the trust root as it was given, judged once for all bundles but for its expiry.
 *
 * @param digest of the file; the empty string where there is none
 * @param root where it may be used
 * @param findings why not
 */
record Trust(String digest, Optional<TrustRoot> root, List<Finding> findings) {
    /** As much as any document of a bundle: read before anybody's signature says that it is worth reading. */
    static final int MOST_BYTES = ContainerCheck.MOST_JSON_BYTES;

    Trust {
        findings = List.copyOf(findings);
    }

    /** @throws IOException where a file is there and cannot be read or is too large, or the state folder cannot be used */
    static Trust read(TrustSource source) throws IOException {
        Problems problems = new Problems();
        byte[] file;
        try {
            file = OwnFile.read(source.file(), MOST_BYTES, "trust root");
        } catch (NoSuchFileException e) {
            problems.add(Code.TRUST_ROOT_MISSING, source.file().toString(), "a trust root", "no such file");
            return new Trust("", Optional.empty(), problems.findings());
        }
        Digest digest = Digest.sha256(file);
        source.digest()
                .filter(pinned -> !pinned.equals(digest.text()))
                .ifPresent(
                        pinned -> problems.add(Code.TRUST_ROOT_SIGNATURE, TrustRootReader.FILE, pinned, digest.text()));
        Optional<TrustRoot> root = TrustRootReader.read(file, problems);
        if (root.isPresent() && source.state().isPresent()) {
            TrustRootMemory memory = new TrustRootMemory(source.state().get());
            memory.require(root.get(), file, problems);
            if (problems.isEmpty()) {
                memory.remember(root.get(), file, problems);
            }
        }
        return new Trust(digest.text(), problems.isEmpty() ? root : Optional.empty(), problems.findings());
    }

    /** The step's result at the time of judgement. A stale trust root is used on: what else is wrong should be heard as well. */
    CheckResult check(Instant at) {
        Problems problems = new Problems();
        problems.addAll(findings);
        root.filter(trusted -> !at.isBefore(trusted.expires()))
                .ifPresent(stale -> problems.add(
                        Code.TRUST_ROOT_EXPIRED,
                        TrustRootReader.FILE + "#/expires",
                        "after " + at,
                        stale.expires().toString()));
        return problems.result(root.map(trusted ->
                        "version " + trusted.version() + ", " + trusted.keys().size() + " keys")
                .orElse(""));
    }

    Report.TrustRootLine line(Instant at) {
        return new Report.TrustRootLine(digest, root.map(TrustRoot::version).orElse(0L), at.toString());
    }
}
