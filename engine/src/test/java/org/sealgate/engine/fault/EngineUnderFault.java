package org.sealgate.engine.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sealgate.bundle.Json;
import org.sealgate.bundle.JsonReader;

/** An engine in a process of its own, as {@code ./sealgate up} starts it, perhaps below a tracer that injects faults. */
final class EngineUnderFault implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long FIRST_START_NANOS = TimeUnit.MINUTES.toNanos(5);

    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** As a shell says it: 128 and the number of the signal. */
    private static final int KILLED = 137;

    private final Path home;
    private final Process process;

    private EngineUnderFault(Path home, Process process) {
        this.home = home;
        this.process = process;
    }

    /** A home folder with keys, policy and an empty store. */
    static void makeHome(Path home) throws Exception {
        try (EngineUnderFault first = begin(home, List.of())) {
            first.await(FIRST_START_NANOS);
        }
    }

    /** Starts and waits until it answers. @throws IllegalStateException where it ends before that */
    static EngineUnderFault start(Path home, List<String> tracer) throws Exception {
        EngineUnderFault engine = begin(home, tracer);
        if (!engine.await(START_NANOS)) {
            engine.close();
            throw new IllegalStateException("the engine did not start: " + engine.said());
        }
        return engine;
    }

    /** Starts it; who waits may see it die. */
    static EngineUnderFault begin(Path home, List<String> tracer) throws IOException {
        Files.deleteIfExists(home.resolve("url"));
        List<String> command = new ArrayList<>(tracer);
        command.addAll(up(home));
        command.addAll(List.of("--port", "0", "--caller-rate", "1000000"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.to(log(home).toFile()));
        return new EngineUnderFault(home, builder.start());
    }

    private static List<String> up(Path home) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dsealgate.root=" + System.getProperty("sealgate.root", ".."));
        command.addAll(List.of("-cp", classPath(), "org.sealgate.engine.cli.Main"));
        command.addAll(List.of("up", "--home", home.toString()));
        return command;
    }

    /** The log's folder as anybody could see it at this moment: what the checkpoint speaks of is there before it. */
    static Path seen(Path home, Path to) throws Exception {
        Path log = home.resolve("store/log");
        Files.createDirectory(to);
        Path checkpoint = log.resolve("checkpoint");
        if (Files.exists(checkpoint)) {
            Files.copy(checkpoint, to.resolve("checkpoint"));
            copy(log.resolve("tile"), Files.createDirectory(to.resolve("tile")));
        }
        return to;
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static Path log(Path home) {
        return home.resolveSibling(home.getFileName() + ".log");
    }

    /** Whether it says where it is, and is alive. */
    boolean await(long nanos) throws InterruptedException, IOException {
        Path url = home.resolve("url");
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end && process.isAlive()) {
            if (Files.exists(url) && Files.readString(url).endsWith("\n")) {
                return true;
            }
            Thread.sleep(10);
        }
        return false;
    }

    boolean awaitStart() throws InterruptedException, IOException {
        return await(START_NANOS);
    }

    URI uri(String path) throws IOException {
        return URI.create(Files.readString(home.resolve("url")).strip()).resolve(path);
    }

    String token(String caller) throws IOException {
        Json.Arr callers = (Json.Arr) JsonReader.read(Files.readAllBytes(home.resolve("callers.json")));
        return callers.items().stream()
                .map(Json.Obj.class::cast)
                .filter(row -> row.text("id").equals(caller))
                .findFirst()
                .orElseThrow()
                .text("token");
    }

    /** Whether it is gone because of a kill; one that is on its way has a moment to come. */
    boolean endedByKill() throws InterruptedException {
        return process.waitFor(2, TimeUnit.SECONDS) && process.exitValue() == KILLED;
    }

    String said() {
        try {
            return Files.readString(log(home), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}, of the tracer too where there is one; when it returns all of it is gone. */
    void kill() throws InterruptedException {
        List<ProcessHandle> all = handles();
        if (process.isAlive()) {
            signal(all, "KILL");
        }
        process.waitFor();
        for (ProcessHandle each : all) {
            each.onExit().join();
        }
    }

    /** When it returns no thread of it runs: the signal alone is only on its way. The traced one goes before its tracer. */
    void stop() throws InterruptedException {
        for (ProcessHandle each : handles().reversed()) {
            signal(List.of(each), "STOP");
            long end = System.nanoTime() + STOP_NANOS;
            while (!isStopped(each.pid())) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("process " + each.pid() + " does not stop");
                }
                Thread.sleep(1);
            }
        }
    }

    void goOn() throws InterruptedException {
        signal(handles(), "CONT");
    }

    /** As {@code proc_pid_stat(5)} says it of each thread: T or t. */
    private static boolean isStopped(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.allMatch(EngineUnderFault::isThreadStopped);
        } catch (IOException gone) {
            return true;
        }
    }

    private static boolean isThreadStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"), UTF_8);
            return "Tt".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException gone) {
            return true;
        }
    }

    /** OPA ends by itself when the engine does: that it does is part of what is tried. */
    private List<ProcessHandle> handles() {
        List<ProcessHandle> all = new ArrayList<>(List.of(process.toHandle()));
        process.descendants().filter(EngineUnderFault::isJava).forEach(all::add);
        return all;
    }

    private static void signal(List<ProcessHandle> all, String name) throws InterruptedException {
        for (ProcessHandle each : all) {
            run("kill", "-" + name, Long.toString(each.pid()));
        }
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("java"))
                .isPresent();
    }

    static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1; // not installed
        }
    }

    /** A copy of a home folder of which nothing runs. */
    static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> none = Files.exists(to) ? Files.list(to) : Stream.empty()) {
            if (none.findAny().isPresent() || run("cp", "-a", from + "/.", to.toString()) != 0) {
                throw new IOException("could not copy " + from);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
