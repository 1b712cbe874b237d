package io.millrace.verification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Loads the classes of a package again, with each name of Millrace's API replaced by that of Kafka Streams: the same bytecode, other imports. */
public final class Relocation extends ClassLoader {

    private static final String FROM = "io/millrace/streams/";
    private static final String TO = "org/apache/kafka/streams/";

    private final String relocated;

    private Relocation(ClassLoader parent, String relocated) {
        super(parent);
        this.relocated = relocated;
    }

    /**
     * Makes an object that runs on Millrace.
     *
     * @param role what it is for both libraries; in another package than the class
     * @param className its class, with a public constructor without parameters
     */
    public static <T> T millrace(Class<T> role, String className) {
        return create(role, className, role.getClassLoader());
    }

    /** Makes the same object, which runs on Kafka Streams with all that is in the package of its class. */
    public static <T> T reference(Class<T> role, String className) {
        String relocated = className.substring(0, className.lastIndexOf('.') + 1);
        return create(role, className, new Relocation(role.getClassLoader(), relocated));
    }

    private static <T> T create(Class<T> role, String className, ClassLoader loader) {
        try {
            return role.cast(loader.loadClass(className).getConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(className + " could not be loaded from " + loader + ".", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(relocated)) {
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
