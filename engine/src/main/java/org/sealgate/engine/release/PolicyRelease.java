package org.sealgate.engine.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.DirHash1;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.EnvelopeException;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;

/**
 * A release as it lies in its folder, every byte held against its statement. Who signed the statement is not judged here: {@link
 * #envelope} is for the one who holds the trust root.
 *
 * @param envelope {@code release.dsse.json}, read
 * @param statementFile its bytes; their digest names the release
 * @param predicate {@code policy-release/v1}
 * @param files {@code bundle.tar.gz}, {@code policy.wasm}, {@code data.json}, {@code capabilities.json}, {@code catalogue.json}
 * @param sources the policy folder, by name relative to it
 */
public record PolicyRelease(
        DsseEnvelope envelope,
        Bytes statementFile,
        Json.Obj predicate,
        SortedMap<String, Bytes> files,
        SortedMap<String, Bytes> sources) {
    static final String STATEMENT = "release.dsse.json";
    static final String SOURCES = "src";

    private static final List<String> FILES = List.of(
            PolicyArtifacts.BUNDLE,
            PolicyArtifacts.WASM,
            PolicyArtifacts.DATA,
            PolicySources.CAPABILITIES,
            PolicyArtifacts.CATALOGUE);

    public PolicyRelease {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    }

    /**
     * Reads a release and checks every digest that its statement names.
     *
     * @throws ReleaseFault where anything is missing or differs
     */
    public static PolicyRelease load(Path folder) {
        Bytes statementFile = read(folder.resolve(STATEMENT));
        SortedMap<String, Bytes> files = new TreeMap<>();
        FILES.forEach(name -> files.put(name, read(folder.resolve(name))));
        SortedMap<String, Bytes> sources = sources(folder.resolve(SOURCES));
        try {
            DsseEnvelope envelope = DsseEnvelope.read(statementFile.toArray());
            Json.Obj statement = statement(envelope, PolicyArtifacts.PREDICATE_TYPE);
            PolicyRelease release =
                    new PolicyRelease(envelope, statementFile, statement.object("predicate"), files, sources);
            release.requireDigests();
            if (!statement.array("subject").items().equals(PolicyArtifacts.subjects(release.files))) {
                throw new ReleaseFault(ReleaseFault.Code.DIGEST, "the statement is about other files");
            }
            release.requireName(folder);
            return release;
        } catch (EnvelopeException | JsonException e) {
            throw new ReleaseFault(ReleaseFault.Code.STATEMENT, folder + ": " + e.getMessage());
        }
    }

    /** The payload of an envelope, where it is an in-toto Statement of this type. */
    static Json.Obj statement(DsseEnvelope envelope, String predicateType) {
        Json.Obj statement = JsonReader.readObject(envelope.payload().toArray());
        String found = envelope.payloadType() + " " + statement.text("_type") + " " + statement.text("predicateType");
        String expected = PolicyArtifacts.PAYLOAD_TYPE + " " + PolicyArtifacts.STATEMENT_TYPE + " " + predicateType;
        if (!found.equals(expected)) {
            throw new ReleaseFault(ReleaseFault.Code.STATEMENT, "the statement is " + found + ", not " + expected);
        }
        return statement;
    }

    private void requireDigests() {
        requireDigest("bundle", PolicyArtifacts.BUNDLE);
        requireDigest("wasm", PolicyArtifacts.WASM);
        requireDigest("data", PolicyArtifacts.DATA);
        requireDigest("capabilities", PolicySources.CAPABILITIES);
        requireDigest("catalogue", PolicyArtifacts.CATALOGUE);
        SortedMap<String, Digest> digests = new TreeMap<>();
        sources.forEach((name, content) -> digests.put(name, content.sha256()));
        if (!DirHash1.of(digests).equals(revision())) {
            throw new ReleaseFault(ReleaseFault.Code.DIGEST, "the sources are not those of " + revision());
        }
    }

    private void requireDigest(String member, String name) {
        String found = file(name).sha256().text();
        if (!found.equals(predicate.text(member))) {
            throw new ReleaseFault(ReleaseFault.Code.DIGEST, name + " is " + found + ", not " + predicate.text(member));
        }
    }

    private void requireName(Path folder) {
        if (!folder.getFileName().toString().equals(folderName(statementFile))) {
            throw new ReleaseFault(
                    ReleaseFault.Code.FOLDER_NAME, folder + " should be named " + folderName(statementFile));
        }
    }

    static String folderName(Bytes statementFile) {
        return statementFile.sha256().hex().substring(0, 16);
    }

    private static SortedMap<String, Bytes> sources(Path folder) {
        SortedMap<String, Bytes> sources = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .forEach(path ->
                            sources.put(folder.relativize(path).toString().replace('\\', '/'), read(path)));
        } catch (IOException | UncheckedIOException e) {
            throw new ReleaseFault(ReleaseFault.Code.FILE_MISSING, folder + " cannot be read: " + e.getMessage());
        }
        return sources;
    }

    private static Bytes read(Path file) {
        try {
            return Bytes.copyOf(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ReleaseFault(ReleaseFault.Code.FILE_MISSING, file + " cannot be read: " + e.getMessage());
        }
    }

    private Bytes file(String name) {
        Bytes content = files.get(name);
        if (content == null) {
            throw new ReleaseFault(ReleaseFault.Code.FILE_MISSING, name + " is not in the release");
        }
        return content;
    }

    /** The digest that promotions and decisions name. */
    public Digest digest() {
        return statementFile.sha256();
    }

    /** OPA's bundle. */
    public Bytes bundle() {
        return file(PolicyArtifacts.BUNDLE);
    }

    /** The same policy for the evaluation in this process. */
    public Bytes wasm() {
        return file(PolicyArtifacts.WASM);
    }

    /** The data of both. */
    public Bytes data() {
        return file(PolicyArtifacts.DATA);
    }

    /** The violation codes, each with title, description and remediation. */
    public Json.Obj catalogue() {
        return JsonReader.readObject(file(PolicyArtifacts.CATALOGUE).toArray());
    }

    /** {@code dirHash1:<hex>}: what OPA must name in the provenance of every answer. */
    public String revision() {
        return predicate.text("files");
    }
}
