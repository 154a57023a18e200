package org.sealgate.engine.intake;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContextCustomizer;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import java.util.List;
import java.util.Locale;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.Json;
import org.sealgate.facts.Pointers;
import org.sealgate.facts.SchemaFile;

/** One schema, compiled once and shared by all threads. Formats are asserted; nothing outside the file can be referred to. */
final class CompiledSchema {
    /** 2020-12 and the two marks of ours, which tell people and a test of the build why a string or an object is not narrower. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .keyword(new NonValidationKeyword("x-freeText"))
            .keyword(new NonValidationKeyword("x-open"))
            .build();

    private static final ExecutionContextCustomizer FIRST_ONLY =
            (context, schema) -> context.executionConfig(config -> config.failFast(true));

    private final Schema schema;

    CompiledSchema(SchemaFile file) {
        this(file.bytes());
    }

    CompiledSchema(Bytes file) {
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
        schema = registry.getSchema(file.open(), InputFormat.JSON);
        schema.initializeValidators();
    }

    /** Everything that is wrong. */
    List<Violation> violations(Json document) {
        return violations(schema.validate(JacksonTree.of(document)));
    }

    /** The first thing that is wrong, and no look at the rest: a large body can be wrong in a hundred thousand places. */
    List<Violation> firstViolation(Json document) {
        return violations(schema.validate(JacksonTree.of(document), FIRST_ONLY));
    }

    private static List<Violation> violations(List<Error> errors) {
        if (errors.isEmpty()) {
            return List.of();
        }
        Pointers pointers = new Pointers();
        return errors.stream().map(error -> violation(error, pointers)).toList();
    }

    private static Violation violation(Error error, Pointers pointers) {
        StringBuilder pointer = new StringBuilder();
        NodePath path = error.getInstanceLocation();
        for (int i = 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            pointer.append('/')
                    .append(element instanceof Integer ? element.toString() : pointers.name(path.getName(i)));
        }
        // a missing or an unknown member is reported at its parent
        if (error.getProperty() != null) {
            pointer.append('/').append(pointers.name(error.getProperty()));
        }
        return new Violation("SCHEMA_" + error.getKeyword().toUpperCase(Locale.ROOT), pointer.toString());
    }
}
