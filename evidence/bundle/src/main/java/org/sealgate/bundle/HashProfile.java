package org.sealgate.bundle;

import java.util.Arrays;
import java.util.Optional;

/**
 * What "the SHA-256 of the document" means: at least five rules exist around the systems that Sealgate serves, so every digest names
 * one of these.
 *
 * <table>
 * <caption>Profiles</caption>
 * <tr><th>id</th><th>bytes that are hashed</th><th>member {@code hash}</th><th>text</th></tr>
 * <tr><td>rfc8785-empty</td><td>{@link CanonicalJson#rfc8785}</td><td>{@code ""}</td><td>{@code sha256:} + hex</td></tr>
 * <tr><td>rfc8785-removed</td><td>{@link CanonicalJson#rfc8785}</td><td>left out</td><td>{@code sha256:} + hex</td></tr>
 * <tr><td>py-compact</td><td>{@link CanonicalJson#pyCompact}</td><td>as it is</td><td>hex</td></tr>
 * <tr><td>py-default-empty</td><td>{@link CanonicalJson#pyDefault}</td><td>{@code ""}</td><td>{@code sha256:} + hex</td></tr>
 * <tr><td>py-indent2-empty</td><td>{@link CanonicalJson#pyIndent2}</td><td>{@code ""}</td><td>hex</td></tr>
 * </table>
 *
 * <p>Only the top-level member counts; a {@code hash} further down is hashed as it stands.
 */
public enum HashProfile {
    /** Native: everything new, sealed runs. */
    RFC8785_EMPTY("rfc8785-empty"),
    /** Accepted when verifying only. */
    RFC8785_REMOVED("rfc8785-removed"),
    /** Run artifacts of seed 004. */
    PY_COMPACT("py-compact"),
    /** Importing old snapshots only. */
    PY_DEFAULT_EMPTY("py-default-empty"),
    /** Importing old bundles only. */
    PY_INDENT2_EMPTY("py-indent2-empty");

    private static final String SELF = "hash";

    private final String id;

    HashProfile(String id) {
        this.id = id;
    }

    /** The profile of this id, if there is one. */
    public static Optional<HashProfile> byId(String id) {
        return Arrays.stream(values()).filter(profile -> profile.id.equals(id)).findFirst();
    }

    /** The name that documents use, for example {@code rfc8785-empty}. */
    public String id() {
        return id;
    }

    /** The document's digest under this profile. */
    public Digest digest(Json.Obj document) {
        return Digest.sha256(bytes(document));
    }

    /** The document's digest in the text form of this profile, the one that would stand in its {@code hash} member. */
    public String text(Json.Obj document) {
        Digest digest = digest(document);
        return switch (this) {
            case RFC8785_EMPTY, RFC8785_REMOVED, PY_DEFAULT_EMPTY -> digest.text();
            case PY_COMPACT, PY_INDENT2_EMPTY -> digest.hex();
        };
    }

    private byte[] bytes(Json.Obj document) {
        return switch (this) {
            case RFC8785_EMPTY -> CanonicalJson.rfc8785(emptied(document));
            case RFC8785_REMOVED -> CanonicalJson.rfc8785(document.without(SELF));
            case PY_COMPACT -> CanonicalJson.pyCompact(document);
            case PY_DEFAULT_EMPTY -> CanonicalJson.pyDefault(emptied(document));
            case PY_INDENT2_EMPTY -> CanonicalJson.pyIndent2(emptied(document));
        };
    }

    private static Json.Obj emptied(Json.Obj document) {
        return document.with(SELF, Json.of(""));
    }
}
