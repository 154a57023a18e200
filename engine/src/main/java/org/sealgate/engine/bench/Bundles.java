package org.sealgate.engine.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.Part;

/** Bundles as auditors get them. */
final class Bundles {
    private static final String AUDITOR = "local-auditor";
    private static final int MOST_INPUT_BYTES = 1 << 16;

    private Bundles() {}

    /** Fetches so many, each drawn from all records. */
    static List<Path> draw(EngineProcess engine, int count, Path folder, RandomGenerator random)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        long records = engine.metrics().getOrDefault("sealgate_records", 0L);
        List<Path> bundles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bundles.add(fetch(engine, idAt(engine, random.nextLong(records)), folder.resolve(i + ".evidence.zip")));
        }
        return bundles;
    }

    private static String idAt(EngineProcess engine, long position) throws IOException, InterruptedException {
        HttpResponse<byte[]> page = engine.get("/v1/decisions?limit=1&after=" + position, AUDITOR);
        Json.Obj body = JsonReader.readObject(page.body());
        return body.objects("decisions").getFirst().text("decisionId");
    }

    private static Path fetch(EngineProcess engine, String id, Path file) throws IOException, InterruptedException {
        HttpResponse<byte[]> bundle = engine.get("/v1/decisions/" + id + "/bundle", AUDITOR);
        if (bundle.statusCode() != 200) {
            throw new BenchProblem("the bundle of " + id + " cannot be had: " + bundle.statusCode());
        }
        return Files.write(file, bundle.body());
    }

    /** What the gate asked OPA about these, as requests, one a line. */
    static byte[] questions(List<Path> bundles) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Path bundle : bundles) {
            try (Container container = Container.open(bundle)) {
                Part input = container.parts().get("input.json");
                if (input == null) {
                    throw new BenchProblem(bundle + " has no input.json");
                }
                lines.write("{\"input\":".getBytes(StandardCharsets.US_ASCII));
                lines.write(input.bytes(MOST_INPUT_BYTES));
                lines.write("}\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        return lines.toByteArray();
    }
}
