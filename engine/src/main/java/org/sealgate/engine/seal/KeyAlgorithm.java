package org.sealgate.engine.seal;

/** The algorithms that keys are made for, under the names of the trust root. */
enum KeyAlgorithm {
    ECDSA_P256("ecdsa-p256-sha256"),
    ED25519("ed25519"),
    ML_DSA_65("ml-dsa-65");

    private final String id;

    KeyAlgorithm(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
