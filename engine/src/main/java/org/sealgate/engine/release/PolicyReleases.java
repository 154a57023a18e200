package org.sealgate.engine.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.DsseSignature;
import org.sealgate.bundle.EnvelopeException;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.StatementSigner;

/**
 * The folder {@code policy/} of an installation: releases, never changed once written, and the promotion that says which of them
 * decides.
 */
public final class PolicyReleases {
    private static final String PROMOTION_TYPE = "https://sealgate.org/policy-promotion/v1";
    private static final String PROMOTED = "promoted.dsse.json";

    private final Path folder;

    /** @param folder made when the first release is written */
    public PolicyReleases(Path folder) {
        this.folder = folder;
    }

    /** Signs a build and writes it; a release that is there already is left as it is. */
    public PolicyRelease publish(PolicyArtifacts artifacts, ReleaseWindow window, StatementSigner signer)
            throws IOException {
        Bytes statement = sealed(artifacts.statement(window), signer);
        String name = PolicyRelease.folderName(statement);
        if (!Files.exists(releases().resolve(name))) {
            SortedMap<String, Bytes> content = new TreeMap<>(artifacts.files());
            artifacts.sources().forEach((source, bytes) -> content.put(PolicyRelease.SOURCES + "/" + source, bytes));
            content.put(PolicyRelease.STATEMENT, statement);
            WriteOnce.folder(releases(), name, content);
        }
        return PolicyRelease.load(releases().resolve(name));
    }

    /** The same release under another key's signature, beside the first. */
    public PolicyRelease signedAgain(PolicyRelease release, StatementSigner signer) throws IOException {
        Bytes statement = sealed(release.envelope().payload().toArray(), signer);
        SortedMap<String, Bytes> content = new TreeMap<>(release.files());
        release.sources().forEach((source, bytes) -> content.put(PolicyRelease.SOURCES + "/" + source, bytes));
        content.put(PolicyRelease.STATEMENT, statement);
        String name = PolicyRelease.folderName(statement);
        WriteOnce.folder(releases(), name, content);
        return PolicyRelease.load(releases().resolve(name));
    }

    /** Makes a release the one that decides after the next start. */
    public void promote(PolicyRelease release, Instant promotedAt, String controller, StatementSigner signer)
            throws IOException {
        byte[] statement = PolicyArtifacts.statement(
                PROMOTION_TYPE,
                List.of(PolicyArtifacts.subject(PolicyRelease.STATEMENT, release.digest())),
                Json.object()
                        .put("release", release.digest().text())
                        .put("promotedAt", ReleaseWindow.text(promotedAt))
                        .put("controller", controller)
                        .build());
        WriteOnce.replace(folder, PROMOTED, sealed(statement, signer));
    }

    /**
     * The release that decides.
     *
     * @throws ReleaseFault where none is promoted, or its folder does not hold what it should
     */
    public Promoted promoted() throws IOException {
        Path file = folder.resolve(PROMOTED);
        if (!Files.exists(file)) {
            throw new ReleaseFault(
                    ReleaseFault.Code.NOT_PROMOTED, "no policy is promoted; make one with: sealgate policy build");
        }
        try {
            DsseEnvelope promotion = DsseEnvelope.read(Files.readAllBytes(file));
            Json.Obj statement = PolicyRelease.statement(promotion, PROMOTION_TYPE);
            Digest named = Digest.parse(statement.object("predicate").text("release"));
            PolicyRelease release =
                    PolicyRelease.load(releases().resolve(named.hex().substring(0, 16)));
            Json subject = PolicyArtifacts.subject(PolicyRelease.STATEMENT, named);
            if (!release.digest().equals(named)
                    || !statement.array("subject").items().equals(List.of(subject))) {
                throw new ReleaseFault(ReleaseFault.Code.DIGEST, "the release is not the promoted " + named.text());
            }
            return new Promoted(release, promotion);
        } catch (EnvelopeException | JsonException | IllegalArgumentException e) {
            throw new ReleaseFault(ReleaseFault.Code.STATEMENT, file + ": " + e.getMessage());
        }
    }

    /**
     * A release with the word of the policy role that it is the one.
     *
     * @param promotion its signature is for the holder of the trust root to verify
     */
    public record Promoted(PolicyRelease release, DsseEnvelope promotion) {}

    private Path releases() {
        return folder.resolve("releases");
    }

    private static Bytes sealed(byte[] statement, StatementSigner signer) {
        byte[] signature = signer.sign(DsseEnvelope.pae(PolicyArtifacts.PAYLOAD_TYPE, statement));
        DsseSignature signed = new DsseSignature(signer.keyid(), Bytes.copyOf(signature));
        return Bytes.copyOf(
                new DsseEnvelope(PolicyArtifacts.PAYLOAD_TYPE, Bytes.copyOf(statement), List.of(signed)).toBytes());
    }
}
