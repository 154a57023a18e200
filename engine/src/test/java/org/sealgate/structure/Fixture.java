package org.sealgate.structure;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A class that breaks a rule, compiled into the very package that the rule speaks of. */
record Fixture(String inPackage, String statement) {
    static JavaClasses compile(Path folder, List<Fixture> fixtures) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<JavaFileObject> sources = new ArrayList<>();
        for (Fixture fixture : fixtures) {
            sources.add(fixture.source(sources.size()));
        }
        List<String> options =
                List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
        boolean compiled =
                compiler.getTask(null, null, problems, options, null, sources).call();
        if (!compiled) {
            throw new IllegalStateException(problems.getDiagnostics().toString());
        }
        return new ClassFileImporter().importPath(folder);
    }

    private JavaFileObject source(int number) {
        String name = "Fixture" + number;
        String text = "package %s; public final class %s { public static Object broken() throws Throwable { %s } }"
                .formatted(inPackage, name, statement);
        URI uri =
                URI.create("string:///" + inPackage.replace('.', '/').toLowerCase(Locale.ROOT) + "/" + name + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
