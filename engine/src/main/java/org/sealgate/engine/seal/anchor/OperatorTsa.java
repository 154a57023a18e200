package org.sealgate.engine.seal.anchor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.ProofUnavailableException;
import org.sealgate.bundle.StatementSigner;
import org.sealgate.bundle.TimeSource;

/**
 * The operator's own time stamping authority (RFC 3161), for where no other is to be had. It proves the order of what one operator says,
 * not the time: its policy says so, and so does the report of whoever verifies.
 */
public final class OperatorTsa implements TimeSource {
    /** Under the enterprise number that RFC 5612 sets aside for documents: no registry knows it, the trust root names it. */
    public static final String POLICY = "1.3.6.1.4.1.32473.3161.1";

    private static final AlgorithmIdentifier SHA256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);

    private final StatementSigner key;
    private final X509CertificateHolder certificate;
    private final TsaJournal journal;
    private final List<TrustedTsa> trusted;

    private OperatorTsa(
            StatementSigner key, X509CertificateHolder certificate, TsaJournal journal, List<TrustedTsa> trusted) {
        this.key = key;
        this.certificate = certificate;
        this.journal = journal;
        this.trusted = List.copyOf(trusted);
    }

    /**
     * What an authority signs with.
     *
     * @param certificate its own, DER
     */
    public record Own(StatementSigner key, Bytes certificate) {}

    /**
     * Opens it.
     *
     * @param journal the file that remembers its last serial number and time; made where there is none
     * @param trusted those whose tokens the installation's trust root lets an auditor take
     */
    public static OperatorTsa open(Own own, Path journal, List<TrustedTsa> trusted, Clock clock) {
        try {
            return new OperatorTsa(
                    own.key(),
                    new X509CertificateHolder(own.certificate().toArray()),
                    TsaJournal.open(journal, clock),
                    trusted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One at a time, so that serial numbers and times rise together. */
    @Override
    public synchronized Bytes token(byte[] data) {
        // the number is spent before the token exists: a stop between the two leaves a gap, never a number used twice
        return token(data, journal.next());
    }

    /**
     * Returns where tokens of this key and certificate are taken by an auditor, from now on or from when the trust root has them count.
     * None is handed out, and no number spent.
     *
     * @throws ProofUnavailableException {@code TSA_TOKEN} otherwise: what is stamped would prove nothing
     */
    public void requireTaken(Instant now) {
        Instant begins = trusted.stream()
                .filter(tsa -> tsa.policy().equals(POLICY))
                .map(TrustedTsa::from)
                .filter(from -> from.isAfter(now))
                .findFirst()
                .orElse(now);
        // a clock that is a little behind is no reason not to start: tokens are refused one by one until it is right
        Instant second = begins.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        token(new byte[0], new TsaJournal.Entry(BigInteger.ZERO, second));
    }

    private Bytes token(byte[] data, TsaJournal.Entry entry) {
        TimeStampRequestGenerator asking = new TimeStampRequestGenerator();
        asking.setCertReq(true);
        TimeStampRequest request = asking.generate(
                NISTObjectIdentifiers.id_sha256, Digest.sha256(data).bytes());
        try {
            TimeStampToken token = generator().generate(request, entry.serial(), Date.from(entry.time()));
            Bytes encoded = Bytes.copyOf(token.getEncoded("DER"));
            TokenCheck.of(encoded.toArray()).require(trusted, data);
            return encoded;
        } catch (TSPException | CMSException | OperatorCreationException | IOException e) {
            throw new ProofUnavailableException("TSA_TOKEN", "the operator's own authority made no token", e);
        }
    }

    private TimeStampTokenGenerator generator() throws TSPException, CMSException, OperatorCreationException {
        BcDigestCalculatorProvider digests = new BcDigestCalculatorProvider();
        DigestCalculator sha256 = digests.get(SHA256);
        TimeStampTokenGenerator generator = new TimeStampTokenGenerator(
                new SignerInfoGeneratorBuilder(digests)
                        .setSignedAttributeGenerator(parameters -> new DefaultSignedAttributeTableGenerator()
                                .getAttributes(parameters)
                                .remove(CMSAttributes.signingTime))
                        .build(new KeyContentSigner(key), certificate),
                sha256,
                new ASN1ObjectIdentifier(POLICY));
        generator.addCertificates(new CollectionStore<>(List.of(certificate)));
        // whole seconds: some readers know no fraction but one of three digits, and DER drops zeros at its end
        generator.setResolution(TimeStampTokenGenerator.R_SECONDS);
        generator.setAccuracySeconds(1);
        return generator;
    }
}
