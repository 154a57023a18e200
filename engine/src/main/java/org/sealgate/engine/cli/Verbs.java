package org.sealgate.engine.cli;

import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Gives each verb its console: a verb's class has a constructor that takes one, or takes nothing. */
final class Verbs implements CommandLine.IFactory {
    private final Console console;

    Verbs(Console console) {
        this.console = console;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            Class<?>[] parameters = constructor.getParameterTypes();
            if (parameters.length == 1 && parameters[0] == Console.class) {
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(console));
            }
        }
        return CommandLine.defaultFactory().create(type);
    }
}
