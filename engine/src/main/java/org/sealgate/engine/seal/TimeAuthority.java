package org.sealgate.engine.seal;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.sealgate.bundle.Json;
import org.sealgate.engine.seal.anchor.OperatorTsa;
import org.sealgate.engine.seal.anchor.TsaCertificate;

/** The operator's own time stamping authority in the home folder: {@code keys/tsa} with its certificate, and its journal. */
final class TimeAuthority {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private TimeAuthority() {}

    /** Makes the certificate of the key that lies there; gives its row of a trust root. */
    static Json.Obj create(Path home, String controller, Instant from, Instant until) throws IOException {
        KeyPair pair = new KeyFolder(home).open(Role.TSA);
        byte[] der = TsaCertificate.selfSigned(pair.signer(), pair.spki(), controller, from, until);
        PrivateFile.create(certificate(home), EncryptedPem.pem("CERTIFICATE", der));
        return Json.object()
                .put("controller", controller)
                .put("certificate", Base64.getEncoder().encodeToString(der))
                .put("policy", OperatorTsa.POLICY)
                .put("operator", true)
                .put("validFrom", MILLIS.format(from))
                .put("validUntil", MILLIS.format(until))
                .build();
    }

    static OperatorTsa open(Path home, Clock clock) throws IOException {
        Path file = certificate(home);
        if (!Files.exists(file)) {
            throw new KeyProblem(file + " is not there; an installation of an earlier version has no time authority");
        }
        try (PemReader reader = new PemReader(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)))) {
            PemObject object = reader.readPemObject();
            if (object == null || !object.getType().equals("CERTIFICATE")) {
                throw new KeyProblem(file + " is no certificate in PEM");
            }
            return OperatorTsa.open(
                    new KeyFolder(home).signer(Role.TSA),
                    object.getContent(),
                    home.resolve("keys").resolve(Role.TSA.id()).resolve("journal"),
                    clock);
        }
    }

    private static Path certificate(Path home) {
        return home.resolve("keys").resolve(Role.TSA.id()).resolve("certificate.pem");
    }
}
