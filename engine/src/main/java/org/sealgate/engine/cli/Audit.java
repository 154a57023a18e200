package org.sealgate.engine.cli;

import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Bytes;
import org.sealgate.engine.Keyring;
import org.sealgate.verify.Code;
import org.sealgate.verify.Finding;
import org.sealgate.verify.TrustRootPublication;

/** The verifier's own reading of a trust root, before anybody else is given it. */
final class Audit {
    private Audit() {}

    static List<Keyring.Objection> against(Bytes file, Optional<Bytes> before) {
        return TrustRootPublication.findings(file.toArray(), before.map(Bytes::toArray)).stream()
                .map(Audit::objection)
                .toList();
    }

    private static Keyring.Objection objection(Finding finding) {
        String sentence = finding.code() + " at " + finding.pointer() + ": expected " + finding.expected() + ", found "
                + finding.actual();
        return new Keyring.Objection(finding.code() == Code.TRUST_ROOT_SIGNATURE, sentence);
    }
}
