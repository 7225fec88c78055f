package pacewire.model.os;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ErrnoTest {
    @Test
    void numbersOfErrorsAreThoseOfLinux() {
        assertThat(Errno.EBUSY.number()).isEqualTo(16);
        assertThat(Errno.EBUSY.message()).isEqualTo("Device or resource busy");
        assertThat(Errno.EDESTADDRREQ.number()).isEqualTo(89);
        assertThat(Arrays.stream(Errno.values()).map(Errno::number)).doesNotHaveDuplicates();
    }
}
