package conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/** Changes made to test code before eligibility is worked out: stand-ins for a few internals, and field initialisers cut out. */
final class Rewrite {
    private static final String KS = ApiModel.FROM + "kstream/";
    private static final String WINDOW = KS + "Window";
    private static final Map<String, String> WINDOWS = Map.of(
            KS + "internals/TimeWindow",
            "time",
            KS + "internals/SessionWindow",
            "session",
            KS + "internals/UnlimitedWindow",
            "unlimited");
    /** Tests of the internal window classes themselves. */
    private static final Set<String> NOT_HERE = Set.of(
            KS + "internals/TimeWindowTest", KS + "internals/SessionWindowTest", KS + "internals/UnlimitedWindowTest");

    private static final String DRIVER = ApiModel.FROM + "TopologyTestDriver";
    private static final String STREAMS = ApiModel.FROM + "KafkaStreams";
    private static final Map<String, String> CALLS = Map.of(
            "java/lang/Thread.getStackTrace",
            "conformance/shim/StackShim",
            DRIVER + ".pipeRecord",
            "conformance/shim/DriverShim",
            DRIVER + ".readRecord",
            "conformance/shim/DriverShim",
            DRIVER + ".isEmpty",
            "conformance/shim/DriverShim",
            DRIVER + ".queueSize",
            "conformance/shim/DriverShim",
            STREAMS + ".setStateListener",
            "conformance/shim/StreamsShim",
            ApiModel.FROM + "integration/utils/IntegrationTestUtils.getStateListener",
            "conformance/shim/StreamsShim");

    private Rewrite() {}

    static ClassNode standIns(final ClassNode c) {
        if (NOT_HERE.contains(c.name)) return c;
        for (final MethodNode m : c.methods) {
            if (!windows(c, m)) return c;
        }
        for (final MethodNode m : c.methods) calls(m);
        final ClassNode out = new ClassNode();
        final Map<String, String> map = new java.util.HashMap<>();
        WINDOWS.keySet().forEach(k -> map.put(k, WINDOW));
        c.accept(new ClassRemapper(out, new SimpleRemapper(Opcodes.ASM9, map)));
        return out;
    }

    private static AbstractInsnNode real(AbstractInsnNode n) {
        while (n != null && n.getOpcode() < 0) n = n.getNext();
        return n;
    }

    private static boolean windows(final ClassNode c, final MethodNode m) {
        int news = 0, inits = 0;
        boolean odd = false;
        for (final AbstractInsnNode i : m.instructions) {
            if (i instanceof TypeInsnNode
                    && i.getOpcode() == Opcodes.NEW
                    && WINDOWS.containsKey(((TypeInsnNode) i).desc)) {
                news++;
                final AbstractInsnNode d = real(i.getNext());
                odd |= d == null || d.getOpcode() != Opcodes.DUP;
            } else if (init(i)) {
                inits++;
            } else if (i instanceof FrameNode) {
                odd |= labels(((FrameNode) i).stack);
            }
        }
        if (news == 0 && inits == 0) {
            handles(m);
            return true;
        }
        if (odd || news != inits) {
            System.out.println("no stand-in for windows in " + c.name + "." + m.name);
            return false;
        }
        for (final AbstractInsnNode i : m.instructions.toArray()) {
            if (i instanceof TypeInsnNode
                    && i.getOpcode() == Opcodes.NEW
                    && WINDOWS.containsKey(((TypeInsnNode) i).desc)) {
                m.instructions.remove(real(i.getNext()));
                m.instructions.remove(i);
            } else if (init(i)) {
                final MethodInsnNode x = (MethodInsnNode) i;
                m.instructions.set(
                        i,
                        new MethodInsnNode(
                                Opcodes.INVOKESTATIC,
                                "conformance/shim/WindowShim",
                                WINDOWS.get(x.owner),
                                x.desc.replace(")V", ")L" + WINDOW + ";"),
                                false));
            }
        }
        handles(m);
        return true;
    }

    private static boolean labels(final List<Object> stack) {
        return stack != null && stack.stream().anyMatch(LabelNode.class::isInstance);
    }

    private static boolean init(final AbstractInsnNode i) {
        return i instanceof MethodInsnNode
                && i.getOpcode() == Opcodes.INVOKESPECIAL
                && WINDOWS.containsKey(((MethodInsnNode) i).owner)
                && ((MethodInsnNode) i).name.equals("<init>");
    }

    private static void handles(final MethodNode m) {
        for (final AbstractInsnNode i : m.instructions) {
            if (!(i instanceof InvokeDynamicInsnNode)) continue;
            final Object[] a = ((InvokeDynamicInsnNode) i).bsmArgs;
            for (int k = 0; k < a.length; k++) {
                if (a[k] instanceof Handle
                        && WINDOWS.containsKey(((Handle) a[k]).getOwner())
                        && ((Handle) a[k]).getName().equals("<init>")) {
                    final Handle h = (Handle) a[k];
                    a[k] = new Handle(
                            Opcodes.H_INVOKESTATIC,
                            "conformance/shim/WindowShim",
                            WINDOWS.get(h.getOwner()),
                            h.getDesc().replace(")V", ")L" + WINDOW + ";"),
                            false);
                }
            }
        }
    }

    private static void calls(final MethodNode m) {
        for (final AbstractInsnNode i : m.instructions.toArray()) {
            if (i instanceof LdcInsnNode && ((LdcInsnNode) i).cst instanceof String) {
                // A pattern for a message names the reference's store classes; any class will do.
                final LdcInsnNode x = (LdcInsnNode) i;
                x.cst = x.cst.toString()
                        .replaceAll(
                                "org\\.apache\\.kafka\\.streams\\.state\\.internals\\.Metered\\.\\*WindowStore(\\.\\*)?",
                                ".*");
            } else if (i instanceof MethodInsnNode) {
                final MethodInsnNode x = (MethodInsnNode) i;
                final String to = CALLS.get(x.owner + "." + x.name);
                if (to == null || i.getOpcode() == Opcodes.INVOKESPECIAL) continue;
                final String desc =
                        i.getOpcode() == Opcodes.INVOKESTATIC ? x.desc : "(L" + x.owner + ";" + x.desc.substring(1);
                m.instructions.set(i, new MethodInsnNode(Opcodes.INVOKESTATIC, to, x.name, desc, false));
            } else if (i instanceof InvokeDynamicInsnNode) {
                final Object[] a = ((InvokeDynamicInsnNode) i).bsmArgs;
                for (int k = 0; k < a.length; k++) {
                    if (!(a[k] instanceof Handle)) continue;
                    final Handle h = (Handle) a[k];
                    final String to = CALLS.get(h.getOwner() + "." + h.getName());
                    if (to == null) continue;
                    final String desc = h.getTag() == Opcodes.H_INVOKESTATIC
                            ? h.getDesc()
                            : "(L" + h.getOwner() + ";" + h.getDesc().substring(1);
                    a[k] = new Handle(Opcodes.H_INVOKESTATIC, to, h.getName(), desc, false);
                }
            }
        }
    }

    /**
     * Cuts field initialisers that name internals out of constructors and static initialisers. A test that then uses such a
     * field is not eligible; one that does not use it no longer depends on the initialiser. Returns class.field to reason.
     */
    static void slice(
            final ClassNode c,
            final Function<MethodNode, Function<AbstractInsnNode, String>> problem,
            final Map<String, String> sliced) {
        for (final MethodNode m : c.methods) {
            if (!m.name.equals("<init>") && !m.name.equals("<clinit>") || m.instructions.size() == 0) continue;
            final boolean st = m.name.equals("<clinit>");
            final Frame<BasicValue>[] frames;
            try {
                frames = new Analyzer<>(new BasicInterpreter()).analyze(c.name, m);
            } catch (final AnalyzerException e) {
                continue;
            }
            final Function<AbstractInsnNode, String> why = problem.apply(m);
            final AbstractInsnNode[] all = m.instructions.toArray();
            int start = 0;
            final List<AbstractInsnNode> drop = new ArrayList<>();
            for (int i = 0; i < all.length; i++) {
                if (all[i].getOpcode() < 0 || frames[i] == null) continue;
                if (frames[i].getStackSize() == 0) start = i;
                final boolean put = all[i].getOpcode() == (st ? Opcodes.PUTSTATIC : Opcodes.PUTFIELD)
                        && ((FieldInsnNode) all[i]).owner.equals(c.name);
                if (!put) continue;
                final FieldInsnNode f = (FieldInsnNode) all[i];
                // The analyser counts a long or double as one.
                if (frames[i].getStackSize() != (st ? 1 : 2)) continue;
                if (!st
                        && !(all[start] instanceof VarInsnNode
                                && all[start].getOpcode() == Opcodes.ALOAD
                                && ((VarInsnNode) all[start]).var == 0)) continue;
                String bad = null;
                boolean jumps = false;
                for (int k = start; k <= i; k++) {
                    jumps |= all[k] instanceof JumpInsnNode
                            || all[k] instanceof TableSwitchInsnNode
                            || all[k] instanceof LookupSwitchInsnNode
                            || all[k] instanceof FrameNode;
                    if (bad == null) bad = why.apply(all[k]);
                }
                if (bad == null || jumps) continue;
                sliced.put(c.name + "." + f.name, bad);
                for (int k = start; k <= i; k++) if (all[k].getOpcode() >= 0) drop.add(all[k]);
            }
            drop.forEach(m.instructions::remove);
        }
    }
}
