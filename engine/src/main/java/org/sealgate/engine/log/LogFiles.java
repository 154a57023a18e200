package org.sealgate.engine.log;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sealgate.bundle.Bytes;

/** The folder in which the log is shown. Each file appears whole or not at all; names are relative, {@code tile/0/000}. */
public interface LogFiles {
    /** Empty where there is none. */
    Optional<Bytes> read(String name) throws IOException;

    /** Length of a file, -1 where there is none. */
    long size(String name) throws IOException;

    /** Makes a file, and says whether it did: false where the name is taken. A power cut may take or tear it. */
    boolean link(String name, Bytes content) throws IOException;

    /** The same, and no power cut takes it. */
    boolean linkForced(String name, Bytes content) throws IOException;

    /** Puts this content in the place of whatever there is. A power cut may tear it. */
    void replace(String name, Bytes content) throws IOException;

    /** Content where there is none. */
    void delete(String name) throws IOException;

    /** Names in a folder, none where there is no folder. */
    List<String> names(String folder) throws IOException;
}
