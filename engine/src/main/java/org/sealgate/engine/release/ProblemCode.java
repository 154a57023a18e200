package org.sealgate.engine.release;

/** Why a policy is not built, by a name that tests and officers' tools can rely on. */
public enum ProblemCode {
    /** A file name that evidence cannot carry, or a file that is no regular one. */
    FILE_NAME,
    /** A file that is not UTF-8 with LF line ends, or larger than evidence may carry. */
    FILE_CONTENT,
    /** A file that every policy folder needs. */
    FILE_MISSING,
    /** POLICY_VERSION.txt holds no version. */
    VERSION_FORMAT,
    /** POLICY_BASELINE.md names another version than POLICY_VERSION.txt, or none. */
    VERSION_MISMATCH,
    /** A data file that is no JSON object of ours. */
    DATA_SYNTAX,
    /** A data file whose root is not {@code governance}. */
    DATA_ROOT,
    /** Two data files give one value. */
    DATA_DUPLICATE,
    /** A data file gives what the build writes. */
    DATA_RESERVED,
    /** Data that a release needs is not there, or of another type. */
    DATA_SHAPE,
    /** A kind that the engine serves, or that the data names, has no policy. */
    KIND_MISSING,
    /** capabilities.json cannot be read, or names a built-in that the pinned opa does not have. */
    CAPABILITY_UNKNOWN,
    /** capabilities.json allows a built-in that answers differently from time to time or place to place. */
    CAPABILITY_NONDETERMINISTIC,
    /** Another opa than the pinned one. */
    OPA_VERSION,
    /** opa failed, or did not end in time. */
    OPA_FAILED,
    /** A rule uses a built-in that capabilities.json leaves out. */
    BUILTIN_FORBIDDEN,
    /** {@code opa check --strict} refuses. */
    CHECK,
    /** {@code opa fmt} would change the file. */
    FORMAT,
    /** A package outside {@code sealgate}. */
    PACKAGE,
    /** {@code not f(x)} where x may be undefined: then the rule stays silent instead of refusing. */
    NEGATED_CALL,
    /** A denying rule without METADATA, or METADATA without one of its members. */
    METADATA,
    /** The head of a denying rule does not say what its METADATA says. */
    RULE_HEAD,
    /** One code with two reasons or severities. */
    CODE_AMBIGUOUS,
    /** A denying rule fires in no test. */
    RULE_NEVER_FIRES,
    /** No test named {@code test_<code>_fires…} in the rule's package. */
    TEST_FIRES_MISSING,
    /** No test named {@code test_<code>_silent…} in the rule's package. */
    TEST_SILENT_MISSING,
    /** There is no test at all. */
    TEST_NONE,
    /** A test fails. */
    TEST_FAILED,
    /** A test is skipped. */
    TEST_SKIPPED,
    /** Tests run through too few lines of the rules. */
    COVERAGE,
    /** An entrypoint is not defined. */
    ENTRYPOINT,
    /** {@code opa build} refuses, or what it made is no module that the evidence can run. */
    WASM,
    /** The largest legal input does not end within a third of the instruction budget. */
    BUDGET
}
