package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

// S002-11: hash verifies under the declared profile
class HashProfileTest {
    private static final String DOCUMENT = "{\"run\":\"é\",\"hash\":\"x\",\"pct\":87.0,\"in\":{\"hash\":\"y\"}}";

    /** What is hashed under each profile, written out; | stands for a newline. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rfc8785-empty; sha256:; {\"hash\":\"\",\"in\":{\"hash\":\"y\"},\"pct\":87,\"run\":\"é\"}",
                "rfc8785-removed; sha256:; {\"in\":{\"hash\":\"y\"},\"pct\":87,\"run\":\"é\"}",
                "py-compact; ; {\"hash\":\"x\",\"in\":{\"hash\":\"y\"},\"pct\":87.0,\"run\":\"é\"}",
                "py-default-empty; sha256:; {\"hash\": \"\", \"in\": {\"hash\": \"y\"}, \"pct\": 87.0, \"run\": \"\\u00e9\"}",
                "py-indent2-empty; ; {|  \"hash\": \"\",|  \"in\": {|    \"hash\": \"y\"|  },|  \"pct\": 87.0,|  \"run\": \"\\u00e9\"|}"
            })
    void text_document_isDigestOfTheProfilesBytes(String id, String prefix, String bytes) {
        HashProfile profile = HashProfile.byId(id).orElseThrow();
        Json.Obj document = JsonReader.readObject(DOCUMENT.getBytes(UTF_8));
        Digest digest = Digest.sha256(bytes.replace('|', '\n').getBytes(UTF_8));
        assertEquals(id, profile.id());
        assertEquals(digest, profile.digest(document));
        assertEquals((prefix == null ? "" : prefix) + digest.hex(), profile.text(document));
    }

    @Test
    void text_hashAbsentOrAnything_emptyProfilesAgree() {
        Json.Obj document = JsonReader.readObject(DOCUMENT.getBytes(UTF_8));
        assertEquals(
                HashProfile.RFC8785_EMPTY.text(document), HashProfile.RFC8785_EMPTY.text(document.without("hash")));
        assertEquals(
                HashProfile.RFC8785_EMPTY.text(document),
                HashProfile.RFC8785_EMPTY.text(document.with("hash", Json.NULL)));
    }

    @Test
    void byId_unknown_isEmpty() {
        assertTrue(HashProfile.byId("rfc8785").isEmpty());
        assertTrue(HashProfile.byId("RFC8785_EMPTY").isEmpty());
    }
}
