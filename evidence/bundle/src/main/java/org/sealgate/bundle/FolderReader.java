package org.sealgate.bundle;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads an unpacked bundle: regular files only, the same names and limits as a ZIP, and no folder that holds nothing. */
final class FolderReader extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<StoredZip.Entry> entries = new ArrayList<>();
    private final TreeMap<String, Part> parts = new TreeMap<>();

    /** Files seen when the folder was entered, innermost last. */
    private final List<Integer> seenBefore = new ArrayList<>();

    private FolderReader(Path root) {
        this.root = root;
    }

    static Container open(Path folder) throws IOException {
        // the folder itself may be reached by a link, which a walk would take for a file
        Path root = folder.toRealPath();
        FolderReader reader = new FolderReader(root);
        Files.walkFileTree(root, reader);
        EntryNames.require(reader.entries.stream().map(StoredZip.Entry::name).toList());
        if (StoredZip.length(reader.entries) > StoredZip.MAX_LENGTH) {
            throw new ContainerException(ContainerCode.BUNDLE_LIMIT, "more than 1 GiB");
        }
        Container.requireMediaType(reader.parts.remove(StoredZip.MIMETYPE));
        return new Container(reader.parts, () -> {});
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (!folder.equals(root)) {
            // judged before it is entered: this bounds the depth
            EntryNames.require(name(folder));
        }
        seenBefore.add(entries.size());
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (!attributes.isRegularFile()) {
            throw new ContainerException(ContainerCode.BUNDLE_CONTAINER, "a link or device among the files");
        }
        if (entries.size() == StoredZip.MAX_ENTRIES) {
            throw new ContainerException(ContainerCode.BUNDLE_LIMIT, "more than 4096 entries");
        }
        String name = name(file);
        EntryNames.require(name);
        entries.add(new StoredZip.Entry(name, 0, attributes.size()));
        parts.put(name, new Part(name, new Extent.WholeFile(file, attributes.size())));
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (seenBefore.removeLast() == entries.size() && !folder.equals(root)) {
            throw new ContainerException(ContainerCode.BUNDLE_NOT_CANONICAL, "a folder that holds nothing");
        }
        return FileVisitResult.CONTINUE;
    }

    private String name(Path path) {
        List<String> segments = new ArrayList<>();
        root.relativize(path).forEach(segment -> segments.add(segment.toString()));
        return String.join("/", segments);
    }
}
