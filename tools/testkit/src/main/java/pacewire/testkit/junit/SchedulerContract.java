package pacewire.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Proves a packet scheduler, with a test for each property that every one must keep or that this one claims:
 *
 * <pre>{@code
 * class MySchedulerTest {
 *     @SchedulerContract(declaredBy = MyScheduler.class, cases = 500)
 *     void keepsWhatItClaims() {}
 * }
 * }</pre>
 *
 * <p>The body of the method runs once for each property, before it is judged, and is mostly empty. A property that breaks fails
 * its test with the fewest arrivals found on which it does.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@TestTemplate
@ExtendWith(SchedulerContractExtension.class)
public @interface SchedulerContract {
    /** Name of a packet scheduler that ships, such as "drr"; either this or {@link #declaredBy}. */
    String scheduler() default "";

    /** A class with a static field {@code SPEC}, the packet scheduler's declaration; either this or {@link #scheduler}. */
    Class<?> declaredBy() default Void.class;

    /** Parameters, such as "quantum=500 B", which no case changes. */
    String[] parameters() default {};

    /** How many cases to try. */
    int cases() default 300;

    /** Seed of the cases. */
    long seed() default 1;
}
