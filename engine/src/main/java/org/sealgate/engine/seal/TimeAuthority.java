package org.sealgate.engine.seal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.engine.seal.anchor.OperatorTsa;
import org.sealgate.engine.seal.anchor.TsaCertificate;

/** The operator's own time stamping authority in the home folder: {@code keys/tsa} with its certificate, and its journal. */
final class TimeAuthority {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String CERTIFICATES = "certificates.pem";

    private TimeAuthority() {}

    /** Makes the certificates of the key that lies there; gives the authority's row of a trust root. */
    static Json.Obj create(Path home, TsaCertificate.Validity validity, SecureRandom random) throws IOException {
        return create(new KeyFolder(home).open(Role.TSA), place(home), validity, random);
    }

    /** The same for a key that lies in another place. */
    static Json.Obj create(KeyPair pair, Path place, TsaCertificate.Validity validity, SecureRandom random)
            throws IOException {
        KeyPair thrownAway = KeyPair.generate(Role.TSA.algorithm(), random);
        List<Bytes> chain = TsaCertificate.issue(key(pair), key(thrownAway), validity);
        PrivateFile.create(place.resolve(CERTIFICATES), pem(chain));
        return row(chain.getLast(), validity, OperatorTsa.POLICY, true);
    }

    private static Json.Obj row(Bytes certificate, TsaCertificate.Validity validity, String policy, boolean operator) {
        return Json.object()
                .put("controller", validity.controller())
                .put("certificate", Base64.getEncoder().encodeToString(certificate.toArray()))
                .put("policy", policy)
                .put("operator", operator)
                .put("validFrom", MILLIS.format(validity.from()))
                .put("validUntil", MILLIS.format(validity.until()))
                .build();
    }

    private static TsaCertificate.Key key(KeyPair pair) {
        return new TsaCertificate.Key(pair.signer(), Bytes.copyOf(pair.spki()));
    }

    /**
     * Somebody else's row of a trust root.
     *
     * @param file the authority's certificates in PEM; the last is the one that its tokens have to lead to
     * @param policy OID that its tokens carry
     */
    static Json.Obj external(Path file, String controller, String policy) throws IOException {
        Bytes last = read(file).getLast();
        try {
            var certificate = new X509CertificateHolder(last.toArray());
            Instant from = certificate.getNotBefore().toInstant();
            Instant until = certificate.getNotAfter().toInstant();
            return row(last, new TsaCertificate.Validity(controller, from, until), policy, false);
        } catch (IOException e) {
            throw new KeyProblem(file + " holds no certificate of X.509", e);
        }
    }

    private static byte[] pem(List<Bytes> chain) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        chain.forEach(certificate -> file.writeBytes(EncryptedPem.pem("CERTIFICATE", certificate.toArray())));
        return file.toByteArray();
    }

    /** @throws KeyProblem where the trust root requires a time and lets nobody take this authority's */
    static OperatorTsa open(Path home, TrustedKeys trusted, Clock clock) throws IOException {
        OperatorTsa authority = OperatorTsa.open(
                new OperatorTsa.Own(
                        new KeyFolder(home).signer(Role.TSA), chain(home).getFirst()),
                place(home).resolve("journal"),
                trusted.timeAuthorities(),
                clock);
        if (trusted.requires("time")) {
            try {
                authority.requireTaken(clock.instant());
            } catch (ProofUnavailableException e) {
                throw new KeyProblem(
                        "the key and certificate in keys/tsa are none whose time the trust root takes ("
                                + e.getMessage()
                                + "); restore the folder keys that belongs to this trust root, or, where their time has"
                                + " ended, make others: sealgate keys rotate tsa",
                        e);
            }
        }
        return authority;
    }

    /** The certificate of a place as a trust root lists it; empty where it has none. */
    static String listed(Path place) throws IOException {
        Path file = place.resolve(CERTIFICATES);
        return Files.exists(file)
                ? Base64.getEncoder().encodeToString(read(file).getLast().toArray())
                : "";
    }

    /** The authority's certificate and those above it, DER. */
    static List<Bytes> chain(Path home) throws IOException {
        return read(place(home).resolve(CERTIFICATES));
    }

    private static List<Bytes> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new KeyProblem(file + " is not there; an installation of an earlier version has no time authority");
        }
        List<Bytes> chain = new ArrayList<>();
        try (PemReader reader = new PemReader(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)))) {
            for (PemObject each = reader.readPemObject(); each != null; each = reader.readPemObject()) {
                chain.add(Bytes.copyOf(each.getContent()));
            }
        }
        if (chain.isEmpty()) {
            throw new KeyProblem(file + " holds no certificate in PEM");
        }
        return chain;
    }

    private static Path place(Path home) {
        return home.resolve("keys").resolve(Role.TSA.id());
    }
}
