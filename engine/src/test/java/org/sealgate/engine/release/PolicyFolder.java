package org.sealgate.engine.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A copy of the committed policies, for a test to change, and the pinned opa. */
record PolicyFolder(Path root) {
    private static final Pattern REGO_IN_PROSE = Pattern.compile("(?s)```rego\n(.*?)```");
    private static final AtomicReference<@Nullable PolicyArtifacts> COMMITTED = new AtomicReference<>();

    static PolicyFolder copyTo(Path target) throws IOException {
        Path from = committed();
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : walk.sorted().toList()) {
                Path to = target.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(path, to);
                }
            }
        }
        return new PolicyFolder(target);
    }

    static Path committed() {
        String given = System.getProperty("sealgate.root");
        Path here =
                Path.of(given != null ? given : System.getProperty("user.dir")).toAbsolutePath();
        while (!Files.isDirectory(here.resolve("policies")) || !Files.isDirectory(here.resolve("evidence"))) {
            here = Optional.ofNullable(here.getParent())
                    .orElseThrow(() -> new IllegalStateException("not inside a checkout"));
        }
        return here.resolve("policies");
    }

    static OpaTool opa() {
        String cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .orElseGet(() -> System.getProperty("user.home") + "/.cache");
        Path binary = Optional.ofNullable(System.getenv("SEALGATE_OPA"))
                .map(Path::of)
                .orElseGet(() -> Path.of(cache, "sealgate", "opa", OpaTool.PINNED_VERSION, "opa"));
        if (!Files.isExecutable(binary)) {
            throw new AssertionError("OPA " + OpaTool.PINNED_VERSION + " is not at " + binary
                    + ": `./sealgate opa-path` gets it, or name one in SEALGATE_OPA");
        }
        return new OpaTool(binary, Duration.ofMinutes(2));
    }

    /** The rule and its test, as the README of sealed runs shows officers how to add them. */
    static List<String> ruleOfReadme() throws IOException {
        List<String> found = new ArrayList<>();
        Matcher rego = REGO_IN_PROSE.matcher(Files.readString(committed().resolve("sealed-run/README.md")));
        while (rego.find()) {
            found.add(rego.group(1));
        }
        return found;
    }

    void write(String name, String text) throws IOException {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    void write(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
        Files.write(file, content);
    }

    void replace(String name, String is, String shouldBe) throws IOException {
        String text = Files.readString(root.resolve(name));
        if (!text.contains(is)) {
            throw new IllegalArgumentException(name + " has no " + is);
        }
        write(name, text.replace(is, shouldBe));
    }

    void delete(String end) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(path -> path.toString().endsWith(end)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What the committed policies give, built once. */
    static synchronized PolicyArtifacts committedArtifacts() throws IOException {
        PolicyArtifacts known = COMMITTED.get();
        PolicyArtifacts made = known != null ? known : new PolicyFolder(committed()).built();
        COMMITTED.set(made);
        return made;
    }

    BuildOutcome build() throws IOException {
        return new PolicyBuild(opa(), root).build();
    }

    PolicyArtifacts built() throws IOException {
        return switch (build()) {
            case BuildOutcome.Built built -> built.artifacts();
            case BuildOutcome.Refused refused ->
                throw new AssertionError(refused.problems().toString());
        };
    }
}
