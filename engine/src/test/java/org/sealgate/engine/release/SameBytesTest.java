package org.sealgate.engine.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** The same policies give the same bytes, wherever and whenever they are built. */
class SameBytesTest {
    private static final int BLOCK = 512;

    @TempDir
    private Path temp;

    /** Builds the folder that it is given and tells the digests, for a process with other defaults. */
    static final class BuildElsewhere {
        private BuildElsewhere() {}

        public static void main(String[] arguments) throws IOException {
            PolicyArtifacts built = new PolicyFolder(Path.of(arguments[0])).built();
            System.out.print(digests(built));
        }
    }

    private static Map<String, String> digests(PolicyArtifacts artifacts) {
        Map<String, String> digests = new TreeMap<>();
        artifacts
                .files()
                .forEach((name, content) -> digests.put(name, content.sha256().text()));
        ReleaseWindow window = new ReleaseWindow(Instant.EPOCH, Instant.EPOCH.plusMillis(1));
        digests.put("statement", Digest.sha256(artifacts.statement(window)).text());
        return digests;
    }

    @Test
    void policies_builtInAnotherPlaceTimeZoneAndLocale_giveTheSameBytes() throws Exception {
        Path elsewhere = Files.createDirectories(temp.resolve("another place"));
        Path copy = PolicyFolder.copyTo(temp.resolve("copy")).root();
        Path output = temp.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.timezone=Asia/Kathmandu",
                        "-Duser.language=ar",
                        "-Duser.country=EG",
                        "-Djava.io.tmpdir=" + elsewhere,
                        "-cp",
                        System.getProperty("java.class.path"),
                        BuildElsewhere.class.getName(),
                        copy.toString())
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Map<String, String> here = digests(PolicyFolder.committedArtifacts());

        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        assertEquals(here.toString(), Files.readString(output));
    }

    @Test
    void bundle_ofOpa_holdsNoTimeNoOwnerAndSortedNames() throws IOException {
        byte[] tarGz = file("bundle.tar.gz");
        assertArrayEquals(new byte[4], Arrays.copyOfRange(tarGz, 4, 8), "gzip holds a time");
        byte[] tar;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(tarGz))) {
            tar = in.readAllBytes();
        }
        List<String> names = new ArrayList<>();
        for (int at = 0; tar[at] != 0; ) {
            names.add(field(tar, at, 100));
            assertEquals("0000644", field(tar, at + 100, 8));
            assertEquals("0000000", field(tar, at + 108, 8), "uid");
            assertEquals("0000000", field(tar, at + 116, 8), "gid");
            assertEquals("00000000000", field(tar, at + 136, 12), "mtime");
            assertEquals("", field(tar, at + 265, 32), "owner");
            assertEquals("", field(tar, at + 297, 32), "group");
            int size = Integer.parseInt(field(tar, at + 124, 12), 8);
            at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        assertEquals(names.stream().sorted().toList(), names);
        assertTrue(names.containsAll(List.of(".manifest", "data.json", "sealed-run/sealed-run.rego")), names::toString);
        assertTrue(names.stream().noneMatch(name -> name.endsWith("_test.rego")), names::toString);
    }

    private static String field(byte[] tar, int at, int length) {
        String text = new String(tar, at, length, StandardCharsets.US_ASCII);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    @Test
    void bundle_ofOpa_isReadByOpaWithTheRevisionOfTheSources() throws Exception {
        Path work = Files.createDirectory(temp.resolve("work"));
        Files.write(work.resolve("bundle.tar.gz"), file("bundle.tar.gz"));

        OpaTool.Run run = PolicyFolder.opa().run(work, List.of("inspect", "--format", "json", "bundle.tar.gz"));

        Json.Obj manifest = JsonReader.readObject(run.output()).object("manifest");
        assertEquals(PolicyFolder.committedArtifacts().facts().text("files"), manifest.text("revision"));
        assertEquals(List.of("governance", "sealgate"), manifest.texts("roots"));
    }

    /** The command that the replay guide gives, run by anyone in the sources of a release. */
    @Test
    void wasm_builtFromTheSourcesByOpaAlone_isTheReleased() throws Exception {
        Path sources = PolicyFolder.copyTo(temp.resolve("src")).root();
        List<Problem> problems = new ArrayList<>();
        PolicySources read = PolicySources.read(sources, problems);
        List<KindRules> kinds = KindRules.of(DataDocument.of(read, problems).orElseThrow(), problems);

        PolicyFolder.opa().run(sources, WasmBuild.arguments(kinds, "../again.tar.gz"));

        assertEquals(List.of(), problems);
        assertArrayEquals(
                file("policy.wasm"),
                Tarball.find(Files.readAllBytes(temp.resolve("again.tar.gz")), "/policy.wasm")
                        .orElseThrow());
    }

    private static byte[] file(String name) throws IOException {
        return PolicyFolder.committedArtifacts()
                .files()
                .getOrDefault(name, Bytes.copyOf(new byte[0]))
                .toArray();
    }
}
