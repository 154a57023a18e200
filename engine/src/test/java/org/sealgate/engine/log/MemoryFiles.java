package org.sealgate.engine.log;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.sealgate.bundle.Bytes;

/** A folder in memory, which can be told to fail. */
final class MemoryFiles implements LogFiles {
    final SortedMap<String, Bytes> files = new ConcurrentSkipListMap<>();

    /** What has to be there. */
    byte[] bytes(String name) {
        return Optional.ofNullable(files.get(name)).orElseThrow().toArray();
    }

    volatile boolean full;

    /** What cannot be deleted. */
    volatile String stuck = "";

    private void room() throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public Optional<Bytes> read(String name) {
        return Optional.ofNullable(files.get(name));
    }

    @Override
    public long size(String name) {
        Bytes file = files.get(name);
        return file == null ? -1 : file.size();
    }

    @Override
    public boolean link(String name, Bytes content) throws IOException {
        room();
        return files.putIfAbsent(name, content) == null;
    }

    @Override
    public boolean linkForced(String name, Bytes content) throws IOException {
        return link(name, content);
    }

    @Override
    public void replace(String name, Bytes content) throws IOException {
        room();
        files.put(name, content);
    }

    @Override
    public void delete(String name) throws IOException {
        if (name.equals(stuck)) {
            throw new IOException("Operation not permitted");
        }
        files.remove(name);
    }

    @Override
    public List<String> names(String folder) {
        return files.keySet().stream()
                .filter(name -> name.startsWith(folder + "/"))
                .map(name -> name.substring(folder.length() + 1))
                .filter(name -> !name.contains("/"))
                .toList();
    }
}
