// SPDX-License-Identifier: Apache-2.0
package org.mailgroups.regex;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Finds the regular expressions in Java sources: those of {@code Pattern.compile} and of String's methods. */
final class RegexSources {
    private static final Set<String> METHODS =
            Set.of("compile", "matches", "split", "splitAsStream", "replaceAll", "replaceFirst");

    private RegexSources() {}

    /**
     * A regular expression in a source.
     *
     * @param place the simple name of the file
     */
    record Found(String place, String regex) implements Comparable<Found> {
        @Override
        public int compareTo(Found other) {
            return toString().compareTo(other.toString());
        }
    }

    /** Returns all below a folder. */
    static Set<Found> below(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> paths = Files.walk(folder)) {
            files = paths.filter(path -> path.toString().endsWith(".java")).toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Set<Found> found = new TreeSet<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            for (CompilationUnitTree unit : task.parse()) {
                String file =
                        Path.of(unit.getSourceFile().toUri()).getFileName().toString();
                Constants constants = new Constants();
                constants.scan(unit, null);
                new Calls(file.replace(".java", ""), constants.values, found).scan(unit, null);
            }
        }
        return found;
    }

    /** Collects the variables of a file that have a text from the beginning. */
    private static final class Constants extends TreeScanner<Void, Void> {
        private final Map<String, ExpressionTree> values = new HashMap<>();

        @Override
        public Void visitVariable(VariableTree variable, Void nothing) {
            if (variable.getInitializer() != null) {
                values.put(variable.getName().toString(), variable.getInitializer());
            }
            return super.visitVariable(variable, null);
        }
    }

    private static final class Calls extends TreeScanner<Void, Void> {
        private final String place;
        private final Map<String, ExpressionTree> constants;
        private final Set<Found> found;

        Calls(String place, Map<String, ExpressionTree> constants, Set<Found> found) {
            this.place = place;
            this.constants = constants;
            this.found = found;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            if (call.getMethodSelect() instanceof MemberSelectTree method
                    && METHODS.contains(method.getIdentifier().toString())
                    && !call.getArguments().isEmpty()) {
                take(method, call.getArguments().get(0));
            }
            return super.visitMethodInvocation(call, null);
        }

        private void take(MemberSelectTree method, ExpressionTree argument) {
            String receiver = method.getExpression().toString();
            String regex = text(argument);
            boolean isCompiled = method.getIdentifier().contentEquals("compile");
            // A matcher replaces with what it is given; it was compiled elsewhere.
            if (receiver.contains(".matcher(") || (isCompiled && !receiver.equals("Pattern"))) {
                return;
            }
            if (regex == null && (isCompiled || isConstant(argument))) {
                throw new AssertionError(
                        place + ": a regular expression that is no constant of its class: " + argument);
            }
            if (regex != null && !isLiteral(regex)) {
                found.add(new Found(place, visible(regex)));
            }
        }

        /** Returns the same expression without line breaks and tabs in it. */
        private static String visible(String regex) {
            return regex.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        }

        private static boolean isConstant(ExpressionTree argument) {
            return argument instanceof IdentifierTree name
                    && name.getName()
                            .toString()
                            .equals(name.getName().toString().toUpperCase(Locale.ROOT));
        }

        /** Returns whether it is one character, which String splits at without a regular expression. */
        private static boolean isLiteral(String regex) {
            return (regex.length() == 1 && ".$|()[{^?*+\\".indexOf(regex.charAt(0)) < 0)
                    || (regex.length() == 2 && regex.charAt(0) == '\\' && !Character.isLetterOrDigit(regex.charAt(1)));
        }

        /** Returns the text of a constant expression; null if it is none. */
        private String text(ExpressionTree expression) {
            if (expression instanceof LiteralTree literal) {
                return literal.getValue() instanceof String text ? text : null;
            }
            if (expression instanceof ParenthesizedTree inner) {
                return text(inner.getExpression());
            }
            if (expression instanceof IdentifierTree name) {
                ExpressionTree value = constants.get(name.getName().toString());
                return value == null ? null : text(value);
            }
            if (expression instanceof BinaryTree sum) {
                String left = text(sum.getLeftOperand());
                String right = text(sum.getRightOperand());
                return left == null || right == null ? null : left + right;
            }
            return null;
        }
    }
}
