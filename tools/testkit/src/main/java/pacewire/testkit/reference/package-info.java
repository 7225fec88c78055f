/** What real packet schedulers are held against: exact models, in fractions, that nobody would run on a line. */
@NullMarked
package pacewire.testkit.reference;

import org.jspecify.annotations.NullMarked;
