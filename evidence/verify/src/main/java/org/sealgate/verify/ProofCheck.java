package org.sealgate.verify;

import static org.sealgate.verify.TrustRoot.Proof.LOG;
import static org.sealgate.verify.TrustRoot.Proof.SIGSTORE;
import static org.sealgate.verify.TrustRoot.Proof.TIME;
import static org.sealgate.verify.TrustRoot.Proof.VSA;
import static org.sealgate.verify.TrustRoot.Proof.WITNESS;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which files the trust root asks for beside the signed ones, and what is said of those that it does not ask for. */
final class ProofCheck {
    private ProofCheck() {}

    /** The files that a bundle may hold because the trust root requires these proofs. */
    static Set<String> files(Set<TrustRoot.Proof> required) {
        Set<String> files = new TreeSet<>();
        if (required.contains(LOG) || required.contains(WITNESS)) {
            files.add(Names.LOG_PROOF);
            files.add(Names.LOG_CHECKPOINT);
        }
        if (required.contains(TIME)) {
            files.add(Names.LOG_TOKEN);
        }
        return files;
    }

    /** What the trust root does not ask for, said in lines of their own. */
    static List<String> notes(Set<TrustRoot.Proof> required) {
        List<String> notes = new ArrayList<>();
        if (!required.contains(VSA)) {
            notes.add("NOT CHECKED: the trust root requires no vsa");
        }
        if (!required.contains(SIGSTORE)) {
            notes.add("NOT CHECKED: the trust root requires no sigstore");
        }
        return notes;
    }
}
