package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** How fast reader, writers and container are, in CPU time of one thread. Run by hand: no test depends on a clock. */
final class Throughput {
    private static final int ROUNDS = 8;
    private static final long ROUND_NANOS = 500_000_000L;

    private Throughput() {}

    public static void main(String[] args) throws IOException {
        byte[] document = document(16);
        Json.Obj value = JsonReader.readObject(document);
        System.out.printf(Locale.ROOT, "document of %d bytes%n", document.length);
        measure(
                "read",
                document.length,
                n -> JsonReader.readObject(document, JsonLimits.PROPOSAL)
                        .members()
                        .size());
        measure("exact numbers", document.length, n -> exact(value));
        measure("rfc8785", document.length, n -> CanonicalJson.rfc8785(value).length);
        measure("py-compact", document.length, n -> CanonicalJson.pyCompact(value).length);
        byte[] envelope = new DsseEnvelope(
                        "application/vnd.in-toto+json",
                        Bytes.copyOf(document),
                        List.of(new DsseSignature("k".repeat(64), Bytes.copyOf(new byte[71]))))
                .toBytes();
        measure(
                "envelope read",
                envelope.length,
                n -> DsseEnvelope.read(envelope).signatures().size());
        container();
    }

    private static void container() throws IOException {
        SortedMap<String, Source> parts = new TreeMap<>();
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            byte[] content = new byte[i == 0 ? 140_000 : i == 1 ? 100_000 : 4_000];
            random.nextBytes(content);
            parts.put("policy/src/part-" + i + ".json", Source.of(content));
        }
        Path file = Files.createTempFile("bundle", ".zip");
        try (OutputStream out = Files.newOutputStream(file)) {
            Container.write(out, parts);
        }
        int size = (int) Files.size(file);
        System.out.printf(Locale.ROOT, "bundle of %d bytes, %d parts%n", size, parts.size());
        measure("open", size, n -> open(file, false));
        measure("open and digest every part", size, n -> open(file, true));
        measure("write", size, n -> write(parts));
        Files.delete(file);
    }

    private static long open(Path file, boolean digests) {
        try (Container container = Container.open(file)) {
            long sum = container.parts().size();
            if (digests) {
                for (Part part : container.parts().values()) {
                    sum += part.digest().hashCode();
                }
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long write(SortedMap<String, Source> parts) {
        try {
            Container.write(OutputStream.nullOutputStream(), parts);
            return parts.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long exact(Json value) {
        ExactNumbers.require(value);
        return 1;
    }

    private static void measure(String name, int bytes, ToLongFunction<Integer> work) {
        long best = Long.MAX_VALUE;
        long sink = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = cpuNanos();
            int count = 0;
            while (cpuNanos() - start < ROUND_NANOS) {
                for (int i = 0; i < 10; i++) {
                    sink += work.applyAsLong(i);
                    count++;
                }
            }
            best = Math.min(best, (cpuNanos() - start) / count);
        }
        System.out.printf(
                Locale.ROOT,
                "%-28s %10.2f us %9.0f a second %8.0f MB/s (%d)%n",
                name,
                best / 1e3,
                1e9 / best,
                bytes * 1e3 / best,
                sink & 1);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Shaped like a proposal: nested objects, digests, times, a few numbers, some text beyond ASCII. */
    private static byte[] document(int files) {
        StringBuilder text = new StringBuilder(
                "{\"schema_version\":\"1.0\",\"run_id\":\"RUN-001\",\"created_at\":\"2026-02-15T18:30:00Z\",");
        text.append(
                "\"summary\":\"Lagebericht für März: „stabil“, keine offenen Punkte\\nZweite Zeile\",\"confidence_pct\":87.5,");
        text.append("\"inputs_snapshot\":{\"files\":[");
        for (int i = 0; i < files; i++) {
            text.append(i > 0 ? "," : "")
                    .append("{\"path\":\"data/input-")
                    .append(i)
                    .append(".csv\",\"digest\":\"sha256:");
            text.append(Digest.sha256(new byte[] {(byte) i}).hex())
                    .append("\",\"bytes\":")
                    .append(1_000 + i * 77);
            text.append(",\"rows\":null,\"ok\":true}");
        }
        text.append(
                "]},\"checks\":[{\"name\":\"authority_present\",\"result\":\"pass\"},{\"name\":\"scope_bound_valid\",\"result\":\"pass\"}]}");
        return text.toString().getBytes(UTF_8);
    }
}
