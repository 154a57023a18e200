package org.sealgate.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.sealgate.bundle.Bytes;
import org.sealgate.bundle.CanonicalJson;
import org.sealgate.bundle.DsseEnvelope;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/**
 * What somebody who knows the format and has no key would try: files removed, added, renamed and exchanged; every member of every JSON
 * document removed, emptied, wrapped or doubled; every line of checkpoint and proof removed, doubled and exchanged.
 */
final class StructuralMutations {
    private final Mutations genuine;
    private final List<Mutations.Mutant> mutants = new ArrayList<>();

    private StructuralMutations(Mutations genuine) {
        this.genuine = genuine;
    }

    static List<Mutations.Mutant> of(Mutations genuine, Mutations other) {
        StructuralMutations made = new StructuralMutations(genuine);
        made.files(other);
        for (String name : genuine.parts().keySet()) {
            byte[] content = Objects.requireNonNull(genuine.parts().get(name));
            if (name.endsWith(".json")) {
                made.documents(name, content, edited -> genuine.with(name, edited));
            } else if (name.startsWith("log/")) {
                made.lines(name, content);
            }
        }
        made.documents(
                "trust root", genuine.root(), edited -> new Mutations.Mutant("trust root", genuine.bundle(), edited));
        return made.mutants;
    }

    private void files(Mutations other) {
        SortedMap<String, byte[]> parts = genuine.parts();
        for (String name : parts.keySet()) {
            byte[] content = Objects.requireNonNull(parts.get(name));
            SortedMap<String, byte[]> removed = new TreeMap<>(parts);
            removed.remove(name);
            archive("without " + name, removed);
            removed.put(name + ".bak", content);
            archive(name + " renamed", removed);
            archive("a second " + name, with("schemas/" + name.replace('/', '-'), content));
            archive(name + " emptied", with(name, new byte[0]));
            archive(name + " doubled", with(name, (new String(content, UTF_8).repeat(2)).getBytes(UTF_8)));
            byte[] theirs = other.parts().get(name);
            if (theirs != null) {
                archive(name + " of another record", with(name, theirs));
            }
            for (String beside : parts.tailMap(name + "\0").keySet()) {
                SortedMap<String, byte[]> exchanged = with(name, Objects.requireNonNull(parts.get(beside)));
                exchanged.put(beside, content);
                archive(name + " and " + beside + " exchanged", exchanged);
            }
        }
    }

    private SortedMap<String, byte[]> with(String name, byte[] content) {
        SortedMap<String, byte[]> edited = new TreeMap<>(genuine.parts());
        edited.put(name, content);
        return edited;
    }

    private void archive(String where, SortedMap<String, byte[]> parts) {
        byte[] archive = ForgedBundle.bytes(parts);
        if (!Arrays.equals(archive, genuine.bundle())) {
            mutants.add(new Mutations.Mutant(where, archive, genuine.root()));
        }
    }

    /** The document itself, and what an envelope's payload says, put back under the old signatures. */
    private void documents(String name, byte[] content, Function<byte[], Mutations.Mutant> put) {
        Json document = JsonReader.read(content);
        for (Json variant : variants(document)) {
            keep(put.apply(CanonicalJson.rfc8785(variant)), content, CanonicalJson.rfc8785(variant));
        }
        if (name.endsWith(".dsse.json") || name.equals("trust root")) {
            DsseEnvelope envelope = DsseEnvelope.read(content);
            for (Json variant : variants(JsonReader.read(envelope.payload().toArray()))) {
                Bytes payload = Bytes.copyOf(CanonicalJson.rfc8785(variant));
                byte[] edited = new DsseEnvelope(envelope.payloadType(), payload, envelope.signatures()).toBytes();
                keep(put.apply(edited), content, edited);
            }
        }
    }

    private void keep(Mutations.Mutant mutant, byte[] before, byte[] after) {
        if (!Arrays.equals(before, after)) {
            mutants.add(mutant);
        }
    }

    private void lines(String name, byte[] content) {
        List<String> lines =
                List.of(new String(content, java.nio.charset.StandardCharsets.ISO_8859_1).split("(?<=\n)"));
        for (int i = 0; i < lines.size(); i++) {
            List<String> removed = new ArrayList<>(lines);
            String line = removed.remove(i);
            List<String> doubled = new ArrayList<>(lines);
            doubled.add(i, line);
            List<String> moved = new ArrayList<>(removed);
            moved.add(i == 0 ? removed.size() : 0, line);
            for (List<String> edited : List.of(removed, doubled, moved)) {
                byte[] bytes = String.join("", edited).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
                keep(genuine.with(name, bytes), content, bytes);
            }
        }
    }

    /** The document with one node changed, for every node and every change. */
    private static List<Json> variants(Json document) {
        List<Json> variants = new ArrayList<>();
        vary(document, variants::add);
        return variants;
    }

    private interface Place {
        void put(Json changed);
    }

    private static void vary(Json node, Place place) {
        place.put(Json.NULL);
        place.put(Json.array(List.of(node)));
        switch (node) {
            case Json.Obj object -> members(object, place);
            case Json.Arr array -> items(array, place);
            case Json.Str text -> {
                place.put(Json.of(text.value() + "x"));
                place.put(Json.of(""));
            }
            case Json.Num n -> place.put(Json.of(7));
            case Json.Bool b -> place.put(Json.of(!b.value()));
            case Json.Null n -> place.put(Json.of("x"));
        }
    }

    private static void members(Json.Obj object, Place place) {
        place.put(object.with("more", Json.of("x")));
        for (String name : object.members().keySet()) {
            place.put(object.without(name));
            place.put(object.without(name).with(name + "x", Objects.requireNonNull(object.get(name))));
            vary(Objects.requireNonNull(object.get(name)), changed -> place.put(object.with(name, changed)));
        }
    }

    private static void items(Json.Arr array, Place place) {
        for (int i = 0; i < array.items().size(); i++) {
            List<Json> removed = new ArrayList<>(array.items());
            Json item = removed.remove(i);
            place.put(Json.array(removed));
            List<Json> doubled = new ArrayList<>(array.items());
            doubled.add(item);
            place.put(Json.array(doubled));
            int at = i;
            vary(item, changed -> {
                List<Json> edited = new ArrayList<>(array.items());
                edited.set(at, changed);
                place.put(Json.array(edited));
            });
        }
    }
}
