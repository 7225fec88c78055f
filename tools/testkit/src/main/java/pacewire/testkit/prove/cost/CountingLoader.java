package pacewire.testkit.prove.cost;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

import pacewire.model.sched.EarlyDropper;
import pacewire.model.sched.EarlyDrops;
import pacewire.model.sched.UnfitSetupException;

/**
 * Loads the classes of one package anew, with a counter at every method's beginning and before every branch: what they do grows
 * with nothing else. Interfaces, records and enumerations that are public stay those of the parent, since the caller speaks to
 * the packet scheduler in them. What the Java library does inside is not counted, but the comparators that it calls are.
 */
final class CountingLoader extends ClassLoader {
    /** The class that holds the count: one for each loader, so that no two measurements meet. */
    private static final String COUNTER = "pacewire/testkit/prove/cost/counted/Counter";

    private static final String ENDLESS = EndlessCallError.class.getName().replace('.', '/');

    private static final String COUNT = "count";
    private static final String LIMIT = "limit";
    private static final String TICK = "tick";
    private static final String LONG = "J";
    /** What {@link EarlyDropper} hands to the caller, and what a packet scheduler that does not fit throws. */
    private static final Set<String> HANDED_OUT =
            Set.of(EarlyDrops.class.getName(), UnfitSetupException.class.getName());

    private static final Set<String> PARENTS = Set.of("java/lang/Record", "java/lang/Enum");

    private final String prefix;
    private final Class<?> counter;
    private final VarHandle count;
    private final VarHandle limit;

    /** @param packageName whose classes are counted; of inner packages, none */
    CountingLoader(ClassLoader parent, String packageName) {
        // In stack traces code is told to be a user's by the name of its loader.
        super(parent.getName(), parent);
        prefix = packageName + ".";
        byte[] code = counterClass();
        counter = defineClass(COUNTER.replace('/', '.'), code, 0, code.length);
        count = field(COUNT);
        limit = field(LIMIT);
    }

    private static byte[] counterClass() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS | ClassWriter.COMPUTE_FRAMES);
        int isPublic = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, COUNTER, null, "java/lang/Object", null);
        writer.visitField(isPublic, COUNT, LONG, null, null).visitEnd();
        writer.visitField(isPublic, LIMIT, LONG, null, Long.MAX_VALUE).visitEnd();
        writeTick(writer.visitMethod(isPublic, TICK, "()V", null, null));
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** {@code if (++count > limit) throw new EndlessCallError();}. */
    private static void writeTick(MethodVisitor tick) {
        Label within = new Label();
        tick.visitCode();
        tick.visitFieldInsn(Opcodes.GETSTATIC, COUNTER, COUNT, LONG);
        tick.visitInsn(Opcodes.LCONST_1);
        tick.visitInsn(Opcodes.LADD);
        tick.visitInsn(Opcodes.DUP2);
        tick.visitFieldInsn(Opcodes.PUTSTATIC, COUNTER, COUNT, LONG);
        tick.visitFieldInsn(Opcodes.GETSTATIC, COUNTER, LIMIT, LONG);
        tick.visitInsn(Opcodes.LCMP);
        tick.visitJumpInsn(Opcodes.IFLE, within);
        tick.visitTypeInsn(Opcodes.NEW, ENDLESS);
        tick.visitInsn(Opcodes.DUP);
        tick.visitMethodInsn(Opcodes.INVOKESPECIAL, ENDLESS, "<init>", "()V", false);
        tick.visitInsn(Opcodes.ATHROW);
        tick.visitLabel(within);
        tick.visitInsn(Opcodes.RETURN);
        tick.visitMaxs(0, 0);
        tick.visitEnd();
    }

    private VarHandle field(String name) {
        try {
            return MethodHandles.publicLookup().findStaticVarHandle(counter, name, long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Operations since the loader was made. */
    long count() {
        return (long) count.get();
    }

    /** From now on so many operations are allowed: the next one throws an {@link EndlessCallError}. */
    void allow(long operations) {
        limit.set(count() + operations);
    }

    /** From now on any number of operations is allowed. */
    void allowAll() {
        limit.set(Long.MAX_VALUE);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.equals(EndlessCallError.class.getName())) {
            // Whoever loaded the packet scheduler need not see the proof kit.
            return EndlessCallError.class;
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null && isCounted(name)) {
                loaded = loadCounted(name);
            }
            return loaded == null ? super.loadClass(name, resolve) : loaded;
        }
    }

    private boolean isCounted(String name) {
        return name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0 && !HANDED_OUT.contains(name);
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
            super.visitMethodInsn(Opcodes.INVOKESTATIC, COUNTER, TICK, "()V", false);
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
