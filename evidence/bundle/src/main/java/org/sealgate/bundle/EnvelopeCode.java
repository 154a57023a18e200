package org.sealgate.bundle;

/** Why JSON is not an envelope of ours. */
public enum EnvelopeCode implements RefusalCode {
    /** A member of the wrong type, broken base64, too many signatures, or other bytes than the envelope's own canonical form. */
    ENVELOPE_SYNTAX,
    /** A member is missing, or there is one that is not allowed. */
    ENVELOPE_MEMBER,
    /** No signature at all. */
    SIGNATURE_NONE
}
