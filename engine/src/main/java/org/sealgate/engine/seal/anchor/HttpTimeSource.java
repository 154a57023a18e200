package org.sealgate.engine.seal.anchor;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.TimeSource;

/** A time stamping authority of somebody else, over HTTP (RFC 3161 section 3.4). */
public final class HttpTimeSource implements TimeSource, AutoCloseable {
    private static final int MOST_BYTES = 64 << 10;

    /** A token that is further from our clock than this will not agree with what was decided; one of the two clocks is wrong. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(60);

    private final BoundedPost post;
    private final List<TrustedTsa> trusted;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * A client.
     *
     * @param trusted those whose tokens the installation's trust root lets an auditor take
     * @param deadline for one token, from connecting to the last byte
     */
    public HttpTimeSource(URI address, Duration deadline, List<TrustedTsa> trusted, Clock clock, SecureRandom random) {
        this.post = new BoundedPost("TSA", address, deadline, MOST_BYTES);
        this.trusted = List.copyOf(trusted);
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Bytes token(byte[] data) {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        BigInteger nonce = new BigInteger(64, random).setBit(63);
        TimeStampRequest request = generator.generate(
                NISTObjectIdentifiers.id_sha256, Digest.sha256(data).bytes(), nonce);
        byte[] token = token(request);
        Instant time = TokenCheck.of(token).require(trusted, data);
        Instant now = clock.instant();
        if (Duration.between(now, time).abs().compareTo(CLOCKS_DIFFER) > 0) {
            throw new ProofUnavailableException("TSA_CLOCK", "the authority says " + time + ", our clock " + now);
        }
        return Bytes.copyOf(token);
    }

    private byte[] token(TimeStampRequest request) {
        try {
            BoundedPost.Answer answer = post.post("application/timestamp-query", request.getEncoded());
            if (answer.status() != 200 || !answer.mediaType().startsWith("application/timestamp-reply")) {
                throw new ProofUnavailableException(
                        "TSA_STATUS", "status " + answer.status() + ", " + answer.mediaType());
            }
            // read once more below: a stream's reader would not mind bytes behind the answer
            byte[] der = ASN1Primitive.fromByteArray(answer.body()).getEncoded("DER");
            TimeStampResponse response = new TimeStampResponse(der);
            if (response.getTimeStampToken() == null) {
                throw new ProofUnavailableException("TSA_REFUSED", "PKIStatus " + response.getStatus());
            }
            // nonce, imprint and policy are those that were asked for
            response.validate(request);
            // the wrapping may be BER, what is kept may not; what is signed has to be DER as it came
            return response.getTimeStampToken().getEncoded("DER");
        } catch (ProofUnavailableException refused) {
            throw refused;
        } catch (TSPException | IOException | RuntimeException | StackOverflowError e) {
            // the library has many ways to say that an answer is none; one that is nested without end is none either
            throw new ProofUnavailableException("TSA_TOKEN", "the authority's answer is none: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        post.close();
    }
}
