package org.sealgate.bundle;

/**
 * The named forms in which a JSON value becomes bytes that are hashed and signed. One value has exactly one byte string in each form;
 * the forms differ, so every digest names its own.
 *
 * <p>For {@code {"b":87.0,"a":"\u00e9","n":1e16}} they are:
 *
 * <pre>
 * rfc8785     {"a":"é","b":87,"n":10000000000000000}
 * pyCompact   {"a":"é","b":87.0,"n":1e+16}
 * pyDefault   {"a": "\u00e9", "b": 87.0, "n": 1e+16}
 * pyIndent2   {
 *               "a": "\u00e9",
 *               "b": 87.0,
 *               "n": 1e+16
 *             }
 * </pre>
 *
 * <p>All are UTF-8 without a final newline. A value that {@link JsonReader} has read can be written in each of them; an
 * {@link IllegalArgumentException} comes only from a hand-made number beyond the range of a double.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * RFC 8785: no white space, names sorted by UTF-16 code unit, numbers as ECMA-262 prints the nearest double, text in UTF-8 with the
     * shortest escapes.
     */
    public static byte[] rfc8785(Json value) {
        return Rfc8785Writer.write(value);
    }

    /** An equal object that keeps its {@link #rfc8785} form: for one that is written into document after document. */
    public static Json.Obj kept(Json.Obj object) {
        return new Json.Obj(((Members) object.members()).withCanonical(rfc8785(object)));
    }

    /**
     * {@code json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)} of CPython 3: names sorted by code
     * point; a number written without fraction and exponent stays an integer of any size, any other is the repr of its double.
     */
    public static byte[] pyCompact(Json value) {
        return PythonWriter.write(value, PythonWriter.Style.COMPACT);
    }

    /** {@code json.dumps(json.loads(text), sort_keys=True)}: like {@link #pyCompact} with ", ", ": " and ASCII escapes. */
    public static byte[] pyDefault(Json value) {
        return PythonWriter.write(value, PythonWriter.Style.DEFAULT);
    }

    /** {@code json.dumps(json.loads(text), indent=2, sort_keys=True)}. */
    public static byte[] pyIndent2(Json value) {
        return PythonWriter.write(value, PythonWriter.Style.INDENT2);
    }
}
