package org.sealgate.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonLimits;
import org.sealgate.bundle.JsonReader;

/** Who may ask, from callers.json, which only its owner may read. */
public final class Callers {
    private static final String PRIVATE = "rw-------";

    private final List<Caller> callers;

    private Callers(List<Caller> callers) {
        this.callers = List.copyOf(callers);
    }

    /**
     * Reads callers.json.
     *
     * @throws IOException with a sentence where the file is absent, others may read it, or a row is wrong
     */
    public static Callers read(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!PosixFilePermissions.fromString(PRIVATE).containsAll(permissions)) {
            throw new IOException(file + " can be read by others: chmod 600 it and replace its tokens");
        }
        List<Caller> callers = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Set<Digest> tokens = new HashSet<>();
        try {
            List<Json> rows = rows(Files.readAllBytes(file));
            for (int i = 0; i < rows.size(); i++) {
                Caller caller = row(file, i, rows.get(i));
                if (!ids.add(caller.actor().id()) || !tokens.add(caller.token())) {
                    throw new IOException(file + ", row " + i + ": its id or token stands there twice");
                }
                callers.add(caller);
            }
        } catch (JsonException e) {
            throw new IOException(file + " is no JSON array of callers: " + e.code(), e);
        }
        return new Callers(callers);
    }

    /**
     * Makes callers.json with fresh tokens, one row for each of these; leaves a file that is there alone.
     *
     * @param rows {@code id}, {@code kind}, {@code role}, {@code apiRoles}, {@code orgUnit}
     * @return whether it was made
     */
    public static boolean initialise(Path file, List<Json.Obj> rows, SecureRandom random) throws IOException {
        if (Files.exists(file)) {
            return false;
        }
        List<Json> withTokens = new ArrayList<>();
        for (Json.Obj row : rows) {
            byte[] secret = new byte[32];
            random.nextBytes(secret);
            withTokens.add(row.with(
                    "token", Json.of(Base64.getUrlEncoder().withoutPadding().encodeToString(secret))));
        }
        Path temp = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temp);
        Files.createFile(temp, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        Files.write(temp, CanonicalJson.rfc8785(Json.array(withTokens)), StandardOpenOption.WRITE);
        Files.move(temp, file);
        return true;
    }

    /** The callers of a first start: one that publishes, one that audits, one that watches. */
    public static List<Json.Obj> ofFirstStart() {
        return List.of(
                newCaller("svc-publisher", "service", ApiRole.PUBLISHER),
                newCaller("local-auditor", "human", ApiRole.AUDITOR),
                newCaller("local-operator", "human", ApiRole.OPERATOR));
    }

    private static Json.Obj newCaller(String id, String kind, ApiRole role) {
        return Json.object()
                .put("id", id)
                .put("kind", kind)
                .put("role", role.id())
                .put("apiRoles", Json.strings(List.of(role.id())))
                .put("orgUnit", Json.NULL)
                .build();
    }

    /** The caller with this token. Every row is compared, in a time that does not depend on where they differ. */
    Optional<Caller> withToken(String token) {
        byte[] asked = digest(token).bytes();
        @Nullable Caller found = null;
        for (Caller caller : callers) {
            if (MessageDigest.isEqual(asked, caller.token().bytes())) {
                found = caller;
            }
        }
        return Optional.ofNullable(found);
    }

    static Digest digest(String token) {
        return Digest.sha256(token.getBytes(UTF_8));
    }

    private static List<Json> rows(byte[] content) throws IOException {
        if (JsonReader.read(content, JsonLimits.EVIDENCE) instanceof Json.Arr rows) {
            return rows.items();
        }
        throw new IOException("callers.json is no array");
    }

    private static Caller row(Path file, int index, Json row) throws IOException {
        if (!(row instanceof Json.Obj object)) {
            throw new IOException(file + ", row " + index + ": no object");
        }
        try {
            return Caller.read(object);
        } catch (JsonException | IllegalArgumentException e) {
            throw new IOException(file + ", row " + index + ": " + e.getMessage(), e);
        }
    }
}
