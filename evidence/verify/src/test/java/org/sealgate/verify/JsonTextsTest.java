package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.JsonReader;

/** The report for programs, word for word. */
class JsonTextsTest {
    private static final String JSON = """
            {"exit":1,
             "sequences":[
              {"code":"SEQUENCE_GAP","pointer":"s","expected":"number 2","actual":"not among these bundles","advice":"%s"},
              {"code":"SEQUENCE_FORK","pointer":"s 3","expected":"sha256:01","actual":"none","advice":"%s"}],
             "unread":[{"bundle":"e <f>.zip","reason":"no such file: \\"e\\""}],
             "bundles":[
              {"bundle":"x <y>.zip","verdict":"inadmissible","record":"not verified","exit":1,
               "trustRoot":{"digest":"sha256:07","version":3,"judgedAt":"2026-03-01T00:00:00Z"},
               "warnings":[{"code":"WITNESS_NONE","pointer":"log/checkpoint","expected":"a witness","actual":"none",
                            "advice":"%s"}],
               "decision":{"decisionId":"id-1","kind":"sealed-run","outcome":"allow",
                           "decidedAt":"2026-02-15T18:30:00.118Z","subject":"RUN-001",
                           "issuer":"https://gate.example.org","sequence":{"number":1,"stream":"s"}},
               "checks":[
                {"step":0,"name":"limits","notes":[],"result":"PASS","say":"two files","findings":[]},
                {"step":7,"name":"files","notes":["one note","another\\u0007"],"result":"FAIL","say":"","findings":[
                 {"code":"FILE_DIGEST","pointer":"input.json","expected":"\\"1\\"","actual":"2 & 3","advice":"%s"},
                 {"code":"FILE_MISSING","pointer":"","expected":"a file","actual":"none","advice":"%s"}]},
                {"step":8,"name":"log","notes":[],"result":"NOT_CHECKED","say":"no log is asked for","findings":[]},
                {"step":11,"name":"policy","notes":[],"result":"NOT_APPLICABLE","say":"nothing was evaluated","findings":[]},
                {"step":13,"name":"replay","notes":[],"result":"NOT_CHECKED","say":"it was <retired>","findings":[]}]},
              {"bundle":"b.zip","verdict":"inadmissible","record":"verified","exit":1,"warnings":[],"checks":[],
               "trustRoot":{"digest":"sha256:08","version":4,"judgedAt":"2026-03-02T00:00:00Z"}},
              {"bundle":"c.zip","verdict":"indeterminate","record":"not verified","exit":3,"warnings":[],"checks":[],
               "trustRoot":{"digest":"","version":4,"judgedAt":"2026-03-02T00:00:00Z"}},
              {"bundle":"d.zip","verdict":"admissible","record":"verified","exit":0,"warnings":[],"checks":[],
               "trustRoot":{"digest":"sha256:09","version":4,"judgedAt":"2026-03-02T00:00:00Z"}}]}
            """;

    @Test
    void json_ofEverything_isThisDocument() {
        String expected = JSON.formatted(
                Code.SEQUENCE_GAP.advice(),
                Code.SEQUENCE_FORK.advice(),
                Code.WITNESS_NONE.advice(),
                Code.FILE_DIGEST.advice(),
                Code.FILE_MISSING.advice());
        assertEquals(
                new String(CanonicalJson.rfc8785(JsonReader.readObject(expected.getBytes(UTF_8))), UTF_8),
                JsonReport.of(Judged.each(), List.of(Judged.unread()), Judged.between(Exit.FAILED), Exit.FAILED));
    }

    @Test
    void json_ofACompleteStream_saysWhoseAndHowFar() {
        assertEquals(
                "{\"bundles\":[],\"complete\":{\"first\":1,\"issuer\":\"https://gate.example.org\",\"last\":3,"
                        + "\"stream\":\"s\"},\"exit\":0,\"sequences\":[],\"unread\":[]}",
                JsonReport.of(List.of(), List.of(), Judged.complete(), Exit.OK));
    }

    @Test
    void json_ofANameWithHalfACharacter_isStillJson() {
        Report report =
                new Report("a\ud800.zip", new Report.TrustRootLine("", 0, ""), List.of(), List.of(), Optional.empty());
        assertEquals(
                "{\"bundles\":[{\"bundle\":\"a?.zip\",\"checks\":[],\"exit\":3,\"record\":\"not verified\","
                        + "\"trustRoot\":{\"digest\":\"\",\"judgedAt\":\"\",\"version\":0},\"verdict\":\"indeterminate\","
                        + "\"warnings\":[]}],\"exit\":3,\"sequences\":[],\"unread\":[]}",
                JsonReport.of(
                        List.of(new Verdict.Indeterminate(report)), List.of(), Judged.whole(), Exit.INDETERMINATE));
    }
}
