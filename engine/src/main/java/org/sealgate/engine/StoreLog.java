package org.sealgate.engine;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CheckpointSigner;
import org.sealgate.bundle.TimeSource;
import org.sealgate.engine.log.Anchors;
import org.sealgate.engine.log.LogFiles;
import org.sealgate.engine.log.Outside;
import org.sealgate.engine.log.TransparencyLog;
import org.sealgate.engine.store.BatchLog;
import org.sealgate.engine.store.Journalled;
import org.sealgate.engine.store.ProjectionFiles;

/** Joins store and log, which know nothing of each other. */
final class StoreLog implements BatchLog {
    private final CheckpointSigner signer;
    private final InstantSource clock;
    private final Function<Journalled, Bytes> leaf;
    private final Outside outside;
    private @Nullable TransparencyLog log;
    private @Nullable Anchors anchors;

    StoreLog(CheckpointSigner signer, InstantSource clock, Function<Journalled, Bytes> leaf, Outside outside) {
        this.signer = signer;
        this.clock = clock;
        this.leaf = leaf;
        this.outside = outside;
    }

    /** The log, once the store is open. */
    TransparencyLog log() {
        return required(log);
    }

    /** Who is asked for the time, if anybody is. */
    Optional<TimeSource> time() {
        return outside.time();
    }

    Anchors anchors() {
        return required(anchors);
    }

    private static <T> T required(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the store has not begun the log");
        }
        return part;
    }

    @Override
    public Bytes leaf(Journalled record) {
        return leaf.apply(record);
    }

    @Override
    public void begin(ProjectionFiles files) {
        LogFiles shown = new Files(files);
        TransparencyLog begun = new TransparencyLog(signer, clock, shown);
        log = begun;
        anchors = new Anchors(begun, shown, outside, clock);
    }

    @Override
    public int restore(Bytes kept) throws IOException {
        int leaves = log().restore(kept);
        anchors().journalled();
        return leaves;
    }

    @Override
    public void open(LongFunction<Bytes> leaves) throws IOException {
        log().open(leaves);
        anchors().open();
    }

    @Override
    public Bytes append(List<Bytes> leaves) {
        return log().append(leaves);
    }

    @Override
    public void forced() {
        log().forced();
        anchors().journalled();
    }

    @Override
    public void rolledBack() {
        log().rolledBack();
    }

    @Override
    public void publish() throws IOException {
        log().publish();
    }

    @Override
    public void close() {
        Anchors begun = anchors;
        if (begun != null) {
            begun.close();
        }
    }

    /** The store's folder, as the log wants it. */
    private record Files(ProjectionFiles files) implements LogFiles {
        @Override
        public Optional<Bytes> read(String name) throws IOException {
            return files.read(name);
        }

        @Override
        public long size(String name) throws IOException {
            return files.size(name);
        }

        @Override
        public boolean link(String name, Bytes content) throws IOException {
            return files.link(name, content);
        }

        @Override
        public boolean linkForced(String name, Bytes content) throws IOException {
            return files.linkForced(name, content);
        }

        @Override
        public void replace(String name, Bytes content) throws IOException {
            files.replace(name, content);
        }

        @Override
        public void delete(String name) throws IOException {
            files.delete(name);
        }

        @Override
        public List<String> names(String folder) throws IOException {
            return files.names(folder);
        }
    }
}
