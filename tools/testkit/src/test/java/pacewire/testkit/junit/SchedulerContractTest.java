package pacewire.testkit.junit;

import java.util.List;

import org.junit.jupiter.api.Test;

import pacewire.model.sched.Claim;
import pacewire.model.sched.FifoScheduler;
import pacewire.model.sched.SchedulerSpec;
import pacewire.testkit.junit.SchedulerContractExtension.OneProperty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchedulerContractTest {
    @SchedulerContract(scheduler = "fifo", cases = 20)
    void aPacketSchedulerThatShips() {}

    @SchedulerContract(declaredBy = FifoScheduler.class, cases = 20, seed = 7, parameters = "limit=3 packets")
    void aPacketSchedulerByItsDeclaration() {}

    @Test
    void thereIsATestForEachPropertyThatIsClaimed() throws NoSuchMethodException {
        assertThat(SchedulerContractExtension.prove(contract("right")))
                .extracting(test -> test.result().kind().name())
                .contains("conservation", "reset", "work-conservation", "flow-order", "bounded")
                .doesNotContain("deadline-order");
    }

    @Test
    void aPropertyThatBreaksFailsItsTestWithTheArrivals() throws NoSuchMethodException {
        List<OneProperty> tests = SchedulerContractExtension.prove(contract("wrong"));

        assertThat(tests)
                .filteredOn(test -> test.result().isBroken())
                .singleElement()
                .satisfies(test -> {
                    assertThat(test.result().kind().name()).isEqualTo("bounded");
                    // Two packets are enough to hold more than one.
                    assertThatThrownBy(test::judge)
                            .isInstanceOf(AssertionError.class)
                            .hasMessageStartingWith("bounded is broken\n")
                            .hasMessageContaining("made small: 2 packets")
                            .hasMessageContaining(
                                    "\n  # set up as {type: boaster}\n  #: property bounded\n  #: seed 1\n")
                            .hasMessageContaining("\n  id,flow,arrival,bytes");
                });
        assertThat(tests)
                .filteredOn(test -> !test.result().isBroken())
                .isNotEmpty()
                .allSatisfy(OneProperty::judge);
    }

    @Test
    void aContractThatNamesNothingThatIsThereIsRefused() {
        assertRefused("none", "@SchedulerContract has either 'scheduler' or 'declaredBy'");
        assertRefused("unknown", "there is no packet scheduler 'fiffo'");
        assertRefused("undeclared", "java.lang.String has no static field SPEC that is a SchedulerSpec");
        assertRefused(
                "parameter",
                "'depth=3' is no parameter of fifo; one is like quantum=500 B, and there are: [limit, limitBytes]");
        assertRefused("value", "parameter limit: 'much' is not a number of packets such as '1000 packets'");
    }

    private static void assertRefused(String example, String message) {
        assertThatThrownBy(() -> SchedulerContractExtension.prove(contract(example)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static SchedulerContract contract(String example) throws NoSuchMethodException {
        return Examples.class.getDeclaredMethod(example).getAnnotation(SchedulerContract.class);
    }

    /** Claims to hold one packet at most, and holds a thousand. */
    private static final class Boaster {
        @SuppressWarnings("unused") // found by its name
        static final SchedulerSpec SPEC = SchedulerSpec.named("boaster")
                .summary("Claims too much.")
                .source("this test")
                .claims((setup, environment) -> List.of(new Claim.Bounded(1, Long.MAX_VALUE)))
                .madeBy((setup, environment) -> new FifoScheduler(1000, Long.MAX_VALUE));
    }

    /** Never run as tests: nothing selects this class. */
    @SuppressWarnings("unused") // found by their names
    private static final class Examples {
        @SchedulerContract(scheduler = "fifo", cases = 20)
        void right() {}

        @SchedulerContract(declaredBy = Boaster.class, cases = 20)
        void wrong() {}

        @SchedulerContract
        void none() {}

        @SchedulerContract(scheduler = "fiffo")
        void unknown() {}

        @SchedulerContract(declaredBy = String.class)
        void undeclared() {}

        @SchedulerContract(scheduler = "fifo", parameters = "depth=3")
        void parameter() {}

        @SchedulerContract(scheduler = "fifo", parameters = "limit=much")
        void value() {}
    }
}
