package pacewire.cli;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnknownNameTest {
    @Test
    void theClosestNameIsSuggested() {
        assertThat(UnknownName.complaint("machine", "linux6", List.of("linux-6", "solaris-10-2005")))
                .hasMessage("there is no machine 'linux6'; did you mean 'linux-6'? (known: linux-6, solaris-10-2005)");
    }

    @Test
    void aWordThatIsCloseToNothingGetsNoSuggestion() {
        assertThat(UnknownName.complaint("machine", "pdp-11", List.of("linux-6", "solaris-10-2005")))
                .hasMessage("there is no machine 'pdp-11' (known: linux-6, solaris-10-2005)");
    }
}
