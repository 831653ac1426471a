// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.plugin.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The linker reports each kind of breach. Each test generates a class that has one. */
class LinkerTest {
    private static final String LIBRARY = "server/Library";
    private static final String CALLER = "plugin/Caller";

    @Test
    void linkShouldFindNothingWhenAllIsThere() {
        assertThat(linkAgainst(library(Opcodes.ACC_PUBLIC, "run"), calling(LIBRARY, "run")))
                .isEmpty();
    }

    @Test
    void linkShouldReportWhenAClassIsMissing() {
        assertThat(linkAgainst(library(Opcodes.ACC_PUBLIC, "run"), calling("server/Other", "run")))
                .extracting(Breach::reason)
                .containsOnly("no such class");
    }

    @Test
    void linkShouldReportWhenAMethodIsMissing() {
        assertThat(linkAgainst(library(Opcodes.ACC_PUBLIC, "run"), calling(LIBRARY, "walk")))
                .containsExactly(new Breach(
                        CALLER, new Reference(Reference.Kind.METHOD, LIBRARY, "walk", "()V"), "no such member"));
    }

    @Test
    void linkShouldReportWhenAMethodOfTheJdkIsMissing() {
        assertThat(linkAgainst(library(Opcodes.ACC_PUBLIC, "run"), calling("java/lang/Runtime", "walk")))
                .extracting(Breach::reason)
                .containsExactly("no such member");
    }

    @Test
    void linkShouldReportWhenAMethodIsNotAccessible() {
        assertThat(linkAgainst(library(Opcodes.ACC_PROTECTED, "run"), calling(LIBRARY, "run")))
                .extracting(Breach::reason)
                .containsExactly("not accessible from here");
    }

    @Test
    void linkShouldReportWhenPackagePrivateAccessCrossesLoaders() {
        ClassWriter neighbour = type("server/Neighbour", Opcodes.ACC_PUBLIC, "java/lang/Object");
        call(neighbour, LIBRARY, "run");

        assertThat(link(Map.of("server/Neighbour", neighbour.toByteArray()), Map.of(LIBRARY, library(0, "run"))))
                .extracting(Breach::reason)
                .containsExactly("not accessible from here");
    }

    @Test
    void linkShouldReportWhenAnAbstractMethodIsNotImplemented() {
        ClassWriter contract = type("server/Contract", Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "java/lang/Object");
        method(contract, Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "run");
        ClassWriter lazy = type("plugin/Lazy", Opcodes.ACC_PUBLIC, "server/Contract");

        assertThat(link(Map.of("plugin/Lazy", lazy.toByteArray()), Map.of("server/Contract", contract.toByteArray())))
                .extracting(Breach::reason)
                .containsExactly("an abstract method is not implemented");
    }

    @Test
    void linkShouldReportWhenAFinalMethodIsOverridden() {
        ClassWriter stubborn = type("plugin/Stubborn", Opcodes.ACC_PUBLIC, LIBRARY);
        method(stubborn, Opcodes.ACC_PUBLIC, "run");

        assertThat(link(
                        Map.of("plugin/Stubborn", stubborn.toByteArray()),
                        Map.of(LIBRARY, library(Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, "run"))))
                .extracting(Breach::reason)
                .containsExactly("a final method is overridden");
    }

    @Test
    void linkShouldTakeTheStandInsClassWhenItsArtifactIsNotServed() {
        Linker linker = Linker.partial(
                ClassPath.classes("plugin", Map.of(CALLER, calling(LIBRARY, "run"))),
                ClassPath.classes("served", Map.of("server/Other", library(Opcodes.ACC_PUBLIC, "run"))),
                ClassPath.classes("unserved", Map.of(LIBRARY, library(Opcodes.ACC_PUBLIC, "run"))));

        assertThat(linker.link(name -> true)).isEmpty();
        assertThat(linker.unserved()).containsExactly(LIBRARY);
    }

    @Test
    void linkShouldReportWhenAServedArtifactHasLostAClass() {
        Linker linker = Linker.partial(
                ClassPath.classes("plugin", Map.of(CALLER, calling(LIBRARY, "run"))),
                ClassPath.classes("served", Map.of("server/Other", library(Opcodes.ACC_PUBLIC, "run"))),
                ClassPath.classes("served", Map.of(LIBRARY, library(Opcodes.ACC_PUBLIC, "run"))));

        assertThat(linker.link(name -> true)).extracting(Breach::reason).containsOnly("the class is gone from served");
    }

    @Test
    void overridesShouldNameTheMethodOnlyWhenTheServerHasIt() {
        ClassWriter handler = type("plugin/Handler", Opcodes.ACC_PUBLIC, LIBRARY);
        method(handler, Opcodes.ACC_PUBLIC, "run");
        method(handler, Opcodes.ACC_PUBLIC, "walk");
        Linker linker = Linker.complete(
                ClassPath.classes("plugin", Map.of("plugin/Handler", handler.toByteArray())),
                ClassPath.classes("server", Map.of(LIBRARY, library(Opcodes.ACC_PUBLIC, "run"))));

        assertThat(linker.overrides(name -> true)).containsExactly("plugin/Handler.run()V");
    }

    private static Set<Breach> linkAgainst(byte[] library, byte[] caller) {
        return link(Map.of(CALLER, caller), Map.of(LIBRARY, library));
    }

    private static Set<Breach> link(Map<String, byte[]> plugin, Map<String, byte[]> server) {
        return Linker.complete(ClassPath.classes("plugin", plugin), ClassPath.classes("server", server))
                .link(name -> true);
    }

    private static byte[] library(int access, String method) {
        ClassWriter library = type(LIBRARY, Opcodes.ACC_PUBLIC, "java/lang/Object");
        method(library, access, method);
        return library.toByteArray();
    }

    private static byte[] calling(String owner, String method) {
        ClassWriter caller = type(CALLER, Opcodes.ACC_PUBLIC, "java/lang/Object");
        call(caller, owner, method);
        return caller.toByteArray();
    }

    private static ClassWriter type(String name, int access, String superclass) {
        ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        type.visit(Opcodes.V17, access | Opcodes.ACC_SUPER, name, null, superclass, null);
        return type;
    }

    private static void method(ClassWriter type, int access, String name) {
        MethodVisitor method = type.visitMethod(access, name, "()V", null, null);
        if ((access & Opcodes.ACC_ABSTRACT) == 0) {
            method.visitCode();
            method.visitInsn(Opcodes.RETURN);
            method.visitMaxs(0, 0);
        }
        method.visitEnd();
    }

    private static void call(ClassWriter type, String owner, String called) {
        MethodVisitor method = type.visitMethod(Opcodes.ACC_PUBLIC, "call", "()V", null, null);
        method.visitCode();
        method.visitInsn(Opcodes.ACONST_NULL);
        method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, called, "()V", false);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }
}
