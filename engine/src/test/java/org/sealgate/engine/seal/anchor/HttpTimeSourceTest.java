package org.sealgate.engine.seal.anchor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.ProofUnavailableException;

/** Somebody else's time stamping authority, honest and otherwise: what it says is checked before it is kept. */
class HttpTimeSourceTest {
    private static final Instant NOW = Instant.parse("2026-02-15T18:30:00Z");
    private static final byte[] DATA = "a checkpoint".getBytes(UTF_8);
    private static final TestTsaKeys KEYS = TestTsaKeys.make(NOW);
    private static final TestTsaKeys STRANGERS = TestTsaKeys.make(NOW);

    /** What the authority does. */
    enum Conduct {
        HONEST(""),
        OLD_NONCE("TSA_TOKEN"),
        OTHER_BYTES("TSA_TOKEN"),
        OTHER_POLICY("TSA_TOKEN"),
        OTHER_KEY("TSA_TOKEN"),
        REFUSING("TSA_REFUSED"),
        AN_HOUR_LATE("TSA_CLOCK"),
        ANOTHER_YEAR("TSA_TOKEN"),
        BROKEN("TSA_STATUS"),
        A_PAGE("TSA_STATUS"),
        GARBAGE("TSA_TOKEN"),
        NESTED("TSA_TOKEN"),
        WITHOUT_A_STATEMENT("TSA_TOKEN"),
        TRAILING_BYTES("TSA_TOKEN"),
        ENDLESS("TSA_TOO_LARGE"),
        SLOW("TSA_TIMEOUT");

        private final String code;

        Conduct(String code) {
            this.code = code;
        }
    }

    private HttpServer server;
    private Conduct conduct = Conduct.HONEST;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = answer(exchange.getRequestBody().readAllBytes());
            String type = conduct == Conduct.A_PAGE ? "text/html" : "application/timestamp-reply";
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(conduct == Conduct.BROKEN ? 503 : 200, body.length);
            if (conduct == Conduct.SLOW) {
                pause();
            }
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void pause() {
        try {
            Thread.sleep(4000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] answer(byte[] asked) throws IOException {
        try {
            TimeStampRequest request = new TimeStampRequest(asked);
            return switch (conduct) {
                case GARBAGE -> "no".getBytes(UTF_8);
                case NESTED -> "0\u0080".repeat(1 << 14).getBytes(ISO_8859_1);
                case WITHOUT_A_STATEMENT -> withoutStatement(granted(request, NOW));
                case ENDLESS -> new byte[1 << 17];
                case TRAILING_BYTES -> {
                    byte[] good = granted(request, NOW);
                    yield Arrays.copyOf(good, good.length + 1);
                }
                case REFUSING ->
                    new TimeStampResponseGenerator(generator(KEYS, OperatorTsa.POLICY), TSPAlgorithms.ALLOWED)
                            .generateRejectedResponse(new org.bouncycastle.tsp.TSPException("no"))
                            .getEncoded();
                case AN_HOUR_LATE -> granted(request, NOW.minusSeconds(3600));
                case ANOTHER_YEAR -> granted(request, NOW.plusSeconds(86_400L * 400));
                case OLD_NONCE -> granted(asking(DATA, BigInteger.TEN), NOW);
                case OTHER_BYTES -> granted(asking(new byte[1], request.getNonce()), NOW);
                default -> granted(request, NOW);
            };
        } catch (Exception e) { // the library's many, in a test's server
            throw new IOException(e);
        }
    }

    /** The library finds no content to read and says so in none of its own ways. */
    private static byte[] withoutStatement(byte[] response) throws IOException {
        ASN1Encodable[] answer = ASN1Sequence.getInstance(response).toArray();
        ASN1Encodable[] content = ASN1Sequence.getInstance(answer[1]).toArray();
        ASN1Encodable[] signed = ASN1Sequence.getInstance(ASN1TaggedObject.getInstance(content[1]), true)
                .toArray();
        signed[2] = new DERSequence(ASN1Sequence.getInstance(signed[2]).getObjectAt(0));
        content[1] = new DERTaggedObject(true, 0, new DERSequence(signed));
        answer[1] = new DERSequence(content);
        return new DERSequence(answer).getEncoded("DER");
    }

    private static TimeStampRequest asking(byte[] data, BigInteger nonce) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        return generator.generate(
                NISTObjectIdentifiers.id_sha256, Digest.sha256(data).bytes(), nonce);
    }

    private byte[] granted(TimeStampRequest request, Instant time) throws Exception {
        TestTsaKeys keys = conduct == Conduct.OTHER_KEY ? STRANGERS : KEYS;
        String policy = conduct == Conduct.OTHER_POLICY ? "1.2.3.4" : OperatorTsa.POLICY;
        return new TimeStampResponseGenerator(generator(keys, policy), TSPAlgorithms.ALLOWED)
                .generateGrantedResponse(request, BigInteger.TWO, Date.from(time))
                .getEncoded();
    }

    private static TimeStampTokenGenerator generator(TestTsaKeys keys, String policy) throws Exception {
        BcDigestCalculatorProvider digests = new BcDigestCalculatorProvider();
        TimeStampTokenGenerator generator = new TimeStampTokenGenerator(
                new SignerInfoGeneratorBuilder(digests).build(new KeyContentSigner(keys.signer()), keys.certificate()),
                digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                new org.bouncycastle.asn1.ASN1ObjectIdentifier(policy));
        generator.addCertificates(new CollectionStore<>(List.of(keys.certificate())));
        return generator;
    }

    private HttpTimeSource client() {
        TrustedTsa trusted = new TrustedTsa(
                KEYS.root(), OperatorTsa.POLICY, NOW.minusSeconds(86_400), NOW.plusSeconds(86_400L * 365), Set.of());
        return new HttpTimeSource(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                Duration.ofSeconds(2),
                List.of(trusted),
                Clock.fixed(NOW, ZoneOffset.UTC),
                new SecureRandom());
    }

    @Test
    void token_ofAnHonestAuthority_isKept() throws Exception {
        try (HttpTimeSource source = client()) {
            Bytes token = source.token(DATA);
            TimeStampToken read =
                    new TimeStampToken(org.bouncycastle.asn1.cms.ContentInfo.getInstance(token.toArray()));
            assertEquals(NOW, read.getTimeStampInfo().getGenTime().toInstant());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HONEST")
    void token_thatNobodyWouldTake_isNotKept(Conduct bad) {
        conduct = bad;
        try (HttpTimeSource source = client()) {
            ProofUnavailableException refused = assertThrows(ProofUnavailableException.class, () -> source.token(DATA));
            assertEquals(bad.code, refused.code(), refused::getMessage);
        }
    }

    @Test
    void authority_gone_isUnreachable() {
        server.stop(0);
        try (HttpTimeSource source = client()) {
            assertEquals(
                    "TSA_UNREACHABLE",
                    assertThrows(ProofUnavailableException.class, () -> source.token(DATA))
                            .code());
        }
    }

    /** What the certificates say, without a key folder. */
    record TestTsaKeys(
            org.sealgate.bundle.StatementSigner signer, X509CertificateHolder certificate, X509CertificateHolder root) {
        static TestTsaKeys make(Instant now) {
            try {
                P256Signer signer = P256Signer.make();
                P256Signer root = P256Signer.make();
                List<Bytes> chain = TsaCertificate.issue(
                        new TsaCertificate.Key(signer, signer.spki()),
                        new TsaCertificate.Key(root, root.spki()),
                        new TsaCertificate.Validity("tsa", now.minusSeconds(86_400), now.plusSeconds(86_400L * 365)));
                return new TestTsaKeys(
                        signer,
                        new X509CertificateHolder(chain.getFirst().toArray()),
                        new X509CertificateHolder(chain.getLast().toArray()));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
