package pacewire.core.random;

import java.util.function.Function;

/** The random streams of owners who are numbered, each issued at most once, in ascending order of the numbers. */
public final class RandomStreamFamily {
    private final String owners;
    private final String purpose;
    private final Function<String, RandomStream> streams;
    private int nextNumber;

    RandomStreamFamily(String owners, String purpose, Function<String, RandomStream> streams) {
        this.owners = owners;
        this.purpose = purpose;
        this.streams = streams;
    }

    /**
     * The stream of an owner, at its beginning.
     *
     * @param number 0 or more, above that of every stream issued before
     * @throws IllegalStateException when it is not: two owners might draw the same numbers
     */
    public RandomStream stream(int number) {
        String name = owners + "/" + number + "/" + purpose;
        if (number < nextNumber) {
            throw new IllegalStateException("the random stream '" + name + "' may have been issued before: "
                    + nextNumber + " is the least number left");
        }
        nextNumber = number + 1;
        return streams.apply(name);
    }
}
