package org.sealgate.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * R8: no changed byte and no changed structure of a genuine record, its proofs or its trust root is ever accepted. A few thousand in
 * every run of the tests; {@code -Dsealgate.mutations=100000}, or {@code ./sealgate test --mutations}, for the whole.
 */
class MutationTest {
    private static final long SEED = 20260215;
    private static final int BYTES = Integer.getInteger("sealgate.mutations", 4000);
    private static final int STRUCTURES = BYTES >= 100_000 ? Integer.MAX_VALUE : 1000;

    @TempDir
    private Path folder;

    private final SortedMap<String, Integer> refused = new TreeMap<>();
    private final List<String> accepted = new ArrayList<>();

    @Test
    void bytes_changedAnywhere_areNeverAccepted() throws IOException {
        List<CorpusFile> genuine = genuine();
        Random random = new Random(SEED);
        for (CorpusFile file : genuine) {
            Mutations mutations = Mutations.of(file);
            Judge judge = new Judge(file, mutations);
            for (int i = 0; i < BYTES / genuine.size() + 1; i++) {
                judge.judge(mutations.draw(random), i);
            }
        }
        report("byte mutations", BYTES);
    }

    @Test
    void structure_changedAnywhere_isNeverAccepted() throws IOException {
        List<CorpusFile> genuine = genuine();
        Random random = new Random(SEED);
        for (int i = 0; i < genuine.size(); i++) {
            Mutations mutations = Mutations.of(genuine.get(i));
            Judge judge = new Judge(genuine.get(i), mutations);
            Mutations other = Mutations.of(genuine.get((i + 1) % genuine.size()));
            List<Mutations.Mutant> mutants = new ArrayList<>(StructuralMutations.of(mutations, other));
            java.util.Collections.shuffle(mutants, random);
            int most = Math.min(mutants.size(), STRUCTURES / genuine.size() + 1);
            for (int n = 0; n < most; n++) {
                judge.judge(mutants.get(n), n);
            }
        }
        report("structural mutations", Math.min(STRUCTURES, 500));
    }

    /** Every record of the corpus that is accepted as it is, in one archive of an ordinary size. */
    private static List<CorpusFile> genuine() throws IOException {
        List<CorpusFile> genuine = new ArrayList<>();
        for (CorpusFile file : CorpusFile.readAll(CorpusFilesTest.VECTORS)) {
            if (file.toString().startsWith("genuine-")
                    && Files.size(file.folder().resolve(CorpusCase.BUNDLE)) < 150_000) {
                genuine.add(file);
            }
        }
        return genuine;
    }

    private void report(String what, int least) {
        int count = refused.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println(count + accepted.size() + " " + what + " (seed " + SEED + "), " + accepted.size()
                + " accepted; refused " + refused);
        assertEquals(List.of(), accepted);
        assertTrue(count >= least, count + " " + what);
    }

    /** One verifier for all that happens to a bundle; a trust root that was touched has its own. */
    private final class Judge {
        private final String name;
        private final byte[] root;
        private final Verifier verifier;

        Judge(CorpusFile file, Mutations mutations) throws IOException {
            name = file.toString();
            root = mutations.root();
            verifier = trusting(root);
            assertEquals(Exit.OK, exit(verifier, mutations.bundle()), name + " untouched");
        }

        private Verifier trusting(byte[] bytes) throws IOException {
            return Verifier.trusting(TrustSource.of(file("root", bytes)));
        }

        private Exit exit(Verifier by, byte[] bundle) throws IOException {
            Path file = file("bundle", bundle);
            return by.verify(file, Expectations.at(Attack.AT).requireAny()).exit();
        }

        /** A new one each time: a file system may force what is written over a truncated one to the disk. */
        private Path file(String name, byte[] content) throws IOException {
            Path file = folder.resolve(name);
            Files.deleteIfExists(file);
            return Files.write(file, content, StandardOpenOption.CREATE_NEW);
        }

        void judge(Mutations.Mutant mutant, int number) throws IOException {
            Verifier by = Arrays.equals(mutant.root(), root) ? verifier : trusting(mutant.root());
            Exit exit = exit(by, mutant.bundle());
            if (exit == Exit.OK) {
                accepted.add(name + " " + number + ": " + mutant.where());
            } else {
                refused.merge(exit.name(), 1, Integer::sum);
            }
        }
    }
}
