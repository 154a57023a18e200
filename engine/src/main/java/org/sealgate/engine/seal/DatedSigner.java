package org.sealgate.engine.seal;

import java.time.Instant;
import java.time.InstantSource;
import org.sealgate.bundle.StatementSigner;

/** A key that signs for as long as the trust root lets it: every auditor refuses what it signs later. */
final class DatedSigner implements StatementSigner {
    private final StatementSigner signer;
    private final long untilMillis;
    private final InstantSource clock;

    DatedSigner(StatementSigner signer, Instant until, InstantSource clock) {
        this.signer = signer;
        this.untilMillis = until.toEpochMilli();
        this.clock = clock;
    }

    @Override
    public String keyid() {
        return signer.keyid();
    }

    @Override
    public String algorithm() {
        return signer.algorithm();
    }

    /** @throws KeyOutOfForce once the key is out of force */
    @Override
    public byte[] sign(byte[] pae) {
        if (clock.millis() >= untilMillis) {
            throw new KeyOutOfForce("the key " + keyid() + " signs nothing since " + Instant.ofEpochMilli(untilMillis)
                    + ", by the trust root: stop the engine, then rotate it with: sealgate keys rotate");
        }
        return signer.sign(pae);
    }
}
