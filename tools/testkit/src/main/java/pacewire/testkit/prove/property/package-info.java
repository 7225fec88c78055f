/** What a packet scheduler must keep, or claims to keep: each property a check on what a trial left. */
@org.jspecify.annotations.NullMarked
package pacewire.testkit.prove.property;
