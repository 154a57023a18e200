package org.sealgate.bundle;

/** Why a text is not a JSON document that can be evidence. */
public enum JsonCode implements RefusalCode {
    /** Bytes that are not UTF-8 by RFC 3629: overlong, cut off, a surrogate, beyond U+10FFFF, UTF-16. */
    JSON_UTF8,
    /** The bytes EF BB BF at the start. */
    JSON_BOM,
    /** Off the grammar of RFC 8259, an empty text and one that ends too early included. */
    JSON_SYNTAX,
    /** Two members of one object have the same name after unescaping. */
    JSON_DUPLICATE_KEY,
    /** An escape such as {@code \ud800} without its other half. */
    JSON_LONE_SURROGATE,
    /** Arrays and objects nested deeper than {@link JsonLimits#depth()}. */
    JSON_DEPTH,
    /** A number whose nearest double is infinite, for example {@code 1e400}. */
    JSON_NUMBER_RANGE,
    /** A number that its double does not carry exactly; see {@link ExactNumbers}. */
    JSON_NUMBER_PRECISION,
    /** Anything but white space behind the document. */
    JSON_TRAILING,
    /** One of the other {@link JsonLimits} is exceeded. */
    JSON_LIMIT,
    /** Well-formed, but a member that was asked for is absent or of another type. */
    JSON_SHAPE
}
