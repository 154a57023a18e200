package org.sealgate.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.sealgate.engine.GateAnswer.Recorded;
import org.sealgate.facts.Actor;
import org.sealgate.verify.Expectations;
import org.sealgate.verify.TrustSource;
import org.sealgate.verify.Verdict;
import org.sealgate.verify.Verifier;

/** What a stranger with the verifier and the trust root says of a record, after it was stored. */
final class Oracle {
    private final Path folder;
    private final Verifier verifier;

    Oracle(Path folder, Path trustRoot) throws IOException {
        this.folder = folder;
        this.verifier = Verifier.trusting(TrustSource.of(trustRoot));
    }

    /** Writes the bundle of a record, as its caller would get it. */
    Path bundle(Wiring wiring, Actor caller, Recorded answer) throws IOException {
        Path file = folder.resolve(answer.decisionId() + ".evidence.zip");
        try (OutputStream out = Files.newOutputStream(file)) {
            ready(wiring.archive().bundle(caller, answer.decisionId()).orElseThrow())
                    .writeTo(out);
        }
        return file;
    }

    /** Where nobody outside is asked, everything is there at once. */
    static Archive.BundleFile ready(Archive.Bundle bundle) {
        return switch (bundle) {
            case Archive.Bundle.Ready ready -> ready.file();
            case Archive.Bundle.NotYet notYet -> throw new AssertionError("no bundle yet: " + notYet.reason());
        };
    }

    /** The whole replay; a record of any outcome is judged as a record. */
    Verdict judge(Path bundle) throws IOException {
        return verifier.verify(
                bundle, Expectations.at(Clock.systemUTC().instant()).requireAny());
    }

    /** The same, where only an allow will do. */
    Verdict judgeAsAllow(Path bundle) throws IOException {
        return verifier.verify(bundle, Expectations.at(Clock.systemUTC().instant()));
    }
}
