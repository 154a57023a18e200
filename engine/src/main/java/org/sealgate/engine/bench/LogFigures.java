package org.sealgate.engine.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Checkpoint;
import org.sealgate.bundle.Container;
import org.sealgate.bundle.EntryTile;
import org.sealgate.bundle.InclusionProof;
import org.sealgate.bundle.MerkleHash;
import org.sealgate.bundle.Part;
import org.sealgate.bundle.SignedNote;
import org.sealgate.bundle.TileFolder;
import org.sealgate.bundle.TileId;
import org.sealgate.bundle.TlogProof;
import org.sealgate.bundle.TreeHashes;
import org.sealgate.engine.LogTrial;

/**
 * Of the log.
 *
 * @param entriesPerSecond journalled, forced, shown and answered, by the log alone
 * @param restartSeconds how much longer a start with 100,000 entries takes than one with an empty store
 * @param proofMillis what 99 of 100 proofs of one entry take, from the files of the log to the bytes of the proof
 * @param bundleBytes of a bundle, beside objects and what all bundles of a release have alike: policy and schemas
 */
record LogFigures(double entriesPerSecond, double restartSeconds, double proofMillis, double bundleBytes) {
    private static final int PROOFS = 1000;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    /** The log alone, from as many threads as there are connections elsewhere; the first seconds do not count. */
    static double entriesPerSecond(Path folder, Duration time) throws IOException, InterruptedException {
        LogTrial.perSecond(folder.resolve("log-warm-up"), BenchSettings.CONNECTIONS, WARM_UP);
        return LogTrial.perSecond(folder.resolve("log-alone"), BenchSettings.CONNECTIONS, time);
    }

    /** Of a log's folder in which nothing is written any more; each proof is verified against the checkpoint. */
    static double proofMillis(Path log, RandomGenerator random) throws IOException {
        double[] millis = new double[PROOFS];
        for (int i = 0; i < PROOFS; i++) {
            long begun = System.nanoTime();
            TileFolder tiles = new TileFolder(log);
            byte[] note = tiles.checkpoint();
            Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(note).text());
            long index = random.nextLong(checkpoint.size());
            InclusionProof proof = new TreeHashes(tiles).inclusion(index, checkpoint.size());
            Bytes body = body(tiles, index, checkpoint.size());
            byte[] made = TlogProof.of(body, proof, Bytes.copyOf(note)).toBytes();
            millis[i] = (System.nanoTime() - begun) / 1e6;
            TlogProof.parse(made).inclusion(checkpoint.size()).verify(MerkleHash.leaf(body), checkpoint.root());
        }
        Arrays.sort(millis);
        return millis[PROOFS * 99 / 100];
    }

    private static Bytes body(TileFolder tiles, long index, long size) throws IOException {
        TileId tile = TileId.in(size, TileId.ENTRIES, index / TileId.FULL).orElseThrow();
        return EntryTile.decode(tiles.tile(tile), tile.width()).get((int) (index % TileId.FULL));
    }

    /** The largest of these. */
    static long bundleBytes(List<Path> bundles) throws IOException {
        long most = 0;
        for (Path bundle : bundles) {
            try (Container container = Container.open(bundle)) {
                most = Math.max(
                        most,
                        container.parts().values().stream()
                                .filter(part -> !part.name().matches("(objects|policy|schemas)/.*"))
                                .mapToLong(Part::size)
                                .sum());
            }
        }
        return most;
    }
}
