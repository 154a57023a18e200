package org.sealgate.engine.decision;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sealgate.bundle.Digest;

/** The files that OPA is started on. OPA runs inside the folder, so that its command line holds no path that could be misread. */
final class SidecarFolder {
    static final String BUNDLE = "release.tar.gz";
    /** What stands beside the release: who may ask what, and the rules that ask the release's about several inputs. */
    static final String OURS = "engine";

    static final String SOCKET = "opa.sock";

    private final Path root;

    private SidecarFolder(Path root) {
        this.root = root;
    }

    /** Writes everything anew; the token itself is in none of the files. */
    static SidecarFolder prepare(OpaSettings settings, String token) throws IOException {
        Path root = settings.folder();
        Files.createDirectories(root.resolve(OURS));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        Files.copy(settings.bundle(), root.resolve(BUNDLE), StandardCopyOption.REPLACE_EXISTING);
        Path policies = root.resolve(OURS);
        Files.writeString(
                policies.resolve(".manifest"), "{\"roots\":[\"system/authz\",\"several\"],\"rego_version\":1}");
        for (String entrypoint : settings.entrypoints()) {
            Files.writeString(policies.resolve(entrypoint.replace('/', '.') + ".rego"), several(entrypoint));
        }
        Files.writeString(policies.resolve("authz.rego"), authorization(settings.entrypoints(), token));
        Files.deleteIfExists(root.resolve("opa.log"));
        return new SidecarFolder(root);
    }

    Path root() {
        return root;
    }

    Path log() {
        return root.resolve("opa.log");
    }

    Path socket() {
        return root.resolve(SOCKET);
    }

    /**
     * Lets through what the gate asks and nothing else: no other path, no other parameter (an {@code explain} or {@code pretty} costs,
     * a left-out {@code strict-builtin-errors} makes an error look like silence).
     */
    static String authorization(List<String> entrypoints, String token) {
        String paths = entrypoints.stream()
                .flatMap(entrypoint -> Stream.of(entrypoint, OpaClient.several(entrypoint)))
                .map(path -> "\"v1/data/" + path + "\"")
                .collect(Collectors.joining(", "));
        return """
                package system.authz

                default allow := false

                allow if {
                	input.method == "POST"
                	crypto.sha256(input.identity) == "%s"
                	concat("/", input.path) in {%s}
                	input.params == {"provenance": ["true"], "strict-builtin-errors": ["true"]}
                }

                allow if {
                	input.method == "GET"
                	input.path == ["health"]
                	input.params == {}
                }
                """.formatted(Digest.sha256(token.getBytes(UTF_8)).hex(), paths);
    }

    /** The entrypoint's result for each of several inputs, by its place; where the result is undefined the place is left out. */
    static String several(String entrypoint) {
        String path = OpaClient.several(entrypoint);
        int rule = path.lastIndexOf('/');
        return """
                package %s

                %s[i] := result if {
                	some i, one in input.inputs
                	result := data.%s with input as one
                }
                """.formatted(
                path.substring(0, rule).replace('/', '.'), path.substring(rule + 1), entrypoint.replace('/', '.'));
    }
}
