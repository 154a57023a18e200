package org.sealgate.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sealgate.bundle.Digest;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonException;
import org.sealgate.bundle.JsonReader;

/**
 * The files of a folder that a proposal names by path and digest.
 *
 * <p>Only what lies within the folder and hashes to what the proposal says is taken: the rest is the gate's to refuse.
 */
final class NamedFiles {
    private NamedFiles() {}

    /** A file that is what the proposal says it is. */
    record Found(Digest digest, Path path) {}

    static List<Found> of(byte[] proposal, Path folder) throws IOException {
        List<Found> found = new ArrayList<>();
        try {
            Json.Obj document = JsonReader.readObject(proposal);
            if (document.get("inputs_snapshot") instanceof Json.Obj inputs) {
                collect(inputs.get("files") instanceof Json.Arr files ? files : null, folder, found);
            }
            for (String list : List.of("prompts", "policies", "schemas")) {
                collect(document.get(list) instanceof Json.Arr files ? files : null, folder, found);
            }
        } catch (JsonException e) {
            return List.of(); // the gate says what is wrong with it, in its own codes
        }
        return found;
    }

    private static void collect(Json.@org.jspecify.annotations.Nullable Arr files, Path folder, List<Found> found)
            throws IOException {
        if (files == null) {
            return;
        }
        for (Json each : files.items()) {
            if (each instanceof Json.Obj file
                    && file.get("path") instanceof Json.Str path
                    && file.get("sha256") instanceof Json.Str digest) {
                take(path.value(), digest.value(), folder, found);
            }
        }
    }

    private static void take(String name, String digest, Path folder, List<Found> found) throws IOException {
        Path root = folder.toRealPath();
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root)
                || !Files.isRegularFile(file)
                || !file.toRealPath().startsWith(root)) {
            return;
        }
        Digest actual = Digest.sha256(Files.readAllBytes(file));
        if (actual.text().equals(digest)) {
            found.add(new Found(actual, file));
        }
    }
}
