package pacewire.testkit.prove.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads the classes of one package anew, with a counter at every method's beginning and before every branch: what they do grows
 * with nothing else. Interfaces, records and enumerations that are public stay those of the parent, since the caller speaks to
 * the packet scheduler in them. What the Java library does inside is not counted, but the comparators that it calls are.
 */
final class CountingLoader extends ClassLoader {
    /** The class that holds the count: one for each loader, so that no two measurements meet. */
    private static final String COUNTER = "pacewire/testkit/prove/cost/counted/Counter";

    private static final String COUNT = "count";
    private static final String LONG = "J";
    private static final Set<String> PARENTS = Set.of("java/lang/Record", "java/lang/Enum");

    private final String prefix;
    private final Class<?> counter;

    /** @param packageName whose classes are counted; of inner packages, none */
    CountingLoader(ClassLoader parent, String packageName) {
        super(parent);
        prefix = packageName + ".";
        byte[] code = counterClass();
        counter = defineClass(COUNTER.replace('/', '.'), code, 0, code.length);
    }

    private static byte[] counterClass() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, COUNTER, null, "java/lang/Object", null);
        writer.visitField(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, COUNT, LONG, null, null)
                .visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Operations since the loader was made. */
    long count() {
        try {
            return counter.getField(COUNT).getLong(null);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null && isCounted(name)) {
                loaded = loadCounted(name);
            }
            return loaded == null ? super.loadClass(name, resolve) : loaded;
        }
    }

    private boolean isCounted(String name) {
        return name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0;
    }

    private @Nullable Class<?> loadCounted(String name) {
        ClassReader outermost = read(outermost(name));
        ClassReader reader = read(name);
        if (outermost == null || reader == null || belongsToCaller(outermost)) {
            return null;
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(new CountingClass(writer), 0);
        byte[] code = writer.toByteArray();
        return defineClass(name, code, 0, code.length);
    }

    private static String outermost(String name) {
        int inner = name.indexOf('$');
        return inner < 0 ? name : name.substring(0, inner);
    }

    private static boolean belongsToCaller(ClassReader type) {
        boolean isPublic = (type.getAccess() & Opcodes.ACC_PUBLIC) != 0;
        boolean isInterface = (type.getAccess() & Opcodes.ACC_INTERFACE) != 0;
        return isPublic && (isInterface || PARENTS.contains(type.getSuperName()));
    }

    private @Nullable ClassReader read(String name) {
        try (InputStream code = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            return code == null ? null : new ClassReader(code);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Puts counters into every method. */
    private static final class CountingClass extends ClassVisitor {
        CountingClass(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new CountingMethod(super.visitMethod(access, name, descriptor, signature, exceptions));
        }
    }

    /** Counts the beginning and each branch. */
    private static final class CountingMethod extends MethodVisitor {
        CountingMethod(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        private void count() {
            super.visitFieldInsn(Opcodes.GETSTATIC, COUNTER, COUNT, LONG);
            super.visitInsn(Opcodes.LCONST_1);
            super.visitInsn(Opcodes.LADD);
            super.visitFieldInsn(Opcodes.PUTSTATIC, COUNTER, COUNT, LONG);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            count();
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            count();
            super.visitJumpInsn(opcode, label);
        }

        @Override
        public void visitTableSwitchInsn(int least, int most, Label otherwise, Label... labels) {
            count();
            super.visitTableSwitchInsn(least, most, otherwise, labels);
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
            count();
            super.visitLookupSwitchInsn(otherwise, keys, labels);
        }
    }
}
