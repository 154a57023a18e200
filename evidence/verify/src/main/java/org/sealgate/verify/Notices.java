package org.sealgate.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sealgate.derive.Notice;

/**
 * Which notices are meant by a path: a notice's file, an unpacked notice, or a folder of either.
 *
 * <pre>{@code
 * Notices.named(Path.of("7.notice.zip"))   that file, whether it is there or not
 * Notices.named(Path.of("unpacked/"))      that folder, where it holds notice.dsse.json
 * Notices.named(Path.of("notices/"))       every *.notice.zip and every unpacked notice right in it, sorted
 * }</pre>
 *
 * <p>A notice that is not found says nothing, so a path that means none is an error.
 */
public final class Notices {
    private Notices() {}

    /**
     * The notices that the path means, at least one.
     *
     * @throws NoSuchFileException where it means none
     * @throws IOException where a folder cannot be listed
     */
    public static List<Path> named(Path path) throws IOException {
        if (!Files.isDirectory(path) || isUnpacked(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.list(path)) {
            List<Path> found = all.filter(each -> each.toString().endsWith(Notice.SUFFIX) || isUnpacked(each))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new NoSuchFileException(path + " holds no notice");
            }
            return found;
        }
    }

    private static boolean isUnpacked(Path folder) {
        return Files.exists(folder.resolve(Notice.FILE));
    }
}
