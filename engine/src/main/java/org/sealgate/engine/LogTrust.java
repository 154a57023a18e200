package org.sealgate.engine;

import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CheckpointSigner;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.LogLeaf;
import org.sealgate.bundle.LogPolicy;
import org.sealgate.bundle.SignatureCheck;
import org.sealgate.engine.seal.KeyProblem;
import org.sealgate.engine.seal.LogKeyCheck;
import org.sealgate.engine.seal.TrustedKeys;
import org.sealgate.engine.store.DecisionRecord;
import org.sealgate.engine.store.Journalled;
import org.sealgate.engine.store.StatementRecord;

/**
 * What an installation's trust root says of its log.
 *
 * @param origin the log's name
 * @param policy whose signatures make a checkpoint
 * @param check of these signatures
 * @param keys the P-256 keys that have signed what is logged, by keyid
 */
public record LogTrust(String origin, LogPolicy policy, SignatureCheck check, Map<String, Bytes> keys) {
    public LogTrust {
        keys = Map.copyOf(keys);
    }

    static LogTrust of(TrustedKeys trusted) {
        String origin =
                trusted.origin().orElseThrow(() -> new KeyProblem("the trust root names no log of this issuer"));
        return new LogTrust(origin, trusted.logPolicy(), new LogKeyCheck(), trusted.ecdsaKeys());
    }

    /**
     * Returns the signer where the trust root names its key: nobody would take what another signs.
     *
     * @throws KeyProblem otherwise, with the way out
     */
    CheckpointSigner requireNamed(CheckpointSigner signer) {
        if (!policy.logsOf(origin).contains(signer.key())) {
            throw new KeyProblem("the key in keys/log is none that the trust root names for the log " + origin
                    + "; restore the folder keys that belongs to this trust root");
        }
        return signer;
    }

    /** The log's entry of a record, the same at every time. */
    Bytes leaf(Journalled record) {
        Bytes signatures = switch (record) {
            case DecisionRecord decision -> Parts.signatures(decision);
            case StatementRecord statement -> statement.signatures();
        };
        Json.Arr rows = (Json.Arr) JsonReader.read(signatures.toArray());
        // of the signatures the P-256 one is logged: that is the one form that Sigstore's clients read
        for (Json row : rows.items()) {
            Json.Obj signature = (Json.Obj) row;
            byte[] sig = Base64.getDecoder().decode(signature.text("sig"));
            if (keys.containsKey(signature.text("keyid"))) {
                return leaf(record.pae(), signature.text("keyid"), sig);
            }
        }
        throw new IllegalStateException("number " + record.number() + " of " + record.stream()
                + " is signed by no P-256 key of the trust root; restore the trust root that lists it");
    }

    /**
     * The log's entry of an envelope.
     *
     * @throws IllegalStateException where the trust root does not list the key
     */
    public Bytes leaf(Digest pae, String keyid, byte[] signature) {
        @Nullable Bytes key = keys.get(keyid);
        if (key == null) {
            throw new IllegalStateException("the trust root lists no P-256 key " + keyid);
        }
        return LogLeaf.body(pae, signature, key.toArray());
    }
}
