package org.sealgate.derive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;
import org.sealgate.bundle.VerifierKey;

/** Our trust root in the words of Sigstore's clients. */
class SigstoreTrustTest {
    private static final VerifierKey LOG =
            VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    private static final Bytes NAMED = Bytes.copyOf(new byte[] {1, 2, 3});
    private static final Bytes OWN = Bytes.copyOf(new byte[] {4});

    private static Json.Obj trusted(List<List<Bytes>> chains) {
        byte[] file = SigstoreTrust.trustedRoot(Samples.read("""
                {"issuedAt":"2026-01-01T00:00:00.000Z","logPolicy":"log %s\\nquorum none\\n",
                 "tsa":[{"controller":"gate-1","certificate":"AQID","policy":"1.3.6.1","validFrom":"2026-01-02T00:00:00.000Z",
                         "validUntil":"2028-01-01T00:00:00.000Z"}]}
                """.formatted(LOG.text())), chains);
        Json.Obj read = JsonReader.readObject(file);
        assertArrayEquals(CanonicalJson.rfc8785(read), file);
        return read;
    }

    @Test
    void log_ofThePolicy_isNamedByItsKey() {
        Json.Obj log = trusted(List.of()).objects("tlogs").getFirst();
        byte[] spki = Base64.getDecoder().decode(log.object("publicKey").text("rawBytes"));
        byte[] id = Base64.getDecoder().decode(log.object("logId").text("keyId"));
        assertEquals("https://example.com/foo", log.text("baseUrl"));
        assertEquals(44, spki.length);
        assertArrayEquals(new byte[] {0x30, 0x2a}, Arrays.copyOf(spki, 2));
        assertArrayEquals(LOG.key().toArray(), Arrays.copyOfRange(spki, 12, 44));
        assertArrayEquals(LOG.fullId().bytes(), id);
        assertEquals(
                "2026-01-01T00:00:00.000Z",
                log.object("publicKey").object("validFor").text("start"));
    }

    @Test
    void authority_withItsChain_hasAllCertificatesAndWithoutItsOwn() {
        assertEquals(List.of("AQID"), certificates(List.of()));
        assertEquals(List.of("BA==", "AQID"), certificates(List.of(List.of(OWN, NAMED))));
        assertEquals(List.of("AQID"), certificates(List.of(List.of(NAMED, OWN))));
    }

    private static List<String> certificates(List<List<Bytes>> chains) {
        Json.Obj authority = trusted(chains).objects("timestampAuthorities").getFirst();
        assertEquals("urn:oid:1.3.6.1", authority.text("uri"));
        assertEquals("gate-1", authority.object("subject").text("organization"));
        return authority.object("certChain").objects("certificates").stream()
                .map(certificate -> certificate.text("rawBytes"))
                .toList();
    }
}
