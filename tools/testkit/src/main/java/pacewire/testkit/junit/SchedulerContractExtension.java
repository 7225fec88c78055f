package pacewire.testkit.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

import pacewire.core.spec.ParameterSpec;
import pacewire.core.units.UnitException;
import pacewire.model.sched.PacketSchedulers;
import pacewire.model.sched.SchedulerSetup;
import pacewire.model.sched.SchedulerSpec;
import pacewire.testkit.prove.Breach;
import pacewire.testkit.prove.CardText;
import pacewire.testkit.prove.PropertyResult;
import pacewire.testkit.prove.Prover;
import pacewire.testkit.prove.ReportCard;
import pacewire.testkit.prove.ReproductionFile;
import pacewire.testkit.prove.SetupText;

/** Runs the proof of a {@link SchedulerContract}, and makes a test of each of its properties. */
final class SchedulerContractExtension implements TestTemplateInvocationContextProvider {
    private static final String FIELD = "SPEC";

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        SchedulerContract contract = context.getRequiredTestMethod().getAnnotation(SchedulerContract.class);
        return prove(contract).stream().map(TestTemplateInvocationContext.class::cast);
    }

    /** What came of each property that is claimed, or that every packet scheduler must keep. */
    static List<OneProperty> prove(SchedulerContract contract) {
        SchedulerSpec spec = spec(contract);
        Map<String, Long> given = parameters(spec, contract.parameters());
        SchedulerSetup setup = SchedulerSetup.of(spec, given);
        ReportCard card = Prover.of(setup)
                .fixing(given.keySet())
                .seed(contract.seed())
                .cases(contract.cases())
                .run();
        return card.results().stream()
                .filter(PropertyResult::isClaimed)
                .map(result -> new OneProperty(setup, contract.seed(), result))
                .toList();
    }

    private static SchedulerSpec spec(SchedulerContract contract) {
        boolean isDeclared = contract.declaredBy() != Void.class;
        if (isDeclared == !contract.scheduler().isEmpty()) {
            throw new IllegalArgumentException("@SchedulerContract has either 'scheduler' or 'declaredBy'");
        }
        return isDeclared
                ? declaredBy(contract.declaredBy())
                : PacketSchedulers.find(contract.scheduler())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "there is no packet scheduler '" + contract.scheduler() + "'"));
    }

    private static SchedulerSpec declaredBy(Class<?> type) {
        try {
            Field field = type.getDeclaredField(FIELD);
            field.setAccessible(true);
            if (field.get(null) instanceof SchedulerSpec spec) {
                return spec;
            }
        } catch (ReflectiveOperationException | NullPointerException notThere) {
            throw new IllegalArgumentException(noDeclaration(type), notThere);
        }
        throw new IllegalArgumentException(noDeclaration(type));
    }

    private static String noDeclaration(Class<?> type) {
        return type.getName() + " has no static field " + FIELD + " that is a SchedulerSpec";
    }

    private static Map<String, Long> parameters(SchedulerSpec spec, String[] texts) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (String text : texts) {
            int sign = text.indexOf('=');
            String name = sign < 0 ? text : text.substring(0, sign).strip();
            ParameterSpec parameter = spec.parameters().stream()
                    .filter(candidate -> sign >= 0 && candidate.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no parameter of "
                            + spec.name() + "; one is like quantum=500 B, and there are: "
                            + spec.parameters().stream()
                                    .map(ParameterSpec::name)
                                    .toList()));
            try {
                values.put(name, parameter.parse(text.substring(sign + 1).strip()));
            } catch (UnitException wrong) {
                throw new IllegalArgumentException("parameter " + name + ": " + wrong.getMessage(), wrong);
            }
        }
        return values;
    }

    /** The test of a property. */
    record OneProperty(SchedulerSetup setup, long seed, PropertyResult result)
            implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocationIndex) {
            return result.kind().name() + ": " + result.kind().statement();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Judge(this));
        }

        /** @throws AssertionError when the property broke, with a file to reproduce it */
        void judge() {
            Breach breach = result.breach();
            if (breach == null) {
                return;
            }
            String property = result.kind().name();
            StringBuilder text = new StringBuilder(property).append(" is broken");
            CardText.details(breach).forEach(line -> text.append('\n').append(line));
            if (breach.isInCase()) {
                SchedulerSetup smallest = breach.smallest().variation().of(setup);
                List<String> comments = List.of("set up as " + SetupText.of(smallest));
                new ReproductionFile(property, seed, breach.smallest())
                        .text(comments)
                        .lines()
                        .forEach(row -> text.append("\n  ").append(row));
            }
            throw new AssertionError(text.toString());
        }
    }

    /** Fails the test of a property that broke. */
    private record Judge(OneProperty property) implements InvocationInterceptor {
        @Override
        public void interceptTestTemplateMethod(
                Invocation<@Nullable Void> invocation,
                ReflectiveInvocationContext<Method> invocationContext,
                ExtensionContext extensionContext)
                throws Throwable {
            invocation.proceed();
            property.judge();
        }
    }
}
