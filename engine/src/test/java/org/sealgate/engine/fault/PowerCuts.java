package org.sealgate.engine.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An engine on an ext4 of its own in a file. A cut: the engine is stopped in the middle of its work, the file copied as far as the
 * kernel has written it, and the copy mounted, which replays ext4's journal as after a loss of power.
 */
final class PowerCuts implements AutoCloseable {
    private static final long BYTES = 400L << 20;

    /** So many acknowledgements at the least come between two cuts. */
    private static final int BETWEEN_CUTS = 20;

    private final Path folder;
    private final Path mounted;
    private final EngineUnderFault engine;
    private final Caller caller = new Caller("CUT");

    private PowerCuts(Path folder, Path mounted, EngineUnderFault engine) {
        this.folder = folder;
        this.mounted = mounted;
        this.engine = engine;
    }

    static PowerCuts begin(Path folder, Path template, List<String> tracer) throws Exception {
        Files.createDirectory(folder);
        Path image = folder.resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(BYTES);
        }
        Path mounted = Files.createDirectory(folder.resolve("disk"));
        boolean made = EngineUnderFault.run("mkfs.ext4", "-q", "-F", image.toString()) == 0
                && EngineUnderFault.run("mount", "-o", "loop", image.toString(), mounted.toString()) == 0;
        assumeTrue(made, "skipped: an ext4 in a file needs root, mkfs.ext4 and loop devices");
        Path home = Files.createDirectory(mounted.resolve("home"));
        EngineUnderFault.copy(template, home);
        EngineUnderFault.run("sync", "-f", mounted.toString());
        return new PowerCuts(folder, mounted, EngineUnderFault.start(home, tracer));
    }

    int acknowledged() {
        return caller.acknowledged().size();
    }

    /** What so many cuts lost, one after the other, of what was acknowledged before each. */
    List<String> cut(int count) throws Exception {
        List<String> losses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            losses.addAll(judged(cutUnderLoad(i), i));
        }
        return losses;
    }

    /** What is there at the moment of a cut: the disk, what callers were told by then, and what they could see of the log. */
    private record Cut(Path disk, Map<String, Caller.Answered> acknowledged, Path seen) {}

    private Cut cutUnderLoad(int number) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread load = Thread.ofPlatform().start(() -> load(enough));
        try {
            int before = acknowledged();
            for (int tries = 0; acknowledged() < before + BETWEEN_CUTS && tries < 6000; tries++) {
                Thread.sleep(5);
            }
            return stopped(number);
        } finally {
            enough.set(true);
            load.join();
        }
    }

    private void load(AtomicBoolean enough) {
        try {
            caller.load(engine, 4, enough);
        } catch (Exception e) { // whatever it is: what was acknowledged before is judged all the same
            enough.set(true);
        }
    }

    private Cut stopped(int number) throws Exception {
        Path copy = folder.resolve("cut.img");
        // what was acknowledged up to here must be in the copy; a record more may be
        Map<String, Caller.Answered> acknowledged = Map.copyOf(caller.acknowledged());
        engine.stop();
        try {
            Path seen = EngineUnderFault.seen(mounted.resolve("home"), folder.resolve("seen-" + number));
            if (EngineUnderFault.run(
                            "cp", "--sparse=always", folder.resolve("disk.img").toString(), copy.toString())
                    != 0) {
                throw new IOException("the disk could not be copied");
            }
            return new Cut(copy, acknowledged, seen);
        } finally {
            engine.goOn();
        }
    }

    private List<String> judged(Cut cut, int number) throws Exception {
        Path after = Files.createDirectory(folder.resolve("cut-" + number));
        try {
            if (EngineUnderFault.run("mount", "-o", "loop", cut.disk().toString(), after.toString()) != 0) {
                return List.of("the copied disk could not be mounted");
            }
            return Judge.losses(after.resolve("home"), cut.acknowledged(), List.of(cut.seen()));
        } finally {
            unmount(after);
            Files.deleteIfExists(cut.disk());
            EngineUnderFault.run("rm", "-r", cut.seen().toString());
        }
    }

    /** OPA's working folder lies on the disk, and OPA ends a moment after its engine. */
    private static void unmount(Path mounted) throws InterruptedException {
        for (int tries = 0; tries < 100 && EngineUnderFault.run("umount", mounted.toString()) != 0; tries++) {
            Thread.sleep(100);
        }
    }

    @Override
    public void close() throws Exception {
        engine.kill();
        unmount(mounted);
    }
}
