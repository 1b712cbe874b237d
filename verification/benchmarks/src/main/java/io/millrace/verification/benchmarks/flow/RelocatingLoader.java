package io.millrace.verification.benchmarks.flow;

import io.millrace.verification.benchmarks.flow.program.Measured;
import io.millrace.verification.benchmarks.flow.program.Program;
import io.millrace.verification.benchmarks.flow.program.Question;
import io.millrace.verification.benchmarks.flow.program.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Loads the programs again, with the names of Kafka Streams for those of Millrace. What both sides talk through is loaded once. */
final class RelocatingLoader extends ClassLoader {

    private static final String PROGRAMS = Program.class.getPackageName() + ".";
    private static final Set<String> SHARED =
            Set.of(Measured.class.getName(), Question.class.getName(), Topics.class.getName());
    private static final String FROM = "io/millrace/streams/";
    private static final String TO = "org/apache/kafka/streams/";

    RelocatingLoader(ClassLoader parent) {
        super(parent);
    }

    /** What makes an application of a library. Its classes are loaded before. */
    static Supplier<Measured> application(Library library, String program, Topics topics, Properties config) {
        if (library == Library.FLOOR) {
            return () -> floor(Program.valueOf(program), topics, config);
        }
        ClassLoader own = RelocatingLoader.class.getClassLoader();
        ClassLoader loader = library == Library.KAFKA_STREAMS ? new RelocatingLoader(own) : own;
        try {
            Class<?> programs = loader.loadClass(Program.class.getName());
            Constructor<?> constructor = loader.loadClass(PROGRAMS + "MeasuredStreams")
                    .getConstructor(programs, Topics.class, Properties.class);
            Object relocated = programs.getMethod("valueOf", String.class).invoke(null, program);
            return () -> made(constructor, relocated, topics, config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Program " + program + " cannot be loaded for " + library, e);
        }
    }

    private static Measured floor(Program program, Topics topics, Properties config) {
        return program == Program.TABLE ? new PlainReading(topics, config) : new PlainLoop(program, topics, config);
    }

    private static Measured made(Constructor<?> constructor, Object program, Topics topics, Properties config) {
        try {
            return (Measured) constructor.newInstance(program, topics, config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Program " + program + " cannot be made with " + config, e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PROGRAMS) || SHARED.contains(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? relocate(name) : loaded;
        }
    }

    private Class<?> relocate(String name) throws ClassNotFoundException {
        try (InputStream bytes = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            ClassWriter relocated = new ClassWriter(0);
            new ClassReader(bytes).accept(new ClassRemapper(relocated, new Names()), 0);
            byte[] code = relocated.toByteArray();
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static final class Names extends Remapper {

        Names() {
            super(Opcodes.ASM9);
        }

        @Override
        public String map(String internalName) {
            return internalName.startsWith(FROM) ? TO + internalName.substring(FROM.length()) : internalName;
        }
    }
}
