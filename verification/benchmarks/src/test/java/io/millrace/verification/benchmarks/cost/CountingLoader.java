package io.millrace.verification.benchmarks.cost;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Loads RocksDB again, and all that uses it; each call of one of its native methods is counted. */
final class CountingLoader extends ClassLoader {

    private static final String COUNTED = "org.rocksdb.";
    private static final String USERS = "io.millrace.";

    CountingLoader(ClassLoader parent) {
        super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean own = name.startsWith(COUNTED) || name.startsWith(USERS);
        if (!own || name.equals(NativeCalls.class.getName())) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream bytes = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] code = bytes.readAllBytes();
            byte[] defined = name.startsWith(COUNTED) ? counted(code) : code;
            return defineClass(name, defined, 0, defined.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static byte[] counted(byte[] code) {
        ClassReader reader = new ClassReader(code);
        Set<String> natives = nativesOf(reader);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String method, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor before = super.visitMethod(access, method, descriptor, signature, exceptions);
                        return new CallCounting(before, reader.getClassName(), natives);
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static Set<String> nativesOf(ClassReader reader) {
        Set<String> natives = new HashSet<>();
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String method, String descriptor, String signature, String[] exceptions) {
                        if ((access & Opcodes.ACC_NATIVE) != 0) {
                            natives.add(method + descriptor);
                        }
                        return null;
                    }
                },
                ClassReader.SKIP_CODE);
        return natives;
    }

    private static final class CallCounting extends MethodVisitor {

        private final String owner;
        private final Set<String> natives;

        CallCounting(MethodVisitor before, String owner, Set<String> natives) {
            super(Opcodes.ASM9, before);
            this.owner = owner;
            this.natives = natives;
        }

        @Override
        public void visitMethodInsn(int opcode, String of, String method, String descriptor, boolean isInterface) {
            if (of.equals(owner) && natives.contains(method + descriptor)) {
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC, Type.getInternalName(NativeCalls.class), "count", "()V", false);
            }
            super.visitMethodInsn(opcode, of, method, descriptor, isInterface);
        }
    }
}
