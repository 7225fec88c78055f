package pacewire.cli;

/** The ranges of what benchmarks are asked for. */
final class BenchLimits {
    private BenchLimits() {}

    /** @throws WrongInputException when a number is not in 1 to {@code most} */
    static void require(String option, int number, int most) {
        if (number < 1 || number > most) {
            throw new WrongInputException(option + " is " + number + "; it must be 1 to " + most);
        }
    }
}
