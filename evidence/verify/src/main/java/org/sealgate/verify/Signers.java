package org.sealgate.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;

/**
 * Who signed an envelope in a role, and whether that is enough.
 *
 * <p>A keyid is a hint that must be right: the key is the one that the trust root lists under it, and its algorithm is the trust
 * root's. A threshold counts controllers, neither keys nor signatures, and a controller counts who signed with every algorithm
 * that the role asks for.
 *
 * @param keys whose signatures hold
 * @param wrong signatures that are not good ones: evidence of ours carries none
 * @param lacking what is missing for the threshold
 */
record Signers(List<TrustedKey> keys, List<Finding> wrong, List<Finding> lacking) {
    Signers {
        keys = List.copyOf(keys);
        wrong = List.copyOf(wrong);
        lacking = List.copyOf(lacking);
    }

    static Signers of(DsseEnvelope envelope, String file, TrustRoot root, KeyRole role) {
        byte[] pae = envelope.pae();
        Problems wrong = new Problems();
        List<TrustedKey> keys = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < envelope.signatures().size(); i++) {
            DsseSignature signature = envelope.signatures().get(i);
            String pointer = file + "#/signatures/" + i;
            if (!seen.add(signature.keyid())) {
                wrong.add(Code.SIGNATURE_INVALID, pointer, "one signature a key", "a second one");
                continue;
            }
            signer(root, role, signature.keyid(), pointer, wrong).ifPresent(key -> {
                if (holds(key, pae, signature, pointer, wrong)) {
                    keys.add(key);
                }
            });
        }
        return new Signers(keys, wrong.findings(), lacking(file, root, role, keys));
    }

    private static Optional<TrustedKey> signer(
            TrustRoot root, KeyRole role, String keyid, String pointer, Problems wrong) {
        @Nullable TrustedKey key = root.keys().get(keyid);
        if (key == null) {
            wrong.add(Code.KEY_UNKNOWN, pointer + "/keyid", "a key of the trust root", keyid);
            return Optional.empty();
        }
        if (key.role() != role) {
            wrong.add(
                    Code.KEY_ROLE,
                    pointer + "/keyid",
                    "role " + role.id(),
                    "role " + key.role().id());
            return Optional.empty();
        }
        return Optional.of(key);
    }

    private static boolean holds(TrustedKey key, byte[] pae, DsseSignature signature, String pointer, Problems wrong) {
        try {
            key.key().verify(pae, signature.sig().toArray());
            return true;
        } catch (SignatureRefusedException refused) {
            String expected = "a signature by " + key.keyid();
            wrong.add(Code.SIGNATURE_INVALID, pointer + "/sig", expected, String.valueOf(refused.getMessage()));
            return false;
        }
    }

    /** What is missing for these keys to fill the role. */
    static List<Finding> lacking(String file, TrustRoot root, KeyRole role, List<TrustedKey> keys) {
        Problems lacking = new Problems();
        Optional<TrustRoot.Threshold> asked = root.threshold(role);
        if (asked.isEmpty()) {
            lacking.add(Code.SIGNATURE_THRESHOLD, file, "a role " + role.id() + " in the trust root", "none");
            return lacking.findings();
        }
        Set<String> complete = new TreeSet<>(controllers(keys));
        for (String algorithm : asked.get().algorithms()) {
            Set<String> with = controllers(keys.stream()
                    .filter(key -> key.algorithm().equals(algorithm))
                    .toList());
            if (with.isEmpty()) {
                lacking.add(Code.SIGNATURE_ALGORITHM_MISSING, file + "#/signatures", algorithm, "none that holds");
            }
            complete.retainAll(with);
        }
        int needed = asked.get().controllers();
        if (complete.size() < needed) {
            lacking.add(
                    Code.SIGNATURE_THRESHOLD,
                    file + "#/signatures",
                    needed + " controllers",
                    String.valueOf(complete.size()));
        }
        return lacking.findings();
    }

    private static Set<String> controllers(List<TrustedKey> keys) {
        Set<String> controllers = new TreeSet<>();
        keys.forEach(key -> controllers.add(key.controller()));
        return controllers;
    }
}
