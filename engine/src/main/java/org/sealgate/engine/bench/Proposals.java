package org.sealgate.engine.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.HashProfile;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** Run snapshots, one a line, each with a run id that nobody has used and a hash of its own that is right. */
final class Proposals {
    private static final String TEMPLATE = """
            {"schema_version":"1.0",
             "meta":{"run_id":"","session_date":"2026-02-15","operator":"J. Rivera","model":"gpt-4o",
                     "workbook_version":"v2","export_timestamp":""},
             "top_risks":["Budget reversal","Legacy API consumer discovered","Assumption staleness"],
             "top_actions":["Validate ERP vendor SSO","Re-check hiring freeze","Test v2 parity"],
             "system_observations":[],
             "suggested_updates":["Update CLM-003 confidence","Flag ASM-002 for re-review"],
             "kpis":{"summary_confidence_pct":78,"next_review_date":"2026-02-22"},
             "hash":""}
            """;

    private final InstantSource clock;
    private final Json.Obj template = JsonReader.readObject(TEMPLATE.getBytes(StandardCharsets.UTF_8));
    private int made;

    Proposals(InstantSource clock) {
        this.clock = clock;
    }

    /** Writes so many. They are forced, so that the disk is at rest when the gate begins to force. */
    void write(Path file, int count) throws IOException {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            for (int i = 0; i < count; i++) {
                out.write(next(now));
                out.write('\n');
            }
            out.flush();
            channel.force(false);
        }
    }

    /** How long one of them is. */
    int bytes() {
        return next("2026-02-15T18:30:00Z").length;
    }

    private byte[] next(String exportedAt) {
        Json.Obj meta = template.object("meta")
                .with("run_id", Json.of("BENCH-%08d".formatted(made++)))
                .with("export_timestamp", Json.of(exportedAt));
        Json.Obj snapshot = template.with("meta", meta);
        return CanonicalJson.rfc8785(snapshot.with("hash", Json.of(HashProfile.RFC8785_EMPTY.text(snapshot))));
    }
}
