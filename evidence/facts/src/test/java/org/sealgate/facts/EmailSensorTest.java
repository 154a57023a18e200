package org.sealgate.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

class EmailSensorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "joe@example.com",
                "J.Rivera+triage@mail.example.co.uk",
                "ask <joe@example.com>, then wait",
                "mailto:joe@example.com?subject=x",
                "joe@EXAMPLE.COM",
                "joe@example.com.",
                "'joe'@example.com",
                "\"joe doe\"@example.com",
                "o'neil@example.ie",
                "joe@sub-domain.example.museum",
                "joe@1und1.de",
                "joe@xn--bcher-kva.example",
                "joe@[192.168.0.1]",
                "joe@[IPv6:2001:db8::1]",
                "bücher@bücher.example",
                "用户@例え.テスト",
                "почта@пример.рф",
                "joe@example。com",
                // full-width, small and mathematical forms
                "ｊｏｅ＠ｅｘａｍｐｌｅ．ｃｏｍ",
                "joe﹫example․com",
                "𝐣𝐨𝐞@𝐞𝐱𝐚𝐦𝐩𝐥𝐞.𝐜𝐨𝐦",
                "ⓙⓞⓔ@ⓔⓧⓐⓜⓟⓛⓔ.ⓒⓞⓜ",
                // characters that nobody sees
                "joe\u200b@example.com",
                "joe@exa\u200dmple.c\u2060om",
                "joe@\ufeffexample.com",
                "joe@exam\u00adple.com",
                "joe\u202e@example.com",
                "joe\u0000@example.com",
                "joe@example\ufe0f.com",
                "j\udb40\udc6foe@example.c\udb40\udc6fom",
                // a second sign after one that begins nothing
                "@ @@ joe@example.com",
                "joe@localhost, joe@example.com"
            })
    void address_anywhereInText_isFlagged(String text) {
        assertTrue(EmailSensor.isIn(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "joe",
                "joe@",
                "@example.com",
                "joe@ example.com",
                "joe @example.com",
                "root@localhost",
                "left-pad@1.3.0",
                "gate@2026.02.15",
                "a@b.c",
                "joe@example.",
                "joe@.com",
                "joe@example..com",
                "meet @ noon. ok",
                "joe@[]",
                "joe@[host]",
                "joe@[1.2.3.4",
                "x@[0123456789012345678901234567890123456789012345678]",
                "@Override public int x;",
                "sha256:a1b2c3",
                "2026-02-15T18:30:00Z",
                "RUN-001",
                "Risk X-1"
            })
    void noAddress_inText_isNotFlagged(String text) {
        assertFalse(EmailSensor.isIn(text));
    }

    @Test
    void generatedAddresses_inSentences_areRecalled() {
        Random random = new Random(20260215);
        int found = 0;
        int asked = 4_000;
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < asked; i++) {
            String text = "Please ask " + hidden(address(random), random) + " before Friday";
            if (EmailSensor.isIn(text)) {
                found++;
            } else {
                missed.add(text);
            }
        }
        assertTrue(found >= asked * 99 / 100, () -> missed.size() + " missed, the first: " + missed.getFirst());
    }

    private static String address(Random random) {
        String local = word(random, "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789", 1, 20);
        String[] joins = {
            "", ".", "_", "-", "+", "'", "!", "#", "$", "%", "&", "*", "/", "=", "?", "^", "`", "{", "|", "}", "~"
        };
        String tail = word(random, "abcdefghijklmnopqrstuvwxyz0123456789", 1, 10);
        String host = word(random, "abcdefghijklmnopqrstuvwxyz0123456789", 1, 1)
                + word(random, "abcdefghijklmnopqrstuvwxyz0123456789-", 0, 20);
        String[] tops = {"com", "org", "de", "co.uk", "museum", "io", "xn--p1ai", "example", "COM", "berlin"};
        String sub = random.nextInt(3) == 0 ? "mail." : "";
        return local + joins[random.nextInt(joins.length)] + tail + "@" + sub + host + "."
                + tops[random.nextInt(tops.length)];
    }

    /** As it is, or with an unseen character inside, or in full width. */
    private static String hidden(String address, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> address;
            case 1 -> {
                int at = random.nextInt(address.length());
                String[] unseen = {"\u200b", "\u200c", "\u00ad", "\u2060", "\ufeff", "\u180e"};
                yield address.substring(0, at) + unseen[random.nextInt(unseen.length)] + address.substring(at);
            }
            default -> {
                StringBuilder wide = new StringBuilder();
                address.chars().forEach(c -> wide.append((char) (c + 0xfee0)));
                yield wide.toString();
            }
        };
    }

    private static String word(Random random, String alphabet, int least, int most) {
        StringBuilder word = new StringBuilder();
        int length = least + random.nextInt(most - least + 1);
        for (int i = 0; i < length; i++) {
            word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return word.toString();
    }

    @Test
    void publicTexts_withAndWithoutAddresses_areToldApart() throws Exception {
        Json.Arr texts = (Json.Arr) JsonReader.read(vector("pii/synth_dataset_v2_even.json"));
        int benign = 0;
        List<String> missed = new ArrayList<>();
        List<String> falseAlarms = new ArrayList<>();
        for (Json each : texts.items()) {
            Json.Obj text = (Json.Obj) each;
            boolean has = text.objects("spans").stream()
                    .anyMatch(span -> span.text("entity_type").equals("EMAIL_ADDRESS"));
            boolean flagged = EmailSensor.isIn(text.text("full_text"));
            benign += has ? 0 : 1;
            if (has && !flagged) {
                missed.add(text.text("full_text"));
            } else if (!has && flagged) {
                falseAlarms.add(text.text("full_text"));
            }
        }
        assertEquals(List.of(), missed);
        assertTrue(falseAlarms.size() * 200 <= benign, falseAlarms::toString);
    }

    @Test
    void naughtyStrings_without_addresses_areNotFlagged() throws Exception {
        Json.Arr strings = (Json.Arr) JsonReader.read(vector("naughty-strings/blns.json"));
        List<Json> flagged = new ArrayList<>();
        for (Json each : strings.items()) {
            if (EmailSensor.isIn(((Json.Str) each).value())) {
                flagged.add(each);
            }
        }
        // not one of them is an address, though some have the sign
        assertEquals(List.of(), flagged);
    }

    private static byte[] vector(String name) throws Exception {
        Path file = Checkout.root().resolve("../shared/vectors").resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "skipped: the public vectors are not beside the checkout");
        return Files.readAllBytes(file);
    }

    @Test
    void everySign_thatFoldsToTheSign_passesThePrefilter() {
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
            boolean scalar = c < 0xd800 || c > 0xdfff;
            if (scalar
                    && Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC)
                            .contains("@")) {
                assertTrue(EmailSensor.isIn("joe" + Character.toString(c) + "example.com"), Integer.toHexString(c));
            }
        }
    }

    @Test
    void everyForm_ofWhatAddressesAreMadeOf_folds() {
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
            // U+1CCD6 and on came with Unicode 16, after the oldest JDK that may verify
            boolean known = (c < 0xd800 || c > 0xdfff) && (c < 0x1ccd6 || c > 0x1ccf9) && Character.isDefined(c);
            String nfkc = known ? Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC) : "";
            if (nfkc.matches("[A-Za-z0-9@._-]")) {
                assertEquals(nfkc, Folding.fold(Character.toString(c)), Integer.toHexString(c));
            }
        }
    }

    @Test
    void hostileText_ofTheLargestSize_takesOnePass() {
        for (String unit : List.of("x@", "x@[", "x@a", "x@a.", "x@a.1", "\u200b@", "ﷺ@", "x@[1")) {
            String text = unit.repeat(1024 * 1024 / unit.length());
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> EmailSensor.isIn(text), unit);
        }
    }
}
