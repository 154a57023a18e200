package org.sealgate.engine.store;

import java.io.IOException;
import java.util.List;
import java.util.function.LongFunction;
import org.sealgate.bundle.Bytes;

/**
 * What a batch adds to the journal besides its records: the log's part of it, written with them and forced with them. The
 * store knows nothing of logs, and a log nothing of this store; whoever wires the engine joins the two.
 *
 * <pre>
 *   start:  begin(files), restore(kept) for each batch, in order, then open(leaves)
 *   batch:  append(leaves), then forced() or rolledBack(); after forced() publish(), before anybody is answered
 * </pre>
 *
 * Of these only {@link #leaf} and {@link #publish} are called by several threads.
 */
public interface BatchLog extends AutoCloseable {
    /** The leaf of a record, the same at every time. */
    Bytes leaf(Journalled record);

    /** Before anything else: where the log is shown. */
    void begin(ProjectionFiles files);

    /**
     * Takes what the journal keeps of one batch, and returns how many leaves that are. What is no continuation of the batches
     * before is refused with an exception, and the store does not open.
     */
    int restore(Bytes kept) throws IOException;

    /**
     * After the last batch: makes whatever is shown to others what the journal says, or refuses.
     *
     * @param leaves by their index, read from the journal again
     */
    void open(LongFunction<Bytes> leaves) throws IOException;

    /** Adds leaves, and returns what the journal has to keep of it. It is shown to nobody yet. */
    Bytes append(List<Bytes> leaves);

    /** What was appended is on the disk. */
    void forced();

    /** What was appended is not on the disk and never will be: as if it had not been asked for. */
    void rolledBack();

    /** Shows whatever is forced and not shown yet. Where it throws, the rest is shown by a later call. */
    void publish() throws IOException;

    @Override
    void close();
}
