package org.sealgate.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The published vectors of transparency-dev/merkle: proofs that hold and proofs that do not, through our own entry points. */
class MerkleVectorsTest {
    /** It holds for hashes of 16 bytes, which no hash of ours has. */
    private static final String SHORT_HASHES = "sizes-are-equal-one-and-proof-is-empty.json";

    private interface Proof {
        void verify(Json.Obj vector);
    }

    private static void run(String folder, Proof proof, int fewest) throws IOException {
        Path vectors = Checkout.vectors("merkle/testdata/" + folder);
        List<String> disagreeing = new ArrayList<>();
        int count = 0;
        try (Stream<Path> files = Files.walk(vectors)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                Json.Obj vector = JsonReader.readObject(Files.readAllBytes(file));
                boolean accepted = accepted(proof, vector);
                boolean expected = !vector.bool("wantErr") && !file.endsWith(SHORT_HASHES);
                count++;
                if (accepted != expected) {
                    disagreeing.add(vectors.relativize(file).toString());
                }
            }
        }
        assertEquals(List.of(), disagreeing);
        assertTrue(count >= fewest, "only " + count + " vectors");
    }

    /** A number of 64 bits and no sign is more than ours are. */
    private static boolean accepted(Proof proof, Json.Obj vector) {
        try {
            proof.verify(vector);
            return true;
        } catch (LogProofException | IllegalArgumentException | JsonException refused) {
            return false;
        }
    }

    private static Digest digest(String base64) {
        return Digest.ofBytes(Base64.getDecoder().decode(base64));
    }

    private static List<Digest> proof(Json.Obj vector) {
        return vector.get("proof") instanceof Json.Arr
                ? vector.texts("proof").stream().map(MerkleVectorsTest::digest).toList()
                : List.of();
    }

    @Test
    void inclusion_publishedVectors_agree() throws IOException {
        run(
                "inclusion",
                vector -> new InclusionProof(vector.integer("leafIdx"), vector.integer("treeSize"), proof(vector))
                        .verify(digest(vector.text("leafHash")), digest(vector.text("root"))),
                95);
    }

    @Test
    void consistency_publishedVectors_agree() throws IOException {
        run(
                "consistency",
                vector -> new ConsistencyProof(vector.integer("size1"), vector.integer("size2"), proof(vector))
                        .verify(digest(vector.text("root1")), digest(vector.text("root2"))),
                90);
    }
}
