package org.sealgate.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sealgate.bundle.Kind;

/** A few bundles with their trust root, for tests of what lies outside this package. */
public record SampleBundles(Path trustRoot, Path allow, Path deny, Path unsigned) {
    /** Written into the folder; {@code unsigned} is signed by somebody whom the trust root does not know. */
    public static SampleBundles in(Path folder) throws IOException {
        ForgedBundle stranger = Forge.allow(Kind.SEALED_RUN);
        stranger.signers = List.of(TestTrust.STRANGER);
        return new SampleBundles(
                Files.write(folder.resolve("trust-root.json"), TestTrust.file()),
                Forge.allow(Kind.SEALED_RUN).write(folder),
                Forge.deny(Kind.SEALED_RUN).write(folder),
                stranger.write(folder));
    }
}
