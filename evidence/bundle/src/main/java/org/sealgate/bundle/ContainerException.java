package org.sealgate.bundle;

/** A file or folder is not a bundle, or a part of it may not be read. */
public final class ContainerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ContainerCode code;

    ContainerException(ContainerCode code, String reason) {
        super(code + ": " + reason);
        this.code = code;
    }

    /** The one reason. */
    public ContainerCode code() {
        return code;
    }
}
