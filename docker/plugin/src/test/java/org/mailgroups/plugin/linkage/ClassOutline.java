// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin.linkage;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * The parts of a class that linking needs: its hierarchy, its members and its references.
 *
 * @param superclass the internal name; empty if there is none
 */
record ClassOutline(
        String name,
        int access,
        String superclass,
        List<String> interfaces,
        List<Member> members,
        Set<Reference> references) {
    ClassOutline {
        interfaces = List.copyOf(interfaces);
        members = List.copyOf(members);
        references = Set.copyOf(references);
    }

    /** Reads a class file, with its own name and all it mentions passed through {@code names}. */
    static ClassOutline read(byte[] classFile, Remapper names) {
        Collector collector = new Collector();
        new ClassReader(classFile).accept(new ClassRemapper(collector, names), ClassReader.SKIP_DEBUG);
        return collector.outline();
    }

    boolean is(int flag) {
        return (access & flag) != 0;
    }

    boolean inPackageOf(ClassOutline other) {
        return packageName().equals(other.packageName());
    }

    /** Returns whether both are in one top-level class, and so see each other's private members. */
    boolean inNestOf(ClassOutline other) {
        return outermost().equals(other.outermost());
    }

    private String packageName() {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private String outermost() {
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static final class Collector extends ClassVisitor {
        private final List<Member> members = new ArrayList<>();
        private final Set<Reference> references = new LinkedHashSet<>();
        private String name = "";
        private int access;
        private String superclass = "";
        private List<String> interfaces = List.of();

        Collector() {
            super(Opcodes.ASM9);
        }

        ClassOutline outline() {
            return new ClassOutline(name, access, superclass, interfaces, members, references);
        }

        @Override
        public void visit(
                int version, int flags, String own, String signature, String superName, String[] superInterfaces) {
            name = own;
            access = flags;
            superclass = superName == null ? "" : superName;
            interfaces = superInterfaces == null ? List.of() : List.of(superInterfaces);
        }

        @Override
        public FieldVisitor visitField(int flags, String field, String descriptor, String signature, Object value) {
            members.add(new Member(field, descriptor, flags, false));
            refer(Type.getType(descriptor));
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int flags, String method, String descriptor, String signature, String[] exceptions) {
            members.add(new Member(method, descriptor, flags, true));
            refer(Type.getMethodType(descriptor));
            if (exceptions != null) {
                for (String exception : exceptions) {
                    refer(Type.getObjectType(exception));
                }
            }
            return new Body();
        }

        private void refer(Type type) {
            switch (type.getSort()) {
                case Type.OBJECT -> references.add(Reference.type(type.getInternalName()));
                case Type.ARRAY -> refer(type.getElementType());
                case Type.METHOD -> {
                    refer(type.getReturnType());
                    for (Type argument : type.getArgumentTypes()) {
                        refer(argument);
                    }
                }
                default -> {
                    // A primitive refers to no class.
                }
            }
        }

        private void refer(Reference.Kind kind, String owner, String member, String descriptor) {
            Type type = Type.getObjectType(owner);
            refer(type);
            refer(Type.getType(descriptor));
            if (type.getSort() == Type.OBJECT) {
                references.add(new Reference(kind, owner, member, descriptor));
            }
        }

        private void refer(Handle handle) {
            boolean field = handle.getTag() <= Opcodes.H_PUTSTATIC;
            refer(
                    field ? Reference.Kind.FIELD : Reference.Kind.METHOD,
                    handle.getOwner(),
                    handle.getName(),
                    handle.getDesc());
        }

        private void referConstant(Object constant) {
            if (constant instanceof Type type) {
                refer(type);
            } else if (constant instanceof Handle handle) {
                refer(handle);
            } else if (constant instanceof ConstantDynamic dynamic) {
                refer(Type.getType(dynamic.getDescriptor()));
                refer(dynamic.getBootstrapMethod());
                for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                    referConstant(dynamic.getBootstrapMethodArgument(i));
                }
            }
        }

        private final class Body extends MethodVisitor {
            Body() {
                super(Opcodes.ASM9);
            }

            @Override
            public void visitTypeInsn(int opcode, String type) {
                refer(Type.getObjectType(type));
            }

            @Override
            public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
                refer(Reference.Kind.FIELD, owner, field, descriptor);
            }

            @Override
            public void visitMethodInsn(
                    int opcode, String owner, String method, String descriptor, boolean ofInterface) {
                refer(Reference.Kind.METHOD, owner, method, descriptor);
            }

            @Override
            public void visitInvokeDynamicInsn(
                    String method, String descriptor, Handle bootstrap, Object... arguments) {
                refer(Type.getMethodType(descriptor));
                refer(bootstrap);
                for (Object argument : arguments) {
                    referConstant(argument);
                }
            }

            @Override
            public void visitLdcInsn(Object value) {
                referConstant(value);
            }

            @Override
            public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
                refer(Type.getType(descriptor));
            }

            @Override
            public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
                if (type != null) {
                    refer(Type.getObjectType(type));
                }
            }
        }
    }
}
