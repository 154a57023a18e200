package org.sealgate.verify;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonPointer;
import org.sealgate.bundle.JsonReader;
import org.sealgate.facts.SchemaFile;

/**
 * The schemas that this verifier was built with, compiled when first needed. A schema from a bundle is never compiled: it is
 * evidence of what the gate used, not a judge.
 */
final class Schemas {
    /** 2020-12 and two marks of ours, which tell people why a string or an object is not narrower. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .keyword(new NonValidationKeyword("x-freeText"))
            .keyword(new NonValidationKeyword("x-open"))
            .build();

    private static final Map<SchemaFile, Schema> COMPILED = new ConcurrentHashMap<>();

    private Schemas() {}

    /** Adds a finding with this code for whatever the schema refuses; the pointer is {@code file#/…}. */
    static void require(SchemaFile schema, Json document, String file, Code code, Problems problems) {
        for (Error error : compiled(schema).validate(JacksonTree.of(document))) {
            problems.add(code, file + "#" + pointer(error), schema.fileName() + " " + error.getKeyword(), "not so");
        }
    }

    /** Compiles ahead of need what every record is judged by. */
    static void load() {
        for (SchemaFile each : List.of(
                SchemaFile.TRUST_ROOT,
                SchemaFile.POLICY_DECISION,
                SchemaFile.POLICY_RELEASE,
                SchemaFile.DECISION_INPUT,
                SchemaFile.DECISION_RESULT)) {
            compiled(each);
        }
    }

    private static Schema compiled(SchemaFile file) {
        return COMPILED.computeIfAbsent(file, Schemas::compile);
    }

    private static Schema compile(SchemaFile file) {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ROOT)
                .build();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                DIALECT,
                builder -> builder.schemaRegistryConfig(config)
                        // a $ref to classpath: or http: would read what the file does not carry
                        .schemaLoader(
                                loader -> loader.fetchRemoteResources(false).block(iri -> true)));
        // read by our own reader: the validator's would first have to be loaded
        Schema schema =
                registry.getSchema(JacksonTree.of(JsonReader.read(file.bytes().toArray())));
        schema.initializeValidators();
        return schema;
    }

    private static String pointer(Error error) {
        StringBuilder pointer = new StringBuilder();
        NodePath path = error.getInstanceLocation();
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer.append('/').append(JsonPointer.escape(String.valueOf(path.getElement(i))));
        }
        // a missing or an unknown member is reported at its parent
        if (error.getProperty() != null) {
            pointer.append('/').append(JsonPointer.escape(error.getProperty()));
        }
        return pointer.toString();
    }
}
