package io.millrace.verification.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Loads the interpreter again, with each name of Millrace's API replaced by that of Kafka Streams: the same bytecode, other imports. */
final class Relocation extends ClassLoader {

    private static final String INTERPRETER = Relocation.class.getPackageName() + ".interpreter.";
    private static final String FROM = "io/millrace/streams/";
    private static final String TO = "org/apache/kafka/streams/";

    Relocation() {
        super(Relocation.class.getClassLoader());
    }

    /** The interpreter on Millrace. */
    static Side millrace() {
        return side(Relocation.class.getClassLoader());
    }

    /** The interpreter on Kafka Streams. */
    static Side reference() {
        return side(new Relocation());
    }

    private static Side side(ClassLoader loader) {
        try {
            return (Side) loader.loadClass(INTERPRETER + "Interpreter")
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The interpreter could not be loaded from " + loader + ".", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(INTERPRETER)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            ClassWriter writer = new ClassWriter(0);
            new ClassReader(in.readAllBytes()).accept(new ClassRemapper(writer, new Imports()), 0);
            byte[] bytes = writer.toByteArray();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("The bytecode of " + name + " could not be read.", e);
        }
    }

    private static final class Imports extends Remapper {

        Imports() {
            super(Opcodes.ASM9);
        }

        @Override
        public String map(String internalName) {
            return internalName.startsWith(FROM) ? TO + internalName.substring(FROM.length()) : internalName;
        }
    }
}
