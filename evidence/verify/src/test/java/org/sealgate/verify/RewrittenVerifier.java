package org.sealgate.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The verifier with a switch at every rule: its own classes, loaded once more, in which every place that names a code asks {@link
 * Switch} first. The classes that are shipped know nothing of it.
 */
final class RewrittenVerifier extends ClassLoader implements CorpusAnswer.CommandLine {
    private static final String PACKAGE = "org.sealgate.verify.";
    private static final ClassDesc CODE = ClassDesc.of(PACKAGE + "Code");
    private static final ClassDesc SWITCH = ClassDesc.of(PACKAGE + "Switch");
    private static final MethodTypeDesc IS_OFF = MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object);
    private static final MethodTypeDesc KEEP =
            MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object, ConstantDescs.CD_String);

    private final Path classes;
    private final SortedSet<String> places = new TreeSet<>();
    private final Method main;

    RewrittenVerifier() {
        super(Verifier.class.getClassLoader());
        try {
            classes = Path.of(Verifier.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            loadAll();
            main = loadClass(PACKAGE + "cli.Main")
                    .getMethod("run", PrintStream.class, PrintStream.class, String[].class);
        } catch (IOException | URISyntaxException | ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code Class.method CODE}, with a number where a method names a code more than once. */
    SortedSet<String> places() {
        return places;
    }

    /** The code that a place names. */
    static String code(String place) {
        return place.substring(place.indexOf(' ') + 1).replaceAll(" .*", "");
    }

    @Override
    public int run(PrintStream out, PrintStream err, String... arguments) {
        try {
            return (int) main.invoke(null, out, err, arguments);
        } catch (InvocationTargetException broken) {
            // a verifier that breaks down without a rule has noticed that it is gone
            return -1;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All at once, so that every place is known before the first run. */
    private void loadAll() throws IOException, ClassNotFoundException {
        List<String> names = new ArrayList<>();
        try (var files = Files.walk(classes.resolve("org/sealgate/verify"))) {
            files.map(file -> classes.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .forEach(file ->
                            names.add(file.substring(0, file.length() - 6).replace('/', '.')));
        }
        for (String name : names) {
            loadClass(name);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Path file = classes.resolve(name.replace('.', '/') + ".class");
            if (!name.startsWith(PACKAGE) || !Files.exists(file)) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name, file);
        }
    }

    private Class<?> define(String name, Path file) {
        try {
            byte[] written = rewrite(Files.readAllBytes(file));
            return defineClass(name, written, 0, written.length, Verifier.class.getProtectionDomain());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] rewrite(byte[] bytes) {
        ClassFile file = ClassFile.of();
        ClassModel read = file.parse(bytes);
        String owner = read.thisClass().asInternalName();
        if (owner.equals(
                CODE.descriptorString().substring(1, CODE.descriptorString().length() - 1))) {
            return bytes;
        }
        String simple = owner.substring(owner.lastIndexOf('/') + 1);
        return file.transformClass(read, ClassTransform.ofStateful(() -> (builder, element) -> {
            if (element instanceof MethodModel method && method.code().isPresent()) {
                builder.transformMethod(method, MethodTransform.transformingCode(code(simple, method)));
            } else {
                builder.with(element);
            }
        }));
    }

    private CodeTransform code(String owner, MethodModel method) {
        List<CodeElement> elements = method.code().orElseThrow().elementList();
        String where = owner + "." + method.methodName().stringValue().replaceAll("^lambda\\$(\\w+)\\$\\d+$", "$1");
        boolean isAdd = where.equals("Problems.add")
                && method.methodTypeSymbol().parameterCount() == 4
                && method.methodTypeSymbol().parameterType(0).equals(CODE);
        int[] at = {0};
        return CodeTransform.ofStateful(() -> {
            at[0] = 0;
            return (builder, element) -> {
                if (isAdd && at[0] == 0) {
                    Label on = builder.newLabel();
                    builder.aload(1)
                            .invokestatic(SWITCH, "isOff", IS_OFF)
                            .ifeq(on)
                            .return_()
                            .labelBinding(on);
                }
                @Nullable String code = named(element, next(elements, at[0]));
                at[0]++;
                builder.with(element);
                if (code != null) {
                    builder.ldc(place(where, code))
                            .invokestatic(SWITCH, "keep", KEEP)
                            .checkcast(CODE);
                }
            };
        });
    }

    private String place(String where, String code) {
        String place = where + " " + code;
        for (int i = 2; !places.add(place); i++) {
            place = where + " " + code + " " + i;
        }
        return place;
    }

    private static @Nullable CodeElement next(List<CodeElement> elements, int at) {
        for (int i = at + 1; i < elements.size(); i++) {
            if (elements.get(i) instanceof java.lang.classfile.Instruction instruction) {
                return instruction;
            }
        }
        return null;
    }

    /** The code that is loaded here to be found; one that is only compared with, or switched over, is none. */
    private static @Nullable String named(CodeElement element, @Nullable CodeElement next) {
        boolean loads = element instanceof FieldInstruction field
                && field.opcode() == Opcode.GETSTATIC
                && field.owner().asSymbol().equals(CODE)
                && field.typeSymbol().equals(CODE);
        boolean compares = (next instanceof BranchInstruction branch
                        && (branch.opcode() == Opcode.IF_ACMPEQ || branch.opcode() == Opcode.IF_ACMPNE))
                || (next instanceof InvokeInstruction call && call.name().equalsString("ordinal"));
        return loads && !compares ? ((FieldInstruction) element).name().stringValue() : null;
    }
}
