package org.sealgate.engine.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** callers.json: made once, private, and read strictly (promises.md R16). */
final class CallersTest {
    private static final String TOKEN = "t".repeat(43);
    private static final String ROW =
            "{\"id\":\"a\",\"kind\":\"ci\",\"role\":\"r\",\"apiRoles\":[\"publisher\"],\"orgUnit\":null,\"token\":\""
                    + TOKEN + "\"}";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("callers.json");
    }

    @Test
    void firstStart_makesOnePrivateTokenEachAndTheSecondKeepsThem() throws IOException {
        assertTrue(Callers.initialise(file, Callers.ofFirstStart(), new SecureRandom()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        String made = Files.readString(file);
        Json.Arr rows = (Json.Arr) JsonReader.read(Files.readAllBytes(file));
        assertEquals(
                3,
                rows.items().stream()
                        .map(row -> ((Json.Obj) row).text("token"))
                        .distinct()
                        .count());
        for (Json row : rows.items()) {
            Caller caller =
                    Callers.read(file).withToken(((Json.Obj) row).text("token")).orElseThrow();
            assertEquals(((Json.Obj) row).text("id"), caller.actor().id());
        }
        assertFalse(Callers.initialise(file, Callers.ofFirstStart(), new SecureRandom()));
        assertEquals(made, Files.readString(file));
    }

    @Test
    void fileThatOthersCanRead_isRefused() throws IOException {
        for (String permissions : List.of("rw-r-----", "rw----r--", "rw--w----", "rwx------", "rw-rw-rw-")) {
            write("[" + ROW + "]");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            String said = ""
                    + assertThrows(IOException.class, () -> Callers.read(file), permissions)
                            .getMessage();
            assertTrue(said.contains("chmod 600"), said);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertTrue(Callers.read(file).withToken(TOKEN).isPresent());
    }

    @Test
    void wrongRow_isRefusedWithItsPlaceAndWithoutItsToken() throws IOException {
        Map<String, String> wrong = Map.ofEntries(
                Map.entry("no array", ROW),
                Map.entry("no object", "[1]"),
                Map.entry("a member more", "[" + ROW.replace("\"id\"", "\"name\":1,\"id\"") + "]"),
                Map.entry("a member less", "[" + ROW.replace("\"kind\":\"ci\",", "") + "]"),
                Map.entry("a member twice", "[" + ROW.replace("\"id\"", "\"id\":\"b\",\"id\"") + "]"),
                Map.entry("unknown kind", "[" + ROW.replace("\"ci\"", "\"robot\"") + "]"),
                Map.entry("unknown role", "[" + ROW.replace("[\"publisher\"]", "[\"root\"]") + "]"),
                Map.entry("roles as text", "[" + ROW.replace("[\"publisher\"]", "\"publisher\"") + "]"),
                Map.entry("id with a path", "[" + ROW.replace("\"a\"", "\"../a\"") + "]"),
                Map.entry("id empty", "[" + ROW.replace("\"a\"", "\"\"") + "]"),
                Map.entry("role with a blank", "[" + ROW.replace("\"r\"", "\"r s\"") + "]"),
                Map.entry("short token", "[" + ROW.replace(TOKEN, "t".repeat(31)) + "]"),
                Map.entry("no token", "[" + ROW.replace(",\"token\":\"" + TOKEN + "\"", "") + "]"),
                Map.entry("both forms", "[" + ROW.replace("\"token\"", "\"tokenSha256\":\"sha256:\",\"token\"") + "]"),
                Map.entry("digest cut off", "[" + ROW.replace("\"token\"", "\"tokenSha256\"") + "]"),
                Map.entry("same id twice", "[" + ROW + "," + ROW.replace(TOKEN, "u".repeat(43)) + "]"),
                Map.entry("same token twice", "[" + ROW + "," + ROW.replace("\"a\"", "\"b\"") + "]"),
                Map.entry("no JSON", "[" + ROW));
        for (Map.Entry<String, String> row : wrong.entrySet()) {
            write(row.getValue());
            String said = ""
                    + assertThrows(IOException.class, () -> Callers.read(file), row.getKey())
                            .getMessage();
            assertFalse(said.contains(TOKEN.substring(0, 31)), said);
        }
    }

    @Test
    void tokenByItsDigest_isTheSameCaller() throws IOException {
        write("["
                + ROW.replace(
                        "\"token\":\"" + TOKEN,
                        "\"tokenSha256\":\"" + Callers.digest(TOKEN).text()) + "]");
        assertEquals(
                "a", Callers.read(file).withToken(TOKEN).orElseThrow().actor().id());
        assertTrue(Callers.read(file).withToken(Callers.digest(TOKEN).text()).isEmpty());
    }

    @Test
    void bucket_givesItsBurstAndThenItsRate() {
        AtomicLong now = new AtomicLong(-5_000_000_000L);
        RateLimits limits = new RateLimits(50, 100, now::get);
        assertEquals(100, admitted(limits, 1_000));
        now.addAndGet(19_999_999);
        assertEquals(0, admitted(limits, 10));
        now.addAndGet(1);
        assertEquals(1, admitted(limits, 10));
        now.addAndGet(1_000_000_000);
        assertEquals(50, admitted(limits, 1_000));
        now.addAndGet(3_600_000_000_000L);
        assertEquals(100, admitted(limits, 1_000));
        assertTrue(limits.admits("another"));
    }

    private static int admitted(RateLimits limits, int asked) {
        int admitted = 0;
        for (int i = 0; i < asked; i++) {
            admitted += limits.admits("caller") ? 1 : 0;
        }
        return admitted;
    }

    private void write(String content) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
