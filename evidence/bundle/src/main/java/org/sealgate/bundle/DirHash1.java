package org.sealgate.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * One digest for a list of files: Hash1 of Go's {@code golang.org/x/mod/sumdb/dirhash}, in hexadecimal.
 *
 * <p>It is the SHA-256 of a line for each file, {@code <64 hex digits>  <name>\n}, sorted by the bytes of the name: what {@code
 * sha256sum} prints. Names count as given; Go's text form of the same digest is {@code h1:} and base64.
 *
 * <pre>{@code
 * printf 'hello\n' > a; sha256sum a | sha256sum
 * }</pre>
 */
public final class DirHash1 {
    private DirHash1() {}

    /**
     * {@code dirHash1:} and 64 lower-case hexadecimal digits.
     *
     * @throws IllegalArgumentException where a name holds a newline, which could stand for a second line
     */
    public static String of(SortedMap<String, Digest> files) {
        List<Map.Entry<String, Digest>> entries = new ArrayList<>(files.entrySet());
        // the order of code points is the order of UTF-8 bytes; the map's own may be another
        entries.sort(Map.Entry.comparingByKey(PythonWriter.CODE_POINT_ORDER));
        MessageDigest sha256 = Digest.newSha256();
        for (Map.Entry<String, Digest> entry : entries) {
            if (entry.getKey().indexOf('\n') >= 0) {
                throw new IllegalArgumentException("a file name holds a newline");
            }
            sha256.update((entry.getValue().hex() + "  " + entry.getKey() + "\n").getBytes(UTF_8));
        }
        return "dirHash1:" + Digest.finish(sha256).hex();
    }
}
